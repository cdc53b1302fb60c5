#pragma once

#include <cerrno>

namespace netlink {

/** Makes a system call until no signal interrupts it; what it returned, or a negative errno. */
template <typename Call> auto retry(Call call) -> decltype(call()) {
  for (;;) {
    const auto result = call();
    if (result >= 0)
      return result;
    if (errno != EINTR)
      return -errno;
  }
}

} // namespace netlink
