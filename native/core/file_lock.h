#pragma once

#include "descriptor.h"

#include <string>

namespace netlink {

/**
 * Locks a whole file, flock(2) with LOCK_EX, without waiting: -EWOULDBLOCK if another open file description, of this or
 * any other process, holds the lock. With `create`, a missing file is created with `mode`. -ELOOP for a symbolic link,
 * -EINVAL for anything but a regular file. The kernel releases the lock when the process exits at the latest.
 */
int lockFile(const std::string &path, bool create, unsigned mode, Descriptor &out);

/** Releases a lock immediately, even if a child between fork() and exec() shares the open file description. */
void unlockFile(int fd);

/** 1 if the file is locked, 0 if not, or a negative errno. */
int isFileLocked(const std::string &path);

} // namespace netlink
