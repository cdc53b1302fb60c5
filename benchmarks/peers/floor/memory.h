#pragma once

/** Peak of the resident set of this process in KiB. (ru_maxrss would count the process before exec as well.) */
long memory_peak(void);

/** The resident set now, in KiB. */
long memory_now(void);

/** Makes the peak what is resident now. */
void memory_forget_peak(void);
