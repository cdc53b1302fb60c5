#pragma once

#include "held.h"
#include "pool.h"

#include "../core/descriptor.h"

namespace binding {

class Connection;
class Listing;

/** A descriptor that a JavaScript object and the jobs that use it share. */
class SharedDescriptor : public Counted {
public:
  explicit SharedDescriptor(netlink::Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  int get() const { return descriptor_.get(); }

private:
  netlink::Descriptor descriptor_;
};

/** The addon's state in one environment: the main thread or one worker of the runtime. */
class Environment {
public:
  explicit Environment(Napi::Env env);
  Environment(const Environment &) = delete;
  ~Environment();

  static Environment &of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }

  napi_env env() const { return env_; }
  /** What JavaScript objects hold until they are collected, or the environment ends. */
  Hold &held() { return held_; }
  Pool &pool() { return pool_; }
  size_t pending() const { return completions_.pending(); }
  bool look() { return completions_.look(); }

  void submit(const Shared<Strand> &strand, std::unique_ptr<Job> job);
  void submitAfter(const Shared<Strand> &strand, const Shared<Strand> &onto, std::unique_ptr<Job> job);

  /** What the constructor of the next object takes over: only the addon makes these. */
  Shared<SharedDescriptor> nextDescriptor;
  Shared<Listing> nextDump;
  Napi::FunctionReference descriptorClass;
  Napi::FunctionReference dumpClass;

private:
  static void ended(void *self);
  void stop();

  const Napi::Env env_;
  const netlink::Home home_;
  Completions completions_;
  Pool pool_;
  Hold held_;
  bool stopped_ = false;
};

} // namespace binding
