#include "listing.h"

namespace binding {

bool Listing::begin() {
  pulls_++;
  if (!begun_ && connection_->closing)
    closed_ = true;
  return !std::exchange(begun_, true);
}

void Listing::settled() {
  if (--pulls_ == 0 && closed_)
    letGo();
}

void Listing::close() {
  closed_ = true;
  if (pulls_ == 0)
    letGo();
}

void Listing::letGo() {
  dump_ = {};
  netns_ = {};
}

int Listing::start(netlink::Place &place) {
  const Shared<SharedDescriptor> netns = std::exchange(netns_, {});
  netlink::Socket socket;
  int error = connection_->openError();
  if (error == 0)
    error = connection_->openAnother(place, netns, socket);
  if (error == 0)
    error = resolve(socket);
  if (error != 0)
    return error;
  dump_ = netlink::Dump(std::move(socket));
  started_ = true;
  return dump_.start(request_);
}

/** Writes the indexes of the links that the filter names. */
int Listing::resolve(netlink::Socket &socket) {
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

netlink::Pulled Listing::pull(netlink::Place &place, std::span<uint8_t> into, const std::atomic<bool> &halted) {
  if (closed_)
    return {-EBADF, false};
  if (ended_)
    return {0, true};
  if (error_ == 0 && !started_)
    error_ = start(place);
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
