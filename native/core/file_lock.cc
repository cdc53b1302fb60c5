#include "file_lock.h"

#include "file_status.h"

#include <sys/file.h>

namespace netlink {

namespace {

/** Which file it is; -EINVAL for one that is not regular. */
int identify(int folder, const char *path, int flags, struct statx &out) {
  const int error = fileStatus(folder, path, flags | AT_SYMLINK_NOFOLLOW, STATX_TYPE | STATX_INO, out);
  return error == 0 && (out.stx_mode & S_IFMT) != S_IFREG ? -EINVAL : error;
}

bool isSame(const struct statx &a, const struct statx &b) {
  return a.stx_ino == b.stx_ino && a.stx_dev_major == b.stx_dev_major && a.stx_dev_minor == b.stx_dev_minor;
}

/** 0 where the path still leads to the open file, -ESTALE where it was removed or replaced. */
int checkPath(int fd, const std::string &path) {
  struct statx opened;
  struct statx there;
  if (const int error = identify(fd, "", AT_EMPTY_PATH, opened); error != 0)
    return error;
  const int error = identify(AT_FDCWD, path.c_str(), 0, there);
  return error == 0 && isSame(opened, there) ? 0 : -ESTALE;
}

int take(int fd, int operation) {
  return retry([&] { return flock(fd, operation | LOCK_NB); });
}

/** isFileLocked() shares the lock for a moment, and that is no reason to refuse it: whoever shares is waited for. */
int takeAlone(int fd) {
  constexpr int kAttempts = 1000;
  for (int i = 0;; i++) {
    const int error = take(fd, LOCK_EX);
    if (error != -EWOULDBLOCK || i == kAttempts || take(fd, LOCK_SH) != 0)
      return error;
    unlockFile(fd);
    usleep(100);
  }
}

int openFile(const std::string &path, int flags, unsigned mode, Descriptor &out) {
  // O_NONBLOCK: a FIFO must not hold up the caller.
  const int fd =
      retry([&] { return open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, mode); });
  out = Descriptor(fd);
  return fd < 0 ? fd : 0;
}

int tryLock(const std::string &path, int flags, unsigned mode, Descriptor &out) {
  Descriptor opened;
  int error = openFile(path, flags, mode, opened);
  if (error == 0)
    error = takeAlone(opened.get());
  if (error == 0)
    error = checkPath(opened.get(), path);
  if (error == 0)
    out = std::move(opened);
  return error;
}

} // namespace

int lockFile(const std::string &path, bool create, unsigned mode, Descriptor &out) {
  constexpr int kAttempts = 100;
  // O_RDWR: a network file system gives no exclusive lock to those who may not write.
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
  const int error = take(opened.get(), LOCK_SH);
  if (error == 0)
    unlockFile(opened.get());
  return error == -EWOULDBLOCK ? 1 : error;
}

} // namespace netlink
