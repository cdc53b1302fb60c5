#pragma once

#include <utility>

namespace netlink {

/** An owned file descriptor. */
class Descriptor {
public:
  Descriptor() = default;
  /** Takes over what a system call returned; a negative number is no descriptor. */
  explicit Descriptor(int fd);
  Descriptor(Descriptor &&other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor &operator=(Descriptor &&other) noexcept;
  ~Descriptor() { close(); }

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

  /** Hands the number over to the caller, who closes it. */
  int release();
  void close();

  /** How many of them are open in this process: what a test of leaks counts. */
  static int held();
  /** Counts one that another object owns (+1), or has closed (-1). */
  static void count(int change);

private:
  int fd_ = -1;
};

} // namespace netlink
