#pragma once

#include <atomic>
#include <utility>

namespace binding {

/** An object with several owners, on several threads; the last one destroys it. */
class RefCounted {
public:
  RefCounted() = default;
  RefCounted(const RefCounted &) = delete;

  void retain() { owners_.fetch_add(1, std::memory_order_relaxed); }
  void release() {
    if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      delete this;
  }

protected:
  virtual ~RefCounted() = default;

private:
  std::atomic<int> owners_{0};
};

/** A reference to one. Not std::shared_ptr, which needs a newer libstdc++ than older systems have. */
template <typename T> class RefPtr {
public:
  RefPtr() = default;
  explicit RefPtr(T *object) : object_(object) {
    if (object_ != nullptr)
      object_->retain();
  }
  RefPtr(const RefPtr &other) : RefPtr(other.object_) {}
  RefPtr(RefPtr &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  RefPtr &operator=(RefPtr other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~RefPtr() {
    if (object_ != nullptr)
      object_->release();
  }

  T *operator->() const { return object_; }
  T &operator*() const { return *object_; }
  explicit operator bool() const { return object_ != nullptr; }

private:
  T *object_ = nullptr;
};

template <typename T, typename... Arguments> RefPtr<T> makeRef(Arguments &&...arguments) {
  return RefPtr<T>(new T(std::forward<Arguments>(arguments)...));
}

} // namespace binding
