#pragma once

#include <atomic>
#include <utility>

namespace binding {

/** Something that several owners share, on several threads; the last one destroys it. */
class Counted {
public:
  Counted() = default;
  Counted(const Counted &) = delete;

  void retain() { owners_.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      delete this;
  }

protected:
  virtual ~Counted() = default;

private:
  std::atomic<int> owners_{0};
};

/** One owner. Not std::shared_ptr: that asks for a newer libstdc++ than older systems have. */
template <typename T> class Shared {
public:
  Shared() = default;
  explicit Shared(T *object) : object_(object) {
    if (object_ != nullptr)
      object_->retain();
  }
  Shared(const Shared &other) : Shared(other.object_) {}
  Shared(Shared &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Shared &operator=(Shared other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Shared() {
    if (object_ != nullptr)
      object_->release();
  }

  T *operator->() const { return object_; }
  T &operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }

private:
  T *object_ = nullptr;
};

template <typename T, typename... Arguments> Shared<T> make(Arguments &&...arguments) {
  return Shared<T>(new T(std::forward<Arguments>(arguments)...));
}

} // namespace binding
