#include "poller.h"

#include "listener_session.h"
#include "signals_blocked.h"

#include <cerrno>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

namespace binding {

namespace {
constexpr uint64_t kWakeup = 0;
constexpr int kMaxEvents = 16;
} // namespace

Poller::Poller(Completions &completions, const RunQueue &ready) : completions_(completions), ready_(ready) {}

Poller::~Poller() = default;

int Poller::add(const RefPtr<ListenerSession> &session) {
  for (;;) {
    const int error = start();
    if (error != 0)
      return error;
    const std::lock_guard lock(mutex_);
    // The thread may have ended meanwhile, because the last listener was removed just before.
    if (running_)
      return wait(session);
  }
}

/** Adds it to those that the thread waits for. */
int Poller::wait(const RefPtr<ListenerSession> &session) {
  epoll_event event{};
  event.events = EPOLLONESHOT;
  event.data.u64 = ++lastId_;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, session->listener().descriptor(), &event) < 0)
    return -errno;
  session->id = lastId_;
  sessions_[lastId_] = session;
  return 0;
}

/** Starts the thread if there is none. */
int Poller::start() {
  {
    const std::lock_guard lock(mutex_);
    if (running_)
      return 0;
  }
  join();
  const int error = openWakeup();
  if (error != 0)
    return error;
  if (!completions_.acquire())
    return -EAGAIN;
  const SignalsBlocked blocked;
  try {
    running_ = true;
    thread_ = std::thread([this] { work(); });
  } catch (const std::system_error &) {
    running_ = false;
    completions_.release();
    return -EAGAIN;
  }
  return 0;
}

int Poller::openWakeup() {
  stopping_ = false;
  epoll_ = netlink::Descriptor(epoll_create1(EPOLL_CLOEXEC));
  wakeup_ = netlink::Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeup;
  if (epoll_ && wakeup_ && epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, wakeup_.get(), &event) == 0)
    return 0;
  const int error = -errno;
  epoll_.close();
  wakeup_.close();
  return error;
}

void Poller::read(ListenerSession &session, std::unique_ptr<ReadJob> job) {
  const std::lock_guard lock(mutex_);
  if (session.id == 0 || session.pending) {
    job->refuse(session.id == 0 ? -EBADF : -EBUSY);
    completions_.push(std::move(job), ready_);
    return;
  }
  session.pending = std::move(job);
  if (!session.flushing)
    return arm(session);
  flushed_.emplace_back(&session);
  wake();
}

void Poller::arm(ListenerSession &session) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLONESHOT;
  event.data.u64 = session.id;
  epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, session.listener().descriptor(), &event);
}

void Poller::flush(ListenerSession &session) {
  const std::lock_guard lock(mutex_);
  session.flushing = true;
  if (session.id == 0 || !session.pending)
    return;
  flushed_.emplace_back(&session);
  wake();
}

void Poller::wake() {
  const uint64_t one = 1;
  while (write(wakeup_.get(), &one, sizeof one) < 0 && errno == EINTR)
    ;
}

void Poller::remove(ListenerSession &session) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(session.id);
  if (found == sessions_.end())
    return;
  session.id = 0;
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, session.listener().descriptor(), nullptr);
  if (session.pending) {
    session.pending->refuse(-EBADF);
    completions_.push(std::move(session.pending), ready_);
  }
  sessions_.erase(found);
  if (sessions_.empty())
    wake();
}

void Poller::stop() {
  stopping_ = true;
  {
    const std::lock_guard lock(mutex_);
    if (wakeup_)
      wake();
  }
  join();
  for (const auto &[id, session] : sessions_) {
    session->id = 0;
    session->pending.reset();
  }
  sessions_.clear();
  flushed_.clear();
}

void Poller::join() {
  if (thread_.joinable())
    thread_.join();
}

// What follows runs on the thread.

void Poller::work() {
  prctl(PR_SET_NAME, "netlink-ts");
  epoll_event events[kMaxEvents];
  for (;;) {
    const int count = epoll_wait(epoll_.get(), events, kMaxEvents, -1);
    std::vector<RefPtr<ListenerSession>> due;
    bool over = false;
    for (int i = 0; i < count; i++) {
      if (events[i].data.u64 == kWakeup) {
        over = woken(due);
        continue;
      }
      const std::lock_guard lock(mutex_);
      const auto found = sessions_.find(events[i].data.u64);
      if (found != sessions_.end())
        due.push_back(found->second);
    }
    for (const RefPtr<ListenerSession> &session : due)
      serve(session);
    if (over)
      break;
  }
  completions_.release();
}

/** Takes the flushed listeners; true if the thread must end. */
bool Poller::woken(std::vector<RefPtr<ListenerSession>> &due) {
  uint64_t count;
  const ssize_t size = ::read(wakeup_.get(), &count, sizeof count);
  static_cast<void>(size);
  const std::lock_guard lock(mutex_);
  for (RefPtr<ListenerSession> &session : flushed_)
    due.push_back(std::move(session));
  flushed_.clear();
  if (!stopping_ && !sessions_.empty())
    return false;
  running_ = false;
  epoll_.close();
  wakeup_.close();
  return true;
}

void Poller::serve(const RefPtr<ListenerSession> &session) {
  std::unique_ptr<ReadJob> job;
  {
    const std::lock_guard lock(mutex_);
    job = std::move(session->pending);
    if (!job)
      return;
    job->flushed = std::exchange(session->flushing, false);
  }
  job->receive(session->listener(), stopping_);
  completions_.push(std::move(job), ready_);
}

} // namespace binding
