#include "file_lock.h"

#include "file_status.h"

#include <sys/file.h>

namespace netlink {

namespace {

/** The identity of a file; -EINVAL if it is not a regular file. */
int identify(int folder, const char *path, int flags, struct statx &out) {
  const int error = fileStatus(folder, path, flags | AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_INO, out);
  return error == 0 && (out.stx_mode & S_IFMT) != S_IFREG ? -EINVAL : error;
}

bool isSame(const struct statx &a, const struct statx &b) {
  return a.stx_ino == b.stx_ino && a.stx_dev_major == b.stx_dev_major && a.stx_dev_minor == b.stx_dev_minor;
}

/** 0 if the path still leads to the open file, -ESTALE if that was removed or replaced. */
int checkPath(int fd, const std::string &path) {
  struct statx opened;
  struct statx there;
  if (const int error = identify(fd, "", AT_EMPTY_PATH, opened); error != 0)
    return error;
  const int error = identify(AT_FDCWD, path.c_str(), 0, there);
  return error == 0 && isSame(opened, there) ? 0 : -ESTALE;
}

int tryFlock(int fd, int operation) {
  return retry([&] { return flock(fd, operation | LOCK_NB); });
}

/** isFileLocked() briefly takes a shared lock. That must not fail this call, so wait while the lock is only shared. */
int lockExclusive(int fd) {
  constexpr int kAttempts = 1000;
  for (int i = 0;; i++) {
    const int error = tryFlock(fd, LOCK_EX);
    if (error != -EWOULDBLOCK || i == kAttempts || tryFlock(fd, LOCK_SH) != 0)
      return error;
    unlockFile(fd);
    usleep(100);
  }
}

int openFile(const std::string &path, int flags, unsigned mode, Descriptor &out) {
  // O_NONBLOCK: opening a FIFO must not block.
  const int fd =
      retry([&] { return open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode); });
  out = Descriptor(fd);
  return fd < 0 ? fd : 0;
}

int tryLock(const std::string &path, int flags, unsigned mode, Descriptor &out) {
  Descriptor opened;
  int error = openFile(path, flags, mode, opened);
  if (error == 0)
    error = lockExclusive(opened.get());
  if (error == 0)
    error = checkPath(opened.get(), path);
  if (error == 0)
    out = std::move(opened);
  return error;
}

} // namespace

int lockFile(const std::string &path, bool create, unsigned mode, Descriptor &out) {
  constexpr int kAttempts = 100;
  // O_RDWR: on a network file system, an exclusive lock requires write access.
  const int flags = O_RDWR | (create ? O_CREAT : 0);
  int error = -ESTALE;
  for (int i = 0; error == -ESTALE && i < kAttempts; i++)
    error = tryLock(path, flags, mode, out);
  return error;
}

void unlockFile(int fd) {
  retry([&] { return flock(fd, LOCK_UN); });
}

int isFileLocked(const std::string &path) {
  Descriptor opened;
  if (const int error = openFile(path, O_RDONLY, 0, opened); error != 0)
    return error;
  const int error = tryFlock(opened.get(), LOCK_SH);
  if (error == 0)
    unlockFile(opened.get());
  return error == -EWOULDBLOCK ? 1 : error;
}

} // namespace netlink
