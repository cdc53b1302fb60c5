#pragma once

#include <cstddef>

namespace netlink {

/** How many descriptors this process can open before the kernel has to enlarge its table; 0 if that is unknown. */
size_t descriptorTableSize();

/**
 * Has the kernel enlarge the table, to at most what RLIMIT_NOFILE allows. In a process with several threads that takes
 * up to 20 ms, because the kernel waits for an RCU grace period (expand_fdtable in fs/file.c), as does every thread
 * that opens a descriptor for which there is no room yet. `any` is an open descriptor. 0 or a negative errno.
 */
int growDescriptorTable(int any, size_t size);

} // namespace netlink
