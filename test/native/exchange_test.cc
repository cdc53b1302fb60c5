#include "check.h"
#include "script.h"

#include <linux/rtnetlink.h>

using netlink::Exchange;
using netlink::Outcome;
using netlink::Requests;
using netlink::Stop;

namespace {

std::atomic<bool> halted{false};

Outcome run(Script &script, Bytes requests, Stop stop = Stop::kNever) {
  return Exchange(script, kRtnetlink, Requests{requests, {}, {}, stop}, halted).run();
}

/** `count` new routes with sequence numbers from 1. */
Bytes routes(uint32_t count, size_t payload = 28, uint16_t flags = NLM_F_REQUEST) {
  Bytes out;
  for (uint32_t i = 1; i <= count; i++)
    out = std::move(out) + message(RTM_NEWROUTE, i, flags, Bytes(payload));
  return out;
}

using Faults = std::vector<int32_t>;

} // namespace

TEST("requests travel in one datagram, and only the last one requests an ack") {
  Script script;
  script.acknowledge();
  const Outcome outcome = run(script, routes(3, 28, NLM_F_REQUEST | NLM_F_ACK));
  CHECK(script.sent.size() == 1);
  const auto sent = headers(script.sent[0]);
  CHECK(sent.size() == 3);
  CHECK(sent[0].nlmsg_flags == NLM_F_REQUEST && sent[1].nlmsg_flags == NLM_F_REQUEST);
  CHECK(sent[2].nlmsg_flags == (NLM_F_REQUEST | NLM_F_ACK));
  CHECK(outcome.tried == 3 && outcome.replies.empty() && outcome.faults.empty());
}

TEST("nothing asked is nothing sent") {
  Script script;
  const Outcome outcome = run(script, {});
  CHECK(script.sent.empty() && outcome.tried == 0);
}

TEST("refusals are found by their sequence number, however the kernel cuts and mixes them") {
  Script script;
  script.onSend = [&](const Bytes &) {
    script.answer(join({ack(4, -17), ack(2, -3)}));
    script.answer(ack(5, -1));
    script.answer(join({ack(1, -22), ack(6, 0)}));
  };
  const Outcome outcome = run(script, routes(6));
  CHECK(outcome.replies == join({ack(4, -17), ack(2, -3), ack(5, -1), ack(1, -22)}));
  CHECK(outcome.faults.empty() && outcome.tried == 6);
}

TEST("a refusal of the last request closes the datagram as its success does") {
  Script script;
  script.onSend = [&](const Bytes &) { script.answer(ack(2, -17)); };
  const Outcome outcome = run(script, routes(2));
  CHECK(outcome.replies == ack(2, -17));
  CHECK(outcome.faults.empty());
}

TEST("what is for another port or another request is dropped") {
  Script script;
  script.onSend = [&](const Bytes &) {
    script.answer(join({ack(1, -17, 0, kPort + 1), ack(77, -17), message(RTM_NEWROUTE, 78, 0, {}, kPort)}));
    script.answer(join({ack(2, 0, 0, 0), ack(2, 0)}));
  };
  const Outcome outcome = run(script, routes(2));
  CHECK(outcome.replies.empty() && outcome.faults.empty());
}

TEST("a success that comes with an extended ack is passed on, a bare one is not") {
  Script script;
  script.onSend = [&](const Bytes &) { script.answer(ack(1, 0, NLM_F_ACK_TLVS)); };
  CHECK(run(script, routes(1)).replies == ack(1, 0, NLM_F_ACK_TLVS));
}

TEST("objects that come back are passed on, each at a multiple of four") {
  Script script;
  const Bytes echo = message(RTM_NEWROUTE, 1, NLM_F_ECHO, {1, 2, 3}, kPort);
  script.onSend = [&](const Bytes &) {
    Bytes unpadded = echo;
    unpadded.resize(19);
    script.answer(unpadded);
    script.answer(ack(1, 0));
  };
  CHECK(run(script, routes(1)).replies == echo);
}

TEST("a multipart answer is passed on, and its end answers the request") {
  Script script;
  const Bytes part = message(RTM_NEWROUTE, 1, NLM_F_MULTI, Bytes(8), kPort);
  script.onSend = [&](const Bytes &) {
    script.answer(join({part, part}));
    script.answer(message(NLMSG_DONE, 1, NLM_F_MULTI, Bytes(4), kPort));
  };
  const Outcome outcome = run(script, routes(1));
  CHECK(outcome.replies == join({part, part}));
  CHECK(outcome.faults.empty());
}

TEST("a multipart answer without its end is a loss") {
  Script script;
  script.onSend = [&](const Bytes &) { script.answer(message(RTM_NEWROUTE, 1, NLM_F_MULTI, Bytes(8), kPort)); };
  CHECK(run(script, routes(1)).faults == Faults({1, -ENOBUFS, -1}));
}

TEST("a datagram without a final ack faults every request without a reply") {
  Script script;
  script.onSend = [&](const Bytes &) { script.answer(ack(2, -17)); };
  const Outcome outcome = run(script, routes(3));
  CHECK(outcome.faults == Faults({1, -ENOBUFS, -1, 3, -ENOBUFS, -1}));
  CHECK(outcome.replies == ack(2, -17));
}

TEST("after an overrun the queue is emptied, and every request without an answer is at fault") {
  Script script;
  script.onSend = [&](const Bytes &) {
    script.answer(ack(1, -17));
    script.fail(-ENOBUFS);
    script.answer(ack(2, -3));
    script.answer(ack(4, 0));
    script.answer(ack(3, -22));
  };
  const Outcome outcome = run(script, routes(5));
  CHECK(script.queue.empty());
  CHECK(outcome.faults == Faults({5, -ENOBUFS, -1}));
  CHECK(outcome.replies == join({ack(1, -17), ack(2, -3), ack(3, -22)}));
}

TEST("an overrun before the final ack does not make an unanswered request succeed") {
  Script script;
  script.onSend = [&](const Bytes &) {
    script.fail(-ENOBUFS);
    script.answer(ack(3, 0));
  };
  CHECK(run(script, routes(3)).faults == Faults({1, -ENOBUFS, -1, 2, -ENOBUFS, -1}));
}

TEST("a datagram that could not be sent faults its requests with what was said, and the next one is sent") {
  Script script;
  script.acknowledge();
  script.room = 2 * 44;
  script.sendErrors = {-EPERM, 0};
  const Outcome outcome = run(script, routes(3));
  CHECK(script.sent.size() == 2);
  CHECK(outcome.faults == Faults({1, -EPERM, -1, 2, -EPERM, -1}));
  CHECK(outcome.tried == 3);
}

TEST("no memory to send is not an answer that was lost") {
  Script script;
  script.sendErrors = {-ENOBUFS};
  CHECK(run(script, routes(1)).faults == Faults({1, -ENOMEM, -1}));
}

TEST("a message larger than any datagram is at fault alone") {
  Script script;
  script.acknowledge();
  script.room = script.widest = 100;
  const Outcome outcome =
      run(script, join({message(RTM_NEWROUTE, 1), message(RTM_NEWROUTE, 2, 0, Bytes(100)), message(RTM_NEWROUTE, 3)}));
  CHECK(outcome.faults == Faults({2, -EMSGSIZE, -1}));
  CHECK(outcome.tried == 3);
  CHECK(script.sent.size() == 2 && headers(script.sent[0])[0].nlmsg_seq == 1 &&
        headers(script.sent[1])[0].nlmsg_seq == 3);
}

TEST("a message larger than the buffer travels alone where the buffer can be raised") {
  Script script;
  script.acknowledge();
  script.room = 100;
  const Outcome outcome = run(script, join({message(RTM_NEWROUTE, 1), message(RTM_NEWROUTE, 2, 0, Bytes(300000))}));
  CHECK(outcome.faults.empty() && outcome.tried == 2);
  CHECK(script.sent.size() == 2);
}

TEST("a datagram is never larger than the send buffer") {
  Script script;
  script.acknowledge();
  script.room = 10 * 44 + 43;
  run(script, routes(25));
  CHECK(script.sent.size() == 3);
  for (const Bytes &datagram : script.sent)
    CHECK(datagram.size() <= script.room);
}

TEST("a datagram asks for no more answers than the receive buffer holds") {
  Script script;
  script.acknowledge();
  script.answers = 10 * 1280;
  run(script, routes(25));
  CHECK(script.sent.size() == 3 && headers(script.sent[0]).size() == 10);
}

TEST("objects that come back need more of the receive buffer than verdicts") {
  Script script;
  script.acknowledge();
  script.answers = 4 * 16384;
  run(script, routes(8, 28, NLM_F_REQUEST | NLM_F_ECHO));
  CHECK(script.sent.size() == 2);
  script.sent.clear();
  run(script, join({message(RTM_GETLINK, 1), message(RTM_GETROUTE, 2), message(RTM_GETADDR, 3), message(RTM_GETLINK, 4),
                    message(RTM_GETLINK, 5)}));
  CHECK(script.sent.size() == 2);
}

TEST("a protocol may answer every request with an object") {
  Script script;
  script.acknowledge();
  script.answers = 4 * 16384;
  Bytes requests = routes(8);
  Exchange(script, kOther, Requests{requests, {}, {}}, halted).run();
  CHECK(script.sent.size() == 2);
}

TEST("a datagram has at most 4096 requests and 112 KiB, whatever the buffers hold") {
  Script script;
  script.acknowledge();
  script.answers = 1 << 30;
  run(script, routes(5000, 0));
  CHECK(script.sent.size() == 2 && headers(script.sent[0]).size() == 4096);
  script.sent.clear();
  run(script, routes(300, 1008));
  CHECK(script.sent.size() == 3 && script.sent[0].size() == 112 << 10);
}

TEST("with stop, each request travels alone with an ack, and none after the first refusal") {
  Script script;
  script.onSend = [&](const Bytes &datagram) {
    const uint32_t sequence = headers(datagram)[0].nlmsg_seq;
    script.answer(ack(sequence, sequence == 2 ? -17 : 0));
  };
  const Outcome outcome = run(script, routes(4), Stop::kMessage);
  CHECK(script.sent.size() == 2 && outcome.tried == 2);
  CHECK(headers(script.sent[0])[0].nlmsg_flags == (NLM_F_REQUEST | NLM_F_ACK));
  CHECK(outcome.replies == ack(2, -17) && outcome.faults.empty());
}

TEST("with stop, a lost answer is a failure too") {
  Script script;
  const Outcome outcome = run(script, routes(3), Stop::kMessage);
  CHECK(script.sent.size() == 1 && outcome.tried == 1);
  CHECK(outcome.faults == Faults({1, -ENOBUFS, -1}));
}

TEST("with stop after a datagram, requests travel together, and none after the datagram with the first refusal") {
  Script script;
  script.room = 100;
  script.onSend = [&](const Bytes &datagram) {
    const uint32_t last = headers(datagram).back().nlmsg_seq;
    if (last == 4)
      script.answer(ack(3, -17));
    script.answer(ack(last, 0));
  };
  const Outcome outcome = run(script, routes(10), Stop::kDatagram);
  CHECK(script.sent.size() == 2 && headers(script.sent[0]).size() == 2 && outcome.tried == 4);
  CHECK(outcome.replies == ack(3, -17) && outcome.faults.empty());
}

TEST("an exchange ends between two datagrams when it is halted") {
  Script script;
  std::atomic<bool> stop{false};
  script.room = 100;
  script.onSend = [&](const Bytes &datagram) {
    script.answer(ack(headers(datagram).back().nlmsg_seq, 0));
    stop = true;
  };
  Bytes requests = routes(10);
  const Outcome outcome = Exchange(script, kRtnetlink, Requests{requests, {}, {}}, stop).run();
  CHECK(script.sent.size() == 1 && outcome.tried == 2);
}

TEST("requests that could not be tried at all are at fault one by one") {
  Bytes requests = routes(2);
  const Outcome outcome = Exchange::refused(Requests{requests, {}, {}}, -EBADF);
  CHECK(outcome.faults == Faults({1, -EBADF, -1, 2, -EBADF, -1}));
  CHECK(outcome.tried == 2);
}
