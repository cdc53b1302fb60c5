// Whatever a caller hands in and whatever comes as an answer: nothing is read or written outside of it, and what is
// reported about it is valid. libFuzzer; see scripts/fuzz.
#include "core/collector.h"
#include "core/exchange.h"

#include <cstdlib>
#include <fuzzer/FuzzedDataProvider.h>

using netlink::Channel;
using netlink::Datagram;
using netlink::Exchange;
using netlink::Fixup;
using netlink::Message;
using netlink::Messages;
using netlink::Outcome;
using netlink::Requests;

namespace {

using Bytes = std::vector<uint8_t>;

constexpr uint32_t kPort = 4711;
constexpr size_t kMostPayload = 96;

void require(bool holds) {
  if (!holds)
    std::abort();
}

/** A message that is mostly well formed, so that the walk comes further than the first length. */
Bytes someMessage(FuzzedDataProvider &data, uint32_t sequence, uint32_t port) {
  const Bytes payload = data.ConsumeBytes<uint8_t>(data.ConsumeIntegralInRange<size_t>(0, kMostPayload));
  nlmsghdr header{};
  header.nlmsg_len = data.ConsumeBool() || data.ConsumeBool() ? static_cast<uint32_t>(sizeof header + payload.size())
                                                              : data.ConsumeIntegral<uint32_t>();
  header.nlmsg_type =
      data.ConsumeBool() ? data.ConsumeIntegralInRange<uint16_t>(0, 128) : data.ConsumeIntegral<uint16_t>();
  header.nlmsg_flags = data.ConsumeIntegral<uint16_t>();
  header.nlmsg_seq = sequence;
  header.nlmsg_pid = port;
  Bytes out(netlink::align4(sizeof header + payload.size()));
  memcpy(out.data(), &header, sizeof header);
  if (!payload.empty())
    memcpy(out.data() + sizeof header, payload.data(), payload.size());
  return out;
}

Bytes someMessages(FuzzedDataProvider &data, uint32_t port) {
  Bytes out;
  uint32_t sequence = data.ConsumeIntegral<uint32_t>();
  for (size_t count = data.ConsumeIntegralInRange<size_t>(0, 12); count > 0; count--) {
    const Bytes next = someMessage(data, sequence, port);
    out.insert(out.end(), next.begin(), next.end());
    sequence += data.ConsumeIntegralInRange<uint32_t>(0, 2);
  }
  const Bytes rest = data.ConsumeBytes<uint8_t>(data.ConsumeIntegralInRange<size_t>(0, 20));
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

/** The walk ends, goes forward, and shows nothing outside of the bytes. */
size_t walked(const Bytes &bytes) {
  Messages messages(bytes);
  Message message;
  size_t count = 0;
  size_t behind = 0;
  while (messages.next(message)) {
    require(message.at >= behind && message.at % 4 == 0 && message.end() <= bytes.size());
    require(message.payload.data() + message.payload.size() <= bytes.data() + bytes.size());
    (void)message.errorCode();
    behind = message.end();
    count++;
  }
  return count;
}

/** A kernel that answers with what the fuzzer makes up. */
class Answers final : public Channel {
public:
  explicit Answers(FuzzedDataProvider &data) : data_(data) {}

  int send(std::span<const uint8_t> datagram) override {
    require(!datagram.empty() && walked({datagram.begin(), datagram.end()}) > 0);
    return data_.ConsumeBool() ? 0 : -data_.ConsumeIntegralInRange<int>(0, 133);
  }
  int receive(std::span<const uint8_t> &datagram) override {
    if (data_.remaining_bytes() == 0)
      return -EAGAIN;
    if (data_.ConsumeIntegralInRange<int>(0, 7) == 0)
      return data_.ConsumeBool() ? -ENOBUFS : -EAGAIN;
    current_ = someMessages(data_, data_.ConsumeBool() ? kPort : 0);
    datagram = current_;
    return 0;
  }
  int resolve(const std::string & /*name*/, uint32_t &index) override {
    index = data_.ConsumeIntegral<uint32_t>();
    return data_.ConsumeBool() ? 0 : -ENODEV;
  }
  size_t sendRoom() const override { return 256; }
  size_t receiveRoom() const override { return 64 << 10; }
  bool ensureSendRoom(size_t /*datagram*/) override { return data_.ConsumeBool(); }
  uint32_t port() const override { return kPort; }

private:
  FuzzedDataProvider &data_;
  Bytes current_;
};

std::vector<Fixup> someFixups(FuzzedDataProvider &data, size_t size) {
  std::vector<Fixup> out(data.ConsumeIntegralInRange<size_t>(0, 4));
  for (Fixup &fixup : out) {
    fixup.at = data.ConsumeBool() ? data.ConsumeIntegralInRange<uint32_t>(0, static_cast<uint32_t>(size))
                                  : data.ConsumeIntegral<uint32_t>();
    fixup.name = data.ConsumeIntegralInRange<uint32_t>(0, 3);
  }
  return out;
}

void exchanged(FuzzedDataProvider &data) {
  Bytes bytes = someMessages(data, 0);
  const size_t count = walked(bytes);
  const std::vector<Fixup> fixups = someFixups(data, bytes.size());
  const std::vector<std::string> names{"a", "b", "c"};
  const Requests requests{
      bytes, fixups, names,
      data.PickValueInArray({netlink::Stop::kNever, netlink::Stop::kDatagram, netlink::Stop::kMessage})};
  if (requests.slip() != nullptr)
    return;
  Answers answers(data);
  const netlink::Protocol protocol{
      .objectMask = 3, .objectBits = 2, .linkChanges = {16, 17}, .linkSettings = {16, 16, {3}}};
  const std::atomic<bool> halted{false};
  const Outcome outcome = Exchange(answers, protocol, requests, halted).run();
  require(outcome.tried <= count && (requests.stop != netlink::Stop::kNever || outcome.tried == count));
  require(outcome.faults.size() % 3 == 0 && outcome.faults.size() / 3 <= count);
  for (size_t i = 2; i < outcome.faults.size(); i += 3)
    require(outcome.faults[i] >= -1 && outcome.faults[i] < static_cast<int32_t>(names.size()));
  Messages replies(outcome.replies);
  Message reply;
  while (replies.next(reply))
    require(reply.header.nlmsg_pid == kPort);
  require(replies.sound());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
  walked({bytes, bytes + size});
  FuzzedDataProvider data(bytes, size);
  exchanged(data);
  return 0;
}
