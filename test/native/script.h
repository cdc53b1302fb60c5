#pragma once

#include "core/exchange.h"

#include <deque>
#include <functional>
#include <map>

using Bytes = std::vector<uint8_t>;

constexpr uint32_t kPort = 4711;

/** As lib/protocol/rtnetlink.ts describes it. */
extern const netlink::Protocol kRtnetlink;
/** A protocol of which every request may be answered with an object, and none changes a link. */
extern const netlink::Protocol kOther;

/** One message, ready to be put behind others. */
Bytes message(uint16_t type, uint32_t sequence, uint16_t flags = 0, const Bytes &payload = {}, uint32_t port = 0);
/** NLMSG_ERROR as the kernel writes it with NETLINK_CAP_ACK: the error and the header of the request. */
Bytes ack(uint32_t sequence, int error, uint16_t flags = 0, uint32_t port = kPort);
Bytes join(std::initializer_list<Bytes> parts);
Bytes operator+(Bytes left, const Bytes &right);

/** A channel whose answers are written down beforehand. */
class Script : public netlink::Channel {
public:
  struct Answer {
    int error;
    Bytes datagram;
  };

  /** What is put into the queue when a datagram is sent. */
  std::function<void(const Bytes &)> onSend = [](const Bytes &) {};
  std::deque<Answer> queue;
  std::vector<Bytes> sent;
  std::vector<int> sendErrors;
  std::map<std::string, uint32_t> links;
  std::vector<std::string> looked;
  size_t room = 4 << 20;
  size_t widest = 4 << 20;
  size_t answers = 8 << 20;

  void answer(Bytes datagram) { queue.push_back({0, std::move(datagram)}); }
  void fail(int error) { queue.push_back({error, {}}); }
  /** As the kernel does when all succeeds: a ack for each request with NLM_F_ACK. */
  void acknowledge();

  int send(std::span<const uint8_t> datagram) override;
  int receive(std::span<const uint8_t> &datagram) override;
  int resolve(const std::string &name, uint32_t &index) override;
  size_t sendRoom() const override { return room; }
  size_t receiveRoom() const override { return answers; }
  bool ensureSendRoom(size_t datagram) override;
  uint32_t port() const override { return kPort; }

private:
  Bytes current_;
};

/** The headers of the messages in a datagram. */
std::vector<nlmsghdr> headers(const Bytes &datagram);
