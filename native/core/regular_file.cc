#include "regular_file.h"

#include "file_status.h"

namespace netlink {

namespace {

// Of <sys/stat.h>, which cannot be included here.
constexpr unsigned kTypeMask = 0170000;
constexpr unsigned kRegular = 0100000;

} // namespace

bool isRegularFile(const std::string &path) {
  struct statx status;
  return fileStatus(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_TYPE, status) == 0 &&
         (status.stx_mode & kTypeMask) == kRegular;
}

} // namespace netlink
