#include "dump_session.h"

namespace binding {

bool DumpSession::begin() {
  pulls_++;
  if (!begun_ && connection_->closing)
    closed_ = true;
  return !std::exchange(begun_, true);
}

void DumpSession::settled() {
  if (--pulls_ == 0 && closed_)
    releaseSocket();
}

void DumpSession::close() {
  closed_ = true;
  if (pulls_ == 0)
    releaseSocket();
}

void DumpSession::releaseSocket() {
  dump_ = {};
  netns_ = {};
}

int DumpSession::start(netlink::ThreadNetns &thread) {
  const RefPtr<SharedDescriptor> netns = std::exchange(netns_, {});
  netlink::Socket socket;
  int error = connection_->openError();
  if (error == 0)
    error = connection_->openAnother(thread, netns, socket);
  if (error == 0)
    error = resolve(socket);
  if (error != 0)
    return error;
  dump_ = netlink::Dump(std::move(socket));
  started_ = true;
  return dump_.start(request_);
}

/** Writes the indexes of the links that the filter names. */
int DumpSession::resolve(netlink::Socket &socket) {
  for (const netlink::Fixup &fixup : fixups_) {
    if (fixup.name >= names_.size() || fixup.at + sizeof(uint32_t) > request_.size())
      return -EINVAL;
    uint32_t index = 0;
    const int error = socket.resolve(names_[fixup.name], index);
    if (error != 0)
      return error;
    memcpy(request_.data() + fixup.at, &index, sizeof index);
  }
  return 0;
}

netlink::Pulled DumpSession::pull(netlink::ThreadNetns &thread, std::span<uint8_t> into,
                                  const std::atomic<bool> &halted) {
  if (closed_)
    return {-EBADF, false};
  if (ended_)
    return {0, true};
  if (error_ == 0 && !started_)
    error_ = start(thread);
  if (error_ != 0)
    return {error_, false};
  const netlink::Pulled pulled = dump_.pull(into, halted);
  ended_ = pulled.ended;
  if (pulled.length < 0)
    error_ = pulled.length;
  if (ended_)
    connection_->keep(std::move(dump_.socket()));
  if (ended_ || error_ != 0)
    dump_ = {};
  return pulled;
}

} // namespace binding
