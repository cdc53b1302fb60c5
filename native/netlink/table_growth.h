#pragma once

#include <atomic>
#include <cstddef>
#include <thread>

namespace binding {

/**
 * Enlarges the descriptor table of the process in time, on a thread of its own, once the addon owns many descriptors:
 * otherwise the threads that make a hundred namespaces wait for the kernel to do so, 10 to 40 ms in all. Public
 * functions are called on the JavaScript thread.
 */
class TableGrowth {
public:
  TableGrowth() = default;
  TableGrowth(const TableGrowth &) = delete;

  /** A descriptor was or will be opened; `any` is an open one. */
  void expect(int any);
  /** Joins the thread. */
  void stop();

private:
  void grow(int any);

  /** Number of owned descriptors from which the table grows. */
  int from_ = 8;
  size_t size_ = 2048;
  std::atomic<bool> busy_{false};
  std::thread thread_;
};

} // namespace binding
