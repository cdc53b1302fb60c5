#pragma once

#include "retry.h"

#include <fcntl.h>
#include <linux/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace netlink {

/**
 * statx(2), by its number: musl has the function since 1.2.5 only, and fstat() is a symbol that glibc has since 2.33
 * only. <sys/stat.h> cannot be included as well: in a newer musl it declares its own statx.
 */
inline int fileStatus(int folder, const char *path, int flags, unsigned mask, struct statx &out) {
  return retry([&] { return static_cast<int>(syscall(SYS_statx, folder, path, flags, mask, &out)); });
}

} // namespace netlink
