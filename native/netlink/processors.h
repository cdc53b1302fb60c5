#pragma once

#include <thread>

namespace binding {

/** With one processor alone, a thread that looks for work keeps the others from doing any. */
inline bool severalProcessors() { return std::thread::hardware_concurrency() > 1; }

} // namespace binding
