#pragma once

#include "completions.h"
#include "semaphore.h"
#include "turns.h"

#include <atomic>
#include <thread>

namespace binding {

/**
 * A few threads of our own, started when there is work and ended when there was none for a while. Strands take turns,
 * job by job. Everything is called on the JavaScript thread.
 */
class Pool {
public:
  Pool(const netlink::Home &home, Completions &completions);

  void submit(const Shared<Strand> &strand, std::unique_ptr<Job> job);
  /** Runs a job on `onto` when what `strand` has been given so far is done. */
  void submitAfter(const Shared<Strand> &strand, const Shared<Strand> &onto, std::unique_ptr<Job> job);

  /** Replaces threads that had to end while there is work. */
  void tend();

  /** Waits for the threads; each ends as soon as its system call returns. Jobs that were not begun are dropped. */
  void stop();
  /** Long jobs look at it between two system calls. */
  const std::atomic<bool> &stopping() const { return stopping_; }

  size_t alive();

private:
  struct Worker {
    std::thread thread;
    bool ended = false;
  };

  static void drop(Strand &strand);
  void schedule(const Shared<Strand> &strand);
  void start();
  bool spawn(Worker &worker);
  void reap();
  void refuseReady(int error);

  // On the threads.
  void work(Worker &worker);
  void serve(Worker &worker, netlink::Place &place);
  bool next(Worker &worker, Shared<Strand> &strand, std::unique_ptr<Job> &job);
  bool pop(Shared<Strand> &strand, std::unique_ptr<Job> &job);
  void finish(const Shared<Strand> &strand, Worker &worker, bool lost);
  void retire(Worker &worker);

  const netlink::Home &home_;
  Completions &completions_;
  const size_t most_;
  std::atomic<bool> stopping_{false};
  Semaphore semaphore_;

  // Guards what follows, and every strand. There is one permit of the semaphore for each ready strand.
  std::mutex mutex_;
  Turns ready_;
  std::vector<std::unique_ptr<Worker>> workers_;
  size_t alive_ = 0;
  size_t idle_ = 0;
};

} // namespace binding
