#include "environment.h"

#include "dump_session.h"
#include "listener_session.h"

namespace binding {

Environment::Environment(Napi::Env env)
    : env_(env), home_(netlink::openHome()), completions_(env, *this), pool_(home_, completions_),
      poller_(completions_, pool_.ready()) {
  // Added after the threadsafe function was created, so that it runs before the runtime finalizes that.
  napi_add_env_cleanup_hook(env, ended, this);
}

Environment::~Environment() {
  if (stopped_)
    return;
  napi_remove_env_cleanup_hook(env_, ended, this);
  stop();
}

void Environment::ended(void *self) { static_cast<Environment *>(self)->stop(); }

void Environment::stop() {
  stopped_ = true;
  pool_.stop();
  poller_.stop();
  growth_.stop();
  completions_.close();
  handles_.releaseAll();
}

void Environment::submit(const RefPtr<Strand> &strand, std::unique_ptr<Job> job) {
  if (stopped_)
    return;
  completions_.begin();
  pool_.submit(strand, std::move(job));
}

void Environment::submitAfter(const RefPtr<Strand> &strand, const RefPtr<Strand> &onto, std::unique_ptr<Job> job) {
  if (stopped_)
    return;
  completions_.begin();
  pool_.submitAfter(strand, onto, std::move(job));
}

} // namespace binding
