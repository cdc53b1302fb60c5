#include "completions.h"

#include "environment.h"
#include "turns.h"

namespace binding {

namespace {
/** Most requests are done by then. To be woken from sleep takes a thread about as long as their work takes the kernel.
 */
constexpr std::chrono::microseconds kLook{100};
/** While so many strands wait for a thread, jobs are told sixteen at a time. None is forgotten: whatever waits as one
 * is pushed will itself be pushed later. */
constexpr size_t kPlenty = 32;
constexpr size_t kTogether = 16;
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
    throw Napi::Error::New(env, "netlink: no threadsafe function could be made");
}

bool Completions::hold() { return napi_acquire_threadsafe_function(function_) == napi_ok; }

void Completions::letGo() { napi_release_threadsafe_function(function_, napi_tsfn_release); }

void Completions::wake() { napi_call_threadsafe_function(function_, nullptr, napi_tsfn_nonblocking); }

void Completions::push(std::unique_ptr<Job> job, const Turns &others) {
  {
    const std::lock_guard lock(mutex_);
    finished_.push_back(std::move(job));
    if (told_ || watched_ || (others.size() >= kPlenty && finished_.size() < kTogether))
      return;
    told_ = true;
  }
  wake();
}

void Completions::begin() {
  if (pending_++ == 0)
    napi_ref_threadsafe_function(environment_.env(), function_);
}

bool Completions::look() {
  bool again = worthLooking();
  watch(again);
  drain(environment_.env());
  if (again && pending_ == 0) {
    again = false;
    watch(false);
  }
  if (!again)
    lookingSince_.reset();
  return again;
}

/** For one job alone that began just now, where this thread does not take the processor from the one that does it. */
bool Completions::worthLooking() {
  if (pending_ != 1 || !mayLook_)
    return false;
  const auto now = std::chrono::steady_clock::now();
  if (!lookingSince_)
    lookingSince_ = now;
  return now - *lookingSince_ < kLook;
}

void Completions::watch(bool on) {
  const std::lock_guard lock(mutex_);
  watched_ = on;
}

void Completions::called(napi_env env, napi_value, void *context, void *) {
  // Without an environment nothing can be called any more; what is queued is dropped by `close`.
  if (env != nullptr)
    static_cast<Completions *>(context)->drain(env);
}

void Completions::drain(napi_env env) {
  std::vector<std::unique_ptr<Job>> jobs;
  {
    const std::lock_guard lock(mutex_);
    jobs.swap(finished_);
    told_ = false;
  }
  environment_.pool().tend();
  for (const std::unique_ptr<Job> &job : jobs) {
    if (--pending_ == 0)
      napi_unref_threadsafe_function(env, function_);
    settle(env, *job);
  }
}

/** A callback that throws must not keep the next one from being called. */
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
