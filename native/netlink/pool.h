#pragma once

#include "completions.h"
#include "run_queue.h"
#include "semaphore.h"

#include <atomic>
#include <thread>

namespace binding {

/**
 * The addon's threads: started when there is work, and ended after a while without any. Strands are served job by
 * job. Public functions are called on the JavaScript thread.
 */
class Pool {
public:
  Pool(const netlink::Home &home, Completions &completions);

  void submit(const RefPtr<Strand> &strand, std::unique_ptr<Job> job);
  /** Runs a job on `onto` once all jobs submitted to `strand` so far are done. */
  void submitAfter(const RefPtr<Strand> &strand, const RefPtr<Strand> &onto, std::unique_ptr<Job> job);

  /** Replaces threads that had to exit while there is work. */
  void respawnThreads();

  /** Joins the threads; each exits as soon as its system call returns. Jobs that have not started are dropped. */
  void stop();
  /** Long jobs check it between two system calls. */
  const std::atomic<bool> &stopping() const { return stopping_; }

  size_t alive();
  /** The strands that wait for a thread. */
  const RunQueue &ready() const { return ready_; }

private:
  struct Worker {
    std::thread thread;
    bool ended = false;
  };

  static void drop(Strand &strand);
  void schedule(const RefPtr<Strand> &strand);
  void start();
  bool spawn(Worker &worker);
  void reap();
  void refuseReady(int error);

  // On the threads.
  void work(Worker &worker);
  void serve(Worker &worker, netlink::ThreadNetns &thread);
  bool next(Worker &worker, RefPtr<Strand> &strand, std::unique_ptr<Job> &job);
  bool pop(RefPtr<Strand> &strand, std::unique_ptr<Job> &job);
  void finish(const RefPtr<Strand> &strand, Worker &worker, bool lost);
  void retire(Worker &worker);

  const netlink::Home &home_;
  Completions &completions_;
  const size_t maxThreads_;
  std::atomic<bool> stopping_{false};
  Semaphore semaphore_;

  // Guards what follows, and every strand. There is one permit of the semaphore for each ready strand.
  std::mutex mutex_;
  RunQueue ready_;
  std::vector<std::unique_ptr<Worker>> workers_;
  size_t alive_ = 0;
  size_t idle_ = 0;
};

} // namespace binding
