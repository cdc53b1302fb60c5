#pragma once

#include "completions.h"
#include "ref_counted.h"

#include "../core/descriptor.h"

#include <atomic>
#include <map>
#include <thread>
#include <vector>

namespace binding {

class ListenerSession;
class ReadJob;

/**
 * Waits for all listeners of one environment and reads them, on one thread, which exists while there is a listener. A
 * listener is only waited for while JavaScript has a read in progress: nothing is queued between this thread and
 * JavaScript, and what is not read stays in the receive buffer of the socket. Public functions are called on the
 * JavaScript thread.
 */
class Poller {
public:
  Poller(Completions &completions, const RunQueue &ready);
  Poller(const Poller &) = delete;
  ~Poller();

  /** Takes on an open listener; 0 or a negative errno. */
  int add(const RefPtr<ListenerSession> &session);
  /** Reads as soon as there is something to read. One read at a time. */
  void read(ListenerSession &session, std::unique_ptr<ReadJob> job);
  /** The read in progress completes, even with nothing; if there is none, the next one. */
  void flush(ListenerSession &session);
  /** Ends the read in progress with -EBADF. */
  void remove(ListenerSession &session);

  /** Joins the thread. Reads in progress are dropped. */
  void stop();

private:
  int start();
  int openWakeup();
  int wait(const RefPtr<ListenerSession> &session);
  void arm(ListenerSession &session);
  void wake();
  void join();

  // On the thread.
  void work();
  bool woken(std::vector<RefPtr<ListenerSession>> &due);
  void serve(const RefPtr<ListenerSession> &session);

  Completions &completions_;
  const RunQueue &ready_;
  std::thread thread_;
  netlink::Descriptor epoll_;
  netlink::Descriptor wakeup_;
  std::atomic<bool> stopping_{false};

  // Guards what follows, and the pending read of every session.
  std::mutex mutex_;
  bool running_ = false;
  uint64_t lastId_ = 0;
  std::map<uint64_t, RefPtr<ListenerSession>> sessions_;
  std::vector<RefPtr<ListenerSession>> flushed_;
};

} // namespace binding
