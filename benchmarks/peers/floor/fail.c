#include "fail.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail(const char *what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(1);
}

void expect_count(const char *what, unsigned counted, unsigned expected) {
  if (counted == expected)
    return;
  fprintf(stderr, "floor: %u %s instead of %u\n", counted, what, expected);
  exit(1);
}
