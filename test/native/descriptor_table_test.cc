#include "check.h"

#include "core/descriptor_table.h"

#include <cerrno>
#include <dirent.h>
#include <sys/resource.h>

namespace {

/** The descriptors that are open in this process, and one for the folder. */
int openDescriptors() {
  DIR *folder = opendir("/proc/self/fd");
  int count = 0;
  while (readdir(folder) != nullptr)
    count++;
  closedir(folder);
  return count;
}

} // namespace

TEST("the table of descriptors grows, and none stays open") {
  const int before = openDescriptors();
  const size_t size = netlink::descriptorTableSize();
  CHECK(size >= 64);
  CHECK(netlink::growDescriptorTable(0, 2 * size) == 0);
  CHECK(netlink::descriptorTableSize() >= 2 * size);
  CHECK(openDescriptors() == before);
}

TEST("the table does not grow beyond the limit of the process") {
  rlimit before;
  CHECK(getrlimit(RLIMIT_NOFILE, &before) == 0);
  const size_t size = netlink::descriptorTableSize();
  const rlimit small{size, before.rlim_max};
  CHECK(setrlimit(RLIMIT_NOFILE, &small) == 0);
  CHECK(netlink::growDescriptorTable(0, 16 * size) == 0);
  CHECK(netlink::descriptorTableSize() == size);
  CHECK(setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(netlink::growDescriptorTable(-1, size) == -EBADF);
}
