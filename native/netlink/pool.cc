#include "pool.h"

#include "signals_blocked.h"

#include <algorithm>
#include <cerrno>
#include <sys/prctl.h>
#include <system_error>

namespace binding {

namespace {

constexpr int kIdleMilliseconds = 2000;

size_t maxThreads() { return std::clamp<size_t>(std::thread::hardware_concurrency(), 2, 4); }

} // namespace

Pool::Pool(const netlink::Home &home, Completions &completions)
    : home_(home), completions_(completions), maxThreads_(maxThreads()) {}

void Pool::submit(const RefPtr<Strand> &strand, std::unique_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  strand->queue.push_back({std::move(job), {}});
  schedule(strand);
  start();
}

void Pool::submitAfter(const RefPtr<Strand> &strand, const RefPtr<Strand> &onto, std::unique_ptr<Job> job) {
  const std::lock_guard lock(mutex_);
  if (strand->scheduled) {
    onto->blocked = true;
    strand->queue.push_back({std::move(job), onto});
  } else {
    onto->queue.push_back({std::move(job), {}});
    schedule(onto);
    start();
  }
}

/** Breaks the reference cycle between jobs and their strand. */
void Pool::drop(Strand &strand) {
  for (const Queued &queued : strand.queue) {
    if (queued.onto)
      queued.onto->queue.clear();
  }
  strand.queue.clear();
}

void Pool::respawnThreads() {
  const std::lock_guard lock(mutex_);
  start();
}

void Pool::stop() {
  stopping_ = true;
  for (size_t i = 0; i < maxThreads_; i++)
    semaphore_.release();
  for (const std::unique_ptr<Worker> &worker : workers_)
    worker->thread.join();
  workers_.clear();
  while (!ready_.empty())
    drop(*ready_.take());
}

size_t Pool::alive() {
  const std::lock_guard lock(mutex_);
  return alive_;
}

// The functions down to `work` are called with the mutex held.

void Pool::schedule(const RefPtr<Strand> &strand) {
  if (strand->scheduled || strand->blocked || strand->queue.empty())
    return;
  strand->scheduled = true;
  ready_.add(strand);
  semaphore_.release();
}

void Pool::start() {
  while (ready_.size() > idle_ && alive_ < maxThreads_) {
    reap();
    workers_.push_back(std::make_unique<Worker>());
    if (spawn(*workers_.back()))
      continue;
    workers_.pop_back();
    if (alive_ == 0)
      refuseReady(-EAGAIN);
    return;
  }
}

bool Pool::spawn(Worker &worker) {
  if (stopping_ || !completions_.acquire())
    return false;
  const SignalsBlocked blocked;
  try {
    worker.thread = std::thread([this, &worker] { work(worker); });
  } catch (const std::system_error &) {
    completions_.release();
    return false;
  }
  alive_++;
  idle_++;
  return true;
}

void Pool::reap() {
  std::erase_if(workers_, [](const std::unique_ptr<Worker> &worker) {
    if (worker->ended)
      worker->thread.join();
    return worker->ended;
  });
}

/** If no thread can be started, or none that is in its home namespace. */
void Pool::refuseReady(int error) {
  RefPtr<Strand> strand;
  std::unique_ptr<Job> job;
  while (!ready_.empty()) {
    if (!pop(strand, job))
      continue;
    job->refuse(error);
    completions_.push(std::move(job), ready_);
    strand->scheduled = false;
    schedule(strand);
  }
}

/** The next job; false if that was only moved to another strand. */
bool Pool::pop(RefPtr<Strand> &strand, std::unique_ptr<Job> &job) {
  strand = ready_.take();
  Queued queued = std::move(strand->queue.front());
  strand->queue.pop_front();
  job = std::move(queued.job);
  if (!queued.onto)
    return true;
  queued.onto->blocked = false;
  queued.onto->queue.push_front({std::move(job), {}});
  schedule(queued.onto);
  strand->scheduled = false;
  schedule(strand);
  return false;
}

void Pool::retire(Worker &worker) {
  worker.ended = true;
  alive_--;
}

// What follows runs on the threads.

void Pool::work(Worker &worker) {
  prctl(PR_SET_NAME, "netlink-ts");
  netlink::ThreadNetns thread(home_);
  // It may have been started while the JavaScript thread was in another namespace.
  const int error = thread.returnHome();
  if (error == 0) {
    serve(worker, thread);
  } else {
    const std::lock_guard lock(mutex_);
    idle_--;
    if (alive_ == 1)
      refuseReady(error);
    retire(worker);
  }
  completions_.release();
}

void Pool::serve(Worker &worker, netlink::ThreadNetns &thread) {
  RefPtr<Strand> strand;
  std::unique_ptr<Job> job;
  while (next(worker, strand, job)) {
    job->run(thread);
    completions_.push(std::move(job), ready_);
    finish(strand, worker, thread.lost());
    strand = {};
    if (thread.lost())
      return;
  }
}

bool Pool::next(Worker &worker, RefPtr<Strand> &strand, std::unique_ptr<Job> &job) {
  for (;;) {
    const bool permitted = semaphore_.acquire(kIdleMilliseconds);
    const std::lock_guard lock(mutex_);
    if (stopping_ || (!permitted && ready_.empty())) {
      idle_--;
      retire(worker);
      return false;
    }
    if (permitted && !ready_.empty() && pop(strand, job)) {
      idle_--;
      return true;
    }
  }
}

void Pool::finish(const RefPtr<Strand> &strand, Worker &worker, bool lost) {
  const std::lock_guard lock(mutex_);
  strand->scheduled = false;
  schedule(strand);
  if (!lost) {
    idle_++;
    return;
  }
  retire(worker);
  if (!ready_.empty())
    completions_.wake();
}

} // namespace binding
