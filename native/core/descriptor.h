#pragma once

#include <utility>

namespace netlink {

/** An owned file descriptor. */
class Descriptor {
public:
  Descriptor() = default;
  /** Takes ownership of what a system call returned; a negative number means none. */
  explicit Descriptor(int fd);
  Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  /** Transfers ownership to the caller. */
  int release();
  void close();

  /** How many are open in this process, for leak tests. */
  static int openCount();
  /** Counts one that another object has opened (+1) or closed (-1). */
  static void count(int change);

private:
  int fd_ = -1;
};

} // namespace netlink
