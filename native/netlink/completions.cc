#include "completions.h"

#include "environment.h"

namespace binding {

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

void Completions::push(std::unique_ptr<Job> job) {
  bool first;
  {
    const std::lock_guard lock(mutex_);
    first = finished_.empty();
    finished_.push_back(std::move(job));
  }
  if (first)
    wake();
}

void Completions::begin() {
  if (pending_++ == 0)
    napi_ref_threadsafe_function(environment_.env(), function_);
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
