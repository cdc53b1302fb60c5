#include "descriptor_table.h"

#include "retry.h"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace netlink {

size_t descriptorTableSize() {
  FILE *status = fopen("/proc/self/status", "re");
  if (status == nullptr)
    return 0;
  char line[256];
  size_t size = 0;
  while (size == 0 && fgets(line, sizeof line, status) != nullptr)
    sscanf(line, "FDSize: %zu", &size);
  fclose(status);
  return size;
}

int growDescriptorTable(int any, size_t size) {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
    return -errno;
  const size_t room = std::min<rlim_t>(size, limit.rlim_cur);
  if (room == 0)
    return -EMFILE;
  // The highest number that fits; the kernel makes the table as large as that requires.
  const int copy = retry([&] { return fcntl(any, F_DUPFD_CLOEXEC, static_cast<int>(room - 1)); });
  if (copy < 0)
    return copy;
  close(copy);
  return 0;
}

} // namespace netlink
