#pragma once

#include <thread>

namespace binding {

/** With a single processor, a spinning thread prevents the others from working. */
inline bool severalProcessors() { return std::thread::hardware_concurrency() > 1; }

} // namespace binding
