#include "completions.h"

#include "environment.h"
#include "run_queue.h"

namespace binding {

namespace {
// Most requests complete within this time, and a futex sleep and wakeup costs about as much as the request itself.
constexpr std::chrono::microseconds kPollTime{100};
/** Under load, completions are delivered in groups of 16; each push re-arms delivery, so none is lost. */
constexpr size_t kManyStrands = 32;
constexpr size_t kBatchJobs = 16;
} // namespace

Completions::Completions(napi_env env, Environment &environment) : environment_(environment) {
  napi_value name;
  napi_status status = napi_create_string_utf8(env, "netlink-ts", NAPI_AUTO_LENGTH, &name);
  if (status == napi_ok)
    status =
        napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, called, &function_);
  if (status == napi_ok)
    status = napi_unref_threadsafe_function(env, function_);
  if (status != napi_ok)
    throw Napi::Error::New(env, "netlink: cannot create a threadsafe function");
}

bool Completions::acquire() { return napi_acquire_threadsafe_function(function_) == napi_ok; }

void Completions::release() { napi_release_threadsafe_function(function_, napi_tsfn_release); }

void Completions::wake() { napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking); }

void Completions::push(std::unique_ptr<Job> job, const RunQueue &others) {
  {
    const std::lock_guard lock(mutex_);
    finished_.push_back(std::move(job));
    if (wakeScheduled_ || polling_ || (others.size() >= kManyStrands && finished_.size() < kBatchJobs))
      return;
    wakeScheduled_ = true;
  }
  wake();
}

void Completions::begin() {
  const bool before = pending_ + holds_ > 0;
  pending_++;
  keepAlive(before);
}

void Completions::hold() {
  const bool before = pending_ + holds_ > 0;
  holds_++;
  keepAlive(before);
}

void Completions::letGo() {
  holds_--;
  keepAlive(true);
}

/** References the threadsafe function while there is a reason to. */
void Completions::keepAlive(bool before) {
  const bool now = pending_ + holds_ > 0;
  if (now && !before)
    napi_ref_threadsafe_function(environment_.env(), function_);
  if (before && !now)
    napi_unref_threadsafe_function(environment_.env(), function_);
}

bool Completions::poll() {
  bool again = shouldPoll();
  setPolling(again);
  drain(environment_.env());
  if (again && pending_ == 0) {
    again = false;
    setPolling(false);
    // A read of a listener is not among the pending jobs: one that was pushed since drain() woke no thread.
    drain(environment_.env());
  }
  if (!again)
    pollingSince_.reset();
  return again;
}

/** Only for a single job that started a moment ago, and only if polling leaves a processor to the thread that runs it.
 */
bool Completions::shouldPoll() {
  if (pending_ != 1 || !mayPoll_)
    return false;
  const auto now = std::chrono::steady_clock::now();
  if (!pollingSince_)
    pollingSince_ = now;
  return now - *pollingSince_ < kPollTime;
}

void Completions::setPolling(bool on) {
  const std::lock_guard lock(mutex_);
  polling_ = on;
}

void Completions::called(napi_env env, napi_value, void *context, void *) {
  // Without an environment, nothing can be called any more; close() drops the queue.
  if (env != nullptr)
    static_cast<Completions *>(context)->drain(env);
}

void Completions::drain(napi_env env) {
  std::vector<std::unique_ptr<Job>> jobs;
  {
    const std::lock_guard lock(mutex_);
    jobs.swap(finished_);
    wakeScheduled_ = false;
  }
  environment_.pool().respawnThreads();
  for (const std::unique_ptr<Job> &job : jobs) {
    if (job->keepsAlive()) {
      pending_--;
      keepAlive(true);
    }
    settle(env, *job);
  }
}

/** A callback that throws must not prevent the next one. */
void Completions::settle(Napi::Env env, Job &job) {
  const Napi::HandleScope scope(env);
  try {
    job.settle(env);
  } catch (const Napi::Error &thrown) {
    napi_fatal_exception(env, thrown.Value());
  }
}

void Completions::close() {
  finished_.clear();
  napi_release_threadsafe_function(function_, napi_tsfn_abort);
}

} // namespace binding
