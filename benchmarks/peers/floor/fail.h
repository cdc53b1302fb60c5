#pragma once

/** Prints what failed and the sentence for errno, and ends the process with status 1. */
_Noreturn void fail(const char *what);

/** Ends the process with status 1 unless what was counted is what was to be there. */
void expect_count(const char *what, unsigned counted, unsigned expected);
