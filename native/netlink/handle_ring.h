#pragma once

#include "ref_counted.h"

namespace binding {

/** A node of the ring that links what the JavaScript objects of one environment own, so that all of it can be released
 * at its end. */
class HandleRing {
public:
  HandleRing() = default;
  HandleRing(const HandleRing &) = delete;
  virtual ~HandleRing() { unlink(); }

  void link(HandleRing &ring) {
    next_ = std::exchange(ring.next_, this);
    previous_ = &ring;
    next_->previous_ = this;
  }

  /** Unlinks and releases every other node. */
  void releaseAll() {
    while (next_ != this) {
      HandleRing &node = *next_;
      node.unlink();
      node.release();
    }
  }

protected:
  virtual void release() {}

private:
  void unlink() {
    previous_->next_ = next_;
    next_->previous_ = previous_;
    previous_ = next_ = this;
  }

  HandleRing *previous_ = this;
  HandleRing *next_ = this;
};

/** What one JavaScript object owns. Not every runtime collects the objects of an environment that ends. */
template <typename T> class Handle final : public HandleRing {
public:
  void reset(RefPtr<T> object, HandleRing &ring) {
    object_ = std::move(object);
    link(ring);
  }
  const RefPtr<T> &operator*() const { return object_; }
  T *operator->() const { return object_.operator->(); }
  void release() override { object_ = {}; }

private:
  RefPtr<T> object_;
};

} // namespace binding
