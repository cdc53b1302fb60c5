#include "sysctl.h"

#include "descriptor.h"
#include "retry.h"

#include <fcntl.h>
#include <unistd.h>

namespace netlink {

namespace {

constexpr char kRoot[] = "/proc/sys/";

/** Whether a path contains "..", and so may lead out of /proc/sys. */
bool escapesRoot(const std::string &path) {
  return path.find('\0') != std::string::npos || ("/" + path + "/").find("/../") != std::string::npos;
}

Step openSysctl(const std::string &path, int flags, Descriptor &out) {
  if (escapesRoot(path))
    return {-EINVAL, "open"};
  const std::string whole = path.starts_with('/') ? path : kRoot + path;
  if (!whole.starts_with(kRoot))
    return {-EINVAL, "open"};
  const int fd = retry([&] { return open(whole.c_str(), flags | O_CLOEXEC); });
  out = Descriptor(fd);
  return fd < 0 ? Step{fd, "open"} : Step{};
}

} // namespace

Step readSysctl(const std::string &path, std::string &value) {
  Descriptor file;
  if (const Step opened = openSysctl(path, O_RDONLY, file); !opened)
    return opened;
  char part[4096];
  for (;;) {
    const ssize_t size = retry([&] { return read(file.get(), part, sizeof part); });
    if (size < 0)
      return {static_cast<int>(size), "read"};
    if (size == 0)
      break;
    value.append(part, static_cast<size_t>(size));
  }
  if (value.ends_with('\n'))
    value.pop_back();
  return {};
}

Step writeSysctl(const std::string &path, const std::string &value) {
  Descriptor file;
  if (const Step opened = openSysctl(path, O_WRONLY, file); !opened)
    return opened;
  const ssize_t size = retry([&] { return write(file.get(), value.data(), value.size()); });
  if (size < 0)
    return {static_cast<int>(size), "write"};
  return static_cast<size_t>(size) == value.size() ? Step{} : Step{-EIO, "write"};
}

} // namespace netlink
