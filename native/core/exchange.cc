#include "exchange.h"

#include "collector.h"

#include <algorithm>
#include <cerrno>

namespace netlink {

namespace {
// The kernel copies a datagram into contiguous memory: larger ones fall out of the cache before they are parsed, and
// are harder to allocate.
constexpr size_t kMaxDatagramBytes = 112 << 10;
} // namespace

const char *Requests::slip() const {
  Messages messages(bytes);
  Message message;
  size_t next = 0;
  uint32_t before = 0;
  while (messages.next(message)) {
    const uint32_t sequence = message.header.nlmsg_seq;
    if (message.at > 0 && static_cast<int32_t>(sequence - before) <= 0)
      return "sequence numbers must increase";
    before = sequence;
    for (size_t free = message.at + sizeof message.header; next < fixups.size(); next++) {
      const Fixup &fixup = fixups[next];
      if (fixup.at < free || fixup.name >= names.size())
        return "a fixup is out of order or has no name";
      if (fixup.at + sizeof(uint32_t) > message.end())
        break;
      free = fixup.at + sizeof(uint32_t);
    }
  }
  if (!messages.sound())
    return "a message has an invalid length";
  return next < fixups.size() ? "a fixup is outside the messages" : nullptr;
}

Exchange::Exchange(Channel &channel, const Protocol &protocol, const Requests &requests,
                   const std::atomic<bool> &halted)
    : channel_(channel), protocol_(protocol), requests_(requests), halted_(halted), names_(channel, requests.names),
      datagram_(protocol) {}

Outcome Exchange::run() {
  Messages messages(requests_.bytes);
  Message message;
  while (!over_ && messages.next(message))
    take(message);
  flush();
  return std::move(outcome_);
}

Outcome Exchange::refused(const Requests &requests, int error) {
  Outcome outcome;
  Messages messages(requests.bytes);
  Message message;
  while (messages.next(message)) {
    outcome.faults.insert(outcome.faults.end(), {static_cast<int32_t>(message.header.nlmsg_seq), error, -1});
    outcome.tried++;
  }
  return outcome;
}

void Exchange::take(const Message &message) {
  uint32_t name = 0;
  const int unresolved = resolve(message, name);
  // What precedes a failure is sent; it may itself fail.
  if (unresolved != 0 && requests_.stop != Stop::kNever)
    flush();
  if (over_)
    return;
  if (unresolved != 0) {
    outcome_.tried++;
    fault(message.header.nlmsg_seq, unresolved, static_cast<int32_t>(name));
  } else if (!roomFor(message)) {
    outcome_.tried++;
    fault(message.header.nlmsg_seq, -EMSGSIZE, -1);
  } else if (!over_) {
    add(message);
  }
}

/** Writes link indexes into one message. If the open datagram changes names, it must be sent before the lookup. */
int Exchange::resolve(const Message &message, uint32_t &name) {
  int error = 0;
  for (; nextFixup_ < requests_.fixups.size(); nextFixup_++) {
    const Fixup &fixup = requests_.fixups[nextFixup_];
    if (fixup.at + sizeof(uint32_t) > message.end())
      break;
    if (error != 0 || over_)
      continue;
    if (datagram_.changesNames() && !names_.knows(fixup.name))
      flush();
    uint32_t index = 0;
    error = names_.resolve(fixup.name, index);
    name = fixup.name;
    memcpy(requests_.bytes.data() + fixup.at, &index, sizeof index);
  }
  return error;
}

/** Sends the open datagram if this message does not fit; false if it fits into none. */
bool Exchange::roomFor(const Message &message) {
  const Budget budget{std::min(channel_.sendRoom(), kMaxDatagramBytes), channel_.receiveRoom()};
  if (!datagram_.fits(message, budget))
    flush();
  const size_t length = message.header.nlmsg_len;
  return length <= channel_.sendRoom() || channel_.ensureSendRoom(length);
}

void Exchange::add(const Message &message) {
  const NameEffect effect = protocol_.nameEffect(message);
  datagram_.add(message, effect);
  outcome_.tried++;
  if (effect == NameEffect::kAdds)
    names_.forgetMissing();
  else if (effect == NameEffect::kMoves)
    names_.forget();
  setAck(message.at, false);
  if (requests_.stop == Stop::kMessage)
    flush();
}

/** Only the last message of a datagram requests an ack; earlier messages are acknowledged only on error. */
void Exchange::setAck(size_t at, bool on) {
  uint8_t *field = requests_.bytes.data() + at + offsetof(nlmsghdr, nlmsg_flags);
  uint16_t flags;
  memcpy(&flags, field, sizeof flags);
  flags = static_cast<uint16_t>(on ? flags | NLM_F_ACK : flags & ~NLM_F_ACK);
  memcpy(field, &flags, sizeof flags);
}

void Exchange::flush() {
  if (datagram_.empty())
    return;
  setAck(datagram_.last(), true);
  const int error = channel_.send(requests_.bytes.subspan(datagram_.begin(), datagram_.end() - datagram_.begin()));
  // -ENOBUFS from sendto means that nothing was executed; elsewhere it means that a reply was lost.
  if (error != 0)
    faultUnanswered(error == -ENOBUFS ? -ENOMEM : error);
  else
    collect();
  datagram_.clear();
  over_ = over_ || halted_.load(std::memory_order_relaxed);
}

void Exchange::collect() {
  Collector collector(datagram_.pending(), channel_.port(), outcome_.replies);
  bool lost = false;
  for (;;) {
    std::span<const uint8_t> datagram;
    const int error = channel_.receive(datagram);
    if (error == 0)
      collector.take(datagram);
    else if (error == -ENOBUFS)
      lost = true;
    else
      break;
    // After an overrun the queue must be drained: until then the kernel drops every further reply.
    if (collector.closed() && !lost)
      break;
  }
  if (requests_.stop != Stop::kNever && collector.refused())
    over_ = true;
  if (lost || !collector.closed())
    faultUnanswered(-ENOBUFS);
}

void Exchange::faultUnanswered(int error) {
  for (const PendingRequest &request : datagram_.pending()) {
    if (!request.answered)
      fault(request.sequence, error, -1);
  }
}

void Exchange::fault(uint32_t sequence, int error, int32_t name) {
  outcome_.faults.insert(outcome_.faults.end(), {static_cast<int32_t>(sequence), error, name});
  over_ = over_ || requests_.stop != Stop::kNever;
}

} // namespace netlink
