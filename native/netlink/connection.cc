#include "connection.h"

namespace binding {

namespace {
constexpr size_t kMaxIdle = 2;
} // namespace

int Connection::openIn(netlink::ThreadNetns &thread, const RefPtr<SharedDescriptor> &netns,
                       netlink::Socket &out) const {
  if (netns) {
    const int refused = thread.enter(netns->get());
    if (refused != 0)
      return refused;
  }
  const int error = out.open(protocol_.number);
  thread.leave();
  return error;
}

int Connection::open(netlink::ThreadNetns &thread) {
  const int error = openIn(thread, netns(), socket_);
  if (error == 0)
    socket_.enlargeBuffers();
  publish();
  openError_ = error;
  return error;
}

void Connection::publish() {
  sendBuffer_ = socket_.sendBuffer();
  receiveBuffer_ = socket_.receiveBuffer();
  port_ = socket_.port();
}

void Connection::close() {
  socket_.close();
  publish();
  const std::lock_guard lock(mutex_);
  closed_ = true;
  idle_.clear();
  netns_ = {};
}

RefPtr<SharedDescriptor> Connection::netns() {
  const std::lock_guard lock(mutex_);
  return netns_;
}

int Connection::openAnother(netlink::ThreadNetns &thread, const RefPtr<SharedDescriptor> &netns, netlink::Socket &out) {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      out = std::move(idle_.back());
      idle_.pop_back();
      return 0;
    }
  }
  return openIn(thread, netns, out);
}

int Connection::openListener(netlink::ThreadNetns &thread, const RefPtr<SharedDescriptor> &netns, bool allNsid,
                             const netlink::Subscription &subscription, netlink::Listener &out) const {
  const int refused = netns ? thread.enter(netns->get()) : 0;
  if (refused != 0)
    return refused;
  const int error = out.open(protocol_.number, allNsid, subscription);
  thread.leave();
  return error;
}

void Connection::keep(netlink::Socket socket) {
  if (socket.peek() != -EAGAIN)
    return;
  const std::lock_guard lock(mutex_);
  if (!closed_ && idle_.size() < kMaxIdle)
    idle_.push_back(std::move(socket));
}

} // namespace binding
