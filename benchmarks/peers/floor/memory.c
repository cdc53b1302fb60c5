#include "memory.h"

#include "fail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long status_field(const char *name) {
  FILE *file = fopen("/proc/self/status", "r");
  if (!file)
    fail("/proc/self/status");
  char line[256];
  long value = -1;
  while (value < 0 && fgets(line, sizeof line, file)) {
    if (strncmp(line, name, strlen(name)) == 0)
      value = strtol(line + strlen(name) + 1, NULL, 10);
  }
  fclose(file);
  return value;
}

long memory_peak(void) { return status_field("VmHWM"); }

long memory_now(void) { return status_field("VmRSS"); }

void memory_forget_peak(void) {
  FILE *file = fopen("/proc/self/clear_refs", "w");
  // proc(5): 5 resets the peak to the current value.
  if (!file || fputs("5", file) < 0 || fclose(file) != 0)
    fail("/proc/self/clear_refs");
}
