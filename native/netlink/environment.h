#pragma once

#include "handle_ring.h"
#include "poller.h"
#include "pool.h"
#include "table_growth.h"

#include "../core/descriptor.h"

namespace binding {

class Connection;
class DumpSession;
class ListenerSession;

/** A descriptor that a JavaScript object and the jobs that use it share. */
class SharedDescriptor : public RefCounted {
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
  /** What JavaScript objects own until they are collected or the environment ends. */
  HandleRing &handles() { return handles_; }
  Pool &pool() { return pool_; }
  Poller &poller() { return poller_; }
  Completions &completions() { return completions_; }
  size_t pending() const { return completions_.pending(); }
  bool poll() { return completions_.poll(); }

  /** A descriptor was or will be opened. */
  void expectDescriptor() { growth_.expect(home_.netns.get()); }

  void submit(const RefPtr<Strand> &strand, std::unique_ptr<Job> job);
  void submitAfter(const RefPtr<Strand> &strand, const RefPtr<Strand> &onto, std::unique_ptr<Job> job);

  /** Passed to the constructor of the next object: only the addon constructs these. */
  RefPtr<SharedDescriptor> nextDescriptor;
  RefPtr<DumpSession> nextDump;
  RefPtr<ListenerSession> nextListener;
  Napi::FunctionReference descriptorClass;
  Napi::FunctionReference dumpClass;
  Napi::FunctionReference listenerClass;
  /** The array `address` of types/native.d.ts, which lives as long as the environment. */
  Napi::Reference<Napi::Uint8Array> address;

private:
  static void ended(void *self);
  void stop();

  const Napi::Env env_;
  const netlink::Home home_;
  Completions completions_;
  Pool pool_;
  Poller poller_;
  TableGrowth growth_;
  HandleRing handles_;
  bool stopped_ = false;
};

} // namespace binding
