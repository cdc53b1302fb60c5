#include "sysctl.h"

#include "descriptor.h"
#include "retry.h"

#include <fcntl.h>
#include <unistd.h>

namespace netlink {

namespace {

constexpr char kRoot[] = "/proc/sys/";

/** Whether a path climbs: then it may lead out of /proc/sys. */
bool climbs(const std::string &path) {
  return path.find('\0') != std::string::npos || ("/" + path + "/").find("/../") != std::string::npos;
}

int openSysctl(const std::string &path, int flags, Descriptor &out) {
  if (climbs(path))
    return -EINVAL;
  const std::string whole = path.starts_with('/') ? path : kRoot + path;
  if (!whole.starts_with(kRoot))
    return -EINVAL;
  const int fd = retry([&] { return open(whole.c_str(), flags | O_CLOEXEC); });
  out = Descriptor(fd);
  return fd < 0 ? fd : 0;
}

} // namespace

int readSysctl(const std::string &path, std::string &value) {
  Descriptor file;
  if (const int error = openSysctl(path, O_RDONLY, file); error != 0)
    return error;
  char part[4096];
  for (;;) {
    const ssize_t size = retry([&] { return read(file.get(), part, sizeof part); });
    if (size < 0)
      return static_cast<int>(size);
    if (size == 0)
      break;
    value.append(part, static_cast<size_t>(size));
  }
  if (value.ends_with('\n'))
    value.pop_back();
  return 0;
}

int writeSysctl(const std::string &path, const std::string &value) {
  Descriptor file;
  if (const int error = openSysctl(path, O_WRONLY, file); error != 0)
    return error;
  const ssize_t size = retry([&] { return write(file.get(), value.data(), value.size()); });
  if (size < 0)
    return static_cast<int>(size);
  return static_cast<size_t>(size) == value.size() ? 0 : -EIO;
}

} // namespace netlink
