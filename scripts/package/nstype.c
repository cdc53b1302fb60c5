// For scripts/package/emulate: qemu does not know the request by which the addon asks a descriptor whether it is a
// network namespace. The name of the descriptor says the same.
#define _GNU_SOURCE
#include <linux/nsfs.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int ioctl(int fd, unsigned long request, ...) {
  va_list rest;
  va_start(rest, request);
  void *argument = va_arg(rest, void *);
  va_end(rest);
  if (request != NS_GET_NSTYPE)
    return (int)syscall(SYS_ioctl, fd, request, argument);
  char path[32], name[32] = "";
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  return readlink(path, name, sizeof name - 1) > 0 && strncmp(name, "net:[", 5) == 0 ? CLONE_NEWNET : 0;
}
