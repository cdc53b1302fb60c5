#include "check.h"
#include "script.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

using netlink::Exchange;
using netlink::Fixup;
using netlink::Outcome;
using netlink::Requests;
using netlink::Stop;

namespace {

std::atomic<bool> halted{false};

/** Requests of which some name a link in the first word of their payload. */
struct Named {
  Bytes bytes;
  std::vector<Fixup> fixups;
  std::vector<std::string> names;
  uint32_t sequence = 0;

  Named &add(uint16_t type, const char *name = nullptr, uint16_t flags = NLM_F_REQUEST,
             const Bytes &payload = Bytes(4)) {
    if (name != nullptr) {
      const auto at = static_cast<uint32_t>(bytes.size() + sizeof(nlmsghdr));
      fixups.push_back({at, nameIndex(name)});
    }
    bytes = std::move(bytes) + message(type, ++sequence, flags, payload);
    return *this;
  }

  uint32_t nameIndex(const std::string &name) {
    for (uint32_t i = 0; i < names.size(); i++) {
      if (names[i] == name)
        return i;
    }
    names.push_back(name);
    return static_cast<uint32_t>(names.size() - 1);
  }

  Outcome run(Script &script, Stop stop = Stop::kNever, const netlink::Protocol &protocol = kRtnetlink) {
    CHECK((Requests{bytes, fixups, names, stop}.slip() == nullptr));
    return Exchange(script, protocol, Requests{bytes, fixups, names, stop}, halted).run();
  }
};

/** The first words of the payloads that were sent, datagram by datagram. */
std::vector<std::vector<uint32_t>> words(const Script &script) {
  std::vector<std::vector<uint32_t>> out;
  for (const Bytes &datagram : script.sent) {
    out.emplace_back();
    netlink::Messages messages(datagram);
    netlink::Message next;
    while (messages.next(next)) {
      out.back().emplace_back();
      memcpy(&out.back().back(), next.payload.data(), sizeof(uint32_t));
    }
  }
  return out;
}

using Words = std::vector<std::vector<uint32_t>>;
using Faults = std::vector<int32_t>;
using Looked = std::vector<std::string>;

} // namespace

TEST("a name is looked up once, and its index is written where it is wanted") {
  Script script;
  script.acknowledge();
  script.links = {{"v0", 7}, {"v1", 8}};
  const Outcome outcome =
      Named().add(RTM_NEWROUTE, "v0").add(RTM_NEWROUTE).add(RTM_NEWADDR, "v1").add(RTM_NEWROUTE, "v0").run(script);
  CHECK(words(script) == Words({{7, 0, 8, 7}}));
  CHECK(script.looked == Looked({"v0", "v1"}));
  CHECK(outcome.faults.empty() && outcome.tried == 4);
}

TEST("a request whose name does not resolve is not sent, and the others continue") {
  Script script;
  script.acknowledge();
  script.links = {{"v0", 7}};
  const Outcome outcome = Named()
                              .add(RTM_NEWROUTE, "v0")
                              .add(RTM_NEWROUTE, "gone")
                              .add(RTM_NEWROUTE, "gone")
                              .add(RTM_NEWROUTE, "v0")
                              .run(script);
  CHECK(outcome.faults == Faults({2, -ENODEV, 1, 3, -ENODEV, 1}));
  CHECK(outcome.tried == 4);
  CHECK(words(script) == Words({{7}, {7}}));
  CHECK(script.looked == Looked({"v0", "gone"}));
}

TEST("with stop, a name that does not resolve ends the call, and counts as tried") {
  Script script;
  script.acknowledge();
  script.links = {{"v0", 7}};
  const Outcome outcome =
      Named().add(RTM_NEWROUTE, "v0").add(RTM_NEWROUTE, "gone").add(RTM_NEWROUTE, "v0").run(script, Stop::kMessage);
  CHECK(outcome.faults == Faults({2, -ENODEV, 1}));
  CHECK(outcome.tried == 2 && script.sent.size() == 1);
}

TEST("with stop after a datagram, what precedes a name that does not resolve is sent, and nothing after it") {
  Script script;
  script.acknowledge();
  script.links = {{"v0", 7}};
  Named named;
  named.add(RTM_NEWROUTE, "v0").add(RTM_NEWROUTE, "v0").add(RTM_NEWROUTE, "gone").add(RTM_NEWROUTE, "v0");
  const Outcome outcome = named.run(script, Stop::kDatagram);
  CHECK(outcome.faults == Faults({3, -ENODEV, 1}));
  CHECK(outcome.tried == 3 && script.sent.size() == 1 && headers(script.sent[0]).size() == 2);
}

TEST("a link that is made in front of its name is executed before the name is looked up") {
  Script script;
  script.onSend = [&](const Bytes &datagram) {
    if (headers(datagram)[0].nlmsg_type == RTM_NEWLINK)
      script.links["v0"] = 9;
    script.answer(ack(headers(datagram).back().nlmsg_seq, 0));
  };
  const Outcome outcome = Named().add(RTM_NEWLINK).add(RTM_NEWADDR, "v0").add(RTM_NEWROUTE, "v0").run(script);
  CHECK(words(script) == Words({{0}, {9, 9}}));
  CHECK(outcome.faults.empty());
}

TEST("every message that may change a link makes names uncertain") {
  for (const uint16_t type : {RTM_NEWLINK, RTM_DELLINK, RTM_SETLINK, RTM_NEWLINKPROP, RTM_DELLINKPROP}) {
    Script script;
    script.acknowledge();
    script.links = {{"v0", 7}};
    Named().add(RTM_NEWADDR, "v0").add(type).add(RTM_NEWADDR, "v0").run(script);
    CHECK(script.looked == Looked({"v0", "v0"}));
    CHECK(words(script) == Words({{7, 0}, {7}}));
  }
}

TEST("a new link makes uncertain only names that no link had") {
  for (const uint16_t flags : {NLM_F_EXCL, NLM_F_APPEND}) {
    Script script;
    script.acknowledge();
    script.links = {{"br0", 3}};
    const auto creates = static_cast<uint16_t>(NLM_F_REQUEST | NLM_F_CREATE | flags);
    const Outcome outcome = Named()
                                .add(RTM_NEWADDR, "br0")
                                .add(RTM_NEWADDR, "v0")
                                .add(RTM_NEWLINK, "br0", creates)
                                .add(RTM_NEWLINK, "br0", creates)
                                .add(RTM_NEWADDR, "v0")
                                .run(script);
    CHECK(script.looked == Looked({"br0", "v0", "v0"}));
    CHECK(words(script) == Words({{3}, {3, 3}}));
    CHECK(outcome.faults.size() == 6);
  }
}

/** A struct ifinfomsg and one attribute without a value. */
Bytes linkWith(uint16_t type, uint16_t length = sizeof(nlattr)) {
  Bytes payload(sizeof(ifinfomsg) + sizeof(nlattr));
  const nlattr attribute{length, type};
  memcpy(payload.data() + sizeof(ifinfomsg), &attribute, sizeof attribute);
  return payload;
}

TEST("settings of a link leave its name, unless they change it or are unreadable") {
  const auto sent = [](const Bytes &payload, uint16_t flags = NLM_F_REQUEST) {
    Script script;
    script.acknowledge();
    script.links = {{"v0", 7}};
    Named().add(RTM_NEWLINK, "v0", flags, payload).add(RTM_NEWLINK, "v0", flags, payload).run(script);
    return script.sent.size();
  };
  CHECK(sent(Bytes(sizeof(ifinfomsg))) == 1);
  CHECK(sent(linkWith(IFLA_MTU)) == 1);
  CHECK(sent(linkWith(IFLA_IFNAME)) == 2);
  CHECK(sent(linkWith(static_cast<uint16_t>(IFLA_NET_NS_FD | NLA_F_NESTED))) == 2);
  CHECK(sent(linkWith(IFLA_MTU, 1)) == 2);
  CHECK(sent(Bytes(sizeof(ifinfomsg) - 4)) == 2);
  CHECK(sent(linkWith(IFLA_MTU), NLM_F_REQUEST | NLM_F_CREATE) == 2);
}

TEST("links that are changed one behind the other without a name travel together") {
  Script script;
  script.acknowledge();
  Named().add(RTM_NEWLINK).add(RTM_NEWLINK).add(RTM_DELLINK).run(script);
  CHECK(script.sent.size() == 1);
}

TEST("a change to a link that is itself named is looked up before it, and its names after it") {
  Script script;
  script.acknowledge();
  script.links = {{"v0", 7}, {"br0", 3}};
  Named().add(RTM_SETLINK, "v0").add(RTM_SETLINK, "br0").run(script);
  CHECK(words(script) == Words({{7}, {3}}));
}

TEST("other protocols change no links") {
  Script script;
  script.acknowledge();
  script.links = {{"v0", 7}};
  Named().add(RTM_NEWLINK).add(RTM_NEWADDR, "v0").run(script, Stop::kNever, kOther);
  CHECK(words(script) == Words({{0, 7}}));
}
