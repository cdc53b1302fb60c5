#pragma once

#include <cerrno>

namespace netlink {

/** How a sequence of system calls ended: 0, or a negative errno and the call that it came from. */
struct Step {
  int error = 0;
  const char *call = "";

  explicit operator bool() const { return error == 0; }

  /** What `call` left in errno. */
  static Step failed(const char *call) { return {-errno, call}; }
};

} // namespace netlink
