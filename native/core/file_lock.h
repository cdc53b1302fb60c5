#pragma once

#include "descriptor.h"

#include <string>

namespace netlink {

/**
 * Takes the lock of a file as a whole, flock(2) with LOCK_EX, without waiting: -EWOULDBLOCK where another open file
 * holds it, of this process or of any other. With `create`, the file is made with `mode` where it is not there. -ELOOP
 * for a symbolic link, -EINVAL for what is no regular file. The kernel lets go at the latest when the process ends.
 */
int lockFile(const std::string &path, bool create, unsigned mode, Descriptor &out);

/** Lets go of a lock at once, also where a child between fork() and exec() shares the open file. */
void unlockFile(int fd);

/** 1 where the file is locked, 0 where it is not, or a negative errno. */
int isFileLocked(const std::string &path);

} // namespace netlink
