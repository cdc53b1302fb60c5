#define _GNU_SOURCE
#include "netns.h"

#include "fail.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

#define FOLDER "/run/netns"
#define OWN "/proc/thread-self/ns/net"

enum { PATH = 64 };

static void path_of(char *path, const char *name) { snprintf(path, PATH, FOLDER "/%s", name); }

static int opened(const char *path, int flags) {
  const int fd = open(path, flags | O_CLOEXEC, 0444);
  if (fd < 0)
    fail(path);
  return fd;
}

void netns_prepare(void) {
  if (mount(FOLDER, FOLDER, "none", MS_BIND | MS_REC, NULL) < 0)
    fail("bind " FOLDER);
  if (mount("", FOLDER, "none", MS_SHARED | MS_REC, NULL) < 0)
    fail("share " FOLDER);
}

int netns_make(const char *name) {
  char path[PATH];
  path_of(path, name);
  close(opened(path, O_RDONLY | O_CREAT | O_EXCL));
  if (unshare(CLONE_NEWNET) < 0)
    fail("unshare");
  if (mount(OWN, path, "none", MS_BIND, NULL) < 0)
    fail("mount");
  return netns_open_own();
}

int netns_open_own(void) { return opened(OWN, O_RDONLY); }

int netns_open(const char *name) {
  char path[PATH];
  path_of(path, name);
  return opened(path, O_RDONLY);
}

void netns_enter(int netns) {
  if (setns(netns, CLONE_NEWNET) < 0)
    fail("setns");
}

unsigned netns_count(void) {
  DIR *folder = opendir(FOLDER);
  if (!folder)
    fail(FOLDER);
  unsigned count = 0;
  for (const struct dirent *entry; (entry = readdir(folder));)
    count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}
