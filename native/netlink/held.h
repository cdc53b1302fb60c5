#pragma once

#include "counted.h"

namespace binding {

/** A place in the ring of what the JavaScript objects of one environment hold. */
class Hold {
public:
  Hold() = default;
  Hold(const Hold &) = delete;
  virtual ~Hold() { leave(); }

  void join(Hold &ring) {
    next_ = std::exchange(ring.next_, this);
    before_ = &ring;
    next_->before_ = this;
  }

  /** Has everyone else in the ring leave it and let go. */
  void dissolve() {
    while (next_ != this) {
      Hold &hold = *next_;
      hold.leave();
      hold.letGo();
    }
  }

protected:
  virtual void letGo() {}

private:
  void leave() {
    before_->next_ = next_;
    next_->before_ = before_;
    before_ = next_ = this;
  }

  Hold *before_ = this;
  Hold *next_ = this;
};

/** What one JavaScript object holds. Not every runtime collects the objects of an environment that ends. */
template <typename T> class Held final : public Hold {
public:
  void take(Shared<T> object, Hold &ring) {
    object_ = std::move(object);
    join(ring);
  }
  const Shared<T> &operator*() const { return object_; }
  T *operator->() const { return object_.operator->(); }
  void letGo() override { object_ = {}; }

private:
  Shared<T> object_;
};

} // namespace binding
