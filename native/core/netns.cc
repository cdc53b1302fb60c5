#include "netns.h"

#include "regular_file.h"
#include "retry.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <mutex>
#include <sched.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace netlink {

namespace {

/** Of this process, whose threads would otherwise find the folder locked, and wait much longer than it is. */
constinit std::mutex folderMutex;

int mountOn(const char *source, const std::string &target, unsigned long flags) {
  return mount(source, target.c_str(), "none", flags, nullptr);
}

/** Held while a folder becomes a mount, because other processes may do the same. Like `ip`, continue without the lock.
 */
Descriptor lockFolder(const std::string &folder) {
  constexpr int kAttempts = 200;
  Descriptor lock(retry([&] { return open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  // Never a blocking flock(): a process that never releases the lock would block the exit of this process.
  for (int i = 0; lock && i < kAttempts && flock(lock.get(), LOCK_EX | LOCK_NB) != 0; i++)
    usleep(5000);
  return lock;
}

/** With a shared mount, mounts and unmounts below it propagate to every mount namespace cloned from this one. */
Step shareFolder(const std::string &folder) {
  if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
    return Step::failed("mkdir");
  const std::lock_guard alone(folderMutex);
  const Descriptor lock = lockFolder(folder);
  if (mountOn("", folder, MS_SHARED | MS_REC) == 0)
    return {};
  if (errno != EINVAL) // EINVAL: not a mount yet
    return Step::failed("mount");
  if (mountOn(folder.c_str(), folder, MS_BIND | MS_REC) != 0 || mountOn("", folder, MS_SHARED | MS_REC) != 0)
    return Step::failed("mount");
  return {};
}

Step createFile(const std::string &path) {
  const Descriptor file(retry([&] { return open(path.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0); }));
  return file ? Step{} : Step::failed("open");
}

/** Whether a file has no namespace mounted on it. */
bool isBare(const std::string &path) {
  Descriptor mounted;
  return isRegularFile(path) && openNetns(path, mounted) == -EINVAL;
}

/**
 * Whether a file is that of a process that was killed before it could mount a namespace. Another one may be about to:
 * it makes the namespace after the file, as `ip netns add` does, which takes milliseconds.
 */
bool isStale(const std::string &path) {
  constexpr int kAttempts = 200;
  for (int i = 0; i < kAttempts; i++) {
    if (!isBare(path))
      return false;
    usleep(5000);
  }
  return true;
}

Step mountNetns(int netns, const std::string &path) {
  const std::string source = "/proc/self/fd/" + std::to_string(netns);
  return mountOn(source.c_str(), path, MS_BIND) == 0 ? Step{} : Step::failed("mount");
}

std::string folderOf(const std::string &path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos)
    return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

} // namespace

int openNetns(const std::string &path, Descriptor &out) {
  // O_NONBLOCK: opening a FIFO must not block.
  const int fd = retry([&] { return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); });
  if (fd < 0)
    return fd;
  Descriptor opened(fd);
  if (ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWNET)
    return -EINVAL;
  out = std::move(opened);
  return 0;
}

Step createNetns(ThreadNetns &thread, Descriptor &out) {
  const int refused = thread.enterNew();
  if (refused != 0)
    return {refused, "unshare"};
  const int error = openOwnNetns(out);
  thread.leave();
  return {error, error == 0 ? "" : "open"};
}

Step createNetns(ThreadNetns &thread, const std::string &path, Descriptor &out) {
  if (const Step shared = shareFolder(folderOf(path)); !shared)
    return shared;
  if (const Step created = createFile(path); !created)
    return created;
  Step step = createNetns(thread, out);
  if (step)
    step = mountNetns(out.get(), path);
  if (!step) {
    unlink(path.c_str());
    out.close();
  }
  return step;
}

Step nameNetns(int netns, const std::string &path) {
  if (const Step shared = shareFolder(folderOf(path)); !shared)
    return shared;
  const Step created = createFile(path);
  if (!created && !(created.error == -EEXIST && isStale(path)))
    return created;
  const Step mounted = mountNetns(netns, path);
  if (!mounted)
    unlink(path.c_str());
  return mounted;
}

Step deleteNetns(const std::string &path) {
  // EINVAL: not a mount, but a stale file or a link to a namespace; remove it.
  if (umount2(path.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW) != 0 && errno != EINVAL)
    return Step::failed("umount");
  return unlink(path.c_str()) == 0 ? Step{} : Step::failed("unlink");
}

} // namespace netlink
