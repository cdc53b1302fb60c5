#include "check.h"
#include "sandbox.h"
#include "script.h"

#include "core/dump.h"
#include "core/netns.h"
#include "core/transaction.h"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <unistd.h>

// Against the kernel itself, in namespaces of our own. A test that needs them does nothing where they could not be
// made; main() says so.

using netlink::Descriptor;
using netlink::Exchange;
using netlink::Home;
using netlink::Outcome;
using netlink::Requests;
using netlink::Socket;
using netlink::ThreadNetns;

namespace {

std::atomic<bool> halted{false};

Bytes attribute(uint16_t type, const Bytes &value) {
  const auto length = static_cast<uint16_t>(4 + value.size());
  Bytes out(netlink::align4(length));
  memcpy(out.data(), &length, sizeof length);
  memcpy(out.data() + 2, &type, sizeof type);
  memcpy(out.data() + 4, value.data(), value.size());
  return out;
}

Bytes textAttribute(uint16_t type, const std::string &value) {
  Bytes bytes(value.begin(), value.end());
  bytes.push_back(0);
  return attribute(type, bytes);
}

Bytes newBridge(uint32_t sequence, const std::string &name) {
  return message(RTM_NEWLINK, sequence, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL,
                 join({Bytes(sizeof(ifinfomsg)), textAttribute(IFLA_IFNAME, name),
                       attribute(IFLA_LINKINFO, textAttribute(IFLA_INFO_KIND, "bridge"))}));
}

Outcome ask(Socket &socket, Bytes requests) {
  return Exchange(socket, kRtnetlink, Requests{requests, {}, {}}, halted).run();
}

} // namespace

TEST("the kernel executes a batch and refuses what it must, by sequence number") {
  if (!sandboxed())
    return;
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  const Outcome outcome = ask(socket, join({newBridge(1, "br0"), newBridge(2, "br0"), newBridge(3, "br1")}));
  CHECK(outcome.tried == 3 && outcome.faults.empty());
  const auto replies = headers(outcome.replies);
  CHECK(replies.size() == 1 && replies[0].nlmsg_type == NLMSG_ERROR && replies[0].nlmsg_seq == 2);
}

TEST("a link is found by its name and by an alternative one that only netlink can ask for") {
  if (!sandboxed())
    return;
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  const std::string longName = "a-name-of-more-than-fifteen-bytes";
  const std::string colon = "a:b";
  Bytes link(sizeof(ifinfomsg));
  uint32_t lo = 0;
  CHECK(socket.resolve("lo", lo) == 0 && lo != 0);
  memcpy(link.data() + offsetof(ifinfomsg, ifi_index), &lo, sizeof lo);
  for (uint32_t i = 0; i < 2; i++) {
    const Bytes names =
        attribute(IFLA_PROP_LIST | NLA_F_NESTED, textAttribute(IFLA_ALT_IFNAME, i == 0 ? longName : colon));
    CHECK(ask(socket, message(RTM_NEWLINKPROP, i + 1, NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND,
                              join({link, names})))
              .replies.empty());
  }
  for (const std::string &name : {longName, colon}) {
    uint32_t found = 0;
    CHECK(socket.resolve(name, found) == 0 && found == lo);
  }
}

TEST("a name that no link has, or that none can have, is ENODEV") {
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  uint32_t index = 0;
  for (const std::string &name :
       {std::string("nope"), std::string(), std::string("lo:1"), std::string("lo\0x", 4), std::string(40, 'x'),
        std::string(127, 'x'), std::string(128, 'x'), std::string(100000, 'x')})
    CHECK(socket.resolve(name, index) == -ENODEV);
}

TEST("buffers are as the kernel says, and a datagram that no buffer holds is refused") {
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  CHECK(socket.sendBuffer() > 0 && socket.receiveBuffer() > 0 && socket.port() != 0);
  CHECK(socket.sendRoom() == static_cast<size_t>(socket.sendBuffer() - 32));
  const Bytes fits = message(NLMSG_NOOP, 1, 0, Bytes(socket.sendRoom() - sizeof(nlmsghdr) - 8));
  CHECK(socket.send(fits) == 0);
  CHECK(socket.send(Bytes(socket.sendRoom() + 1)) == -EMSGSIZE);
}

TEST("enlarging makes room for both ways") {
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  const int before = socket.receiveBuffer();
  socket.enlargeBuffers();
  CHECK(socket.sendBuffer() >= before && socket.receiveBuffer() >= before);
}

TEST("a protocol that the kernel does not have is an error of opening") {
  const int before = Descriptor::openCount();
  Socket socket;
  CHECK(socket.open(31) == -EPROTONOSUPPORT);
  CHECK(!socket && Descriptor::openCount() == before);
}

TEST("a dump brings whole messages up to the closing one, and its socket serves another") {
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  for (uint32_t sequence = 5; sequence < 8; sequence++) {
    netlink::Dump dump(std::move(socket));
    CHECK(dump.start(message(RTM_GETLINK, sequence, NLM_F_REQUEST | NLM_F_DUMP, Bytes(sizeof(ifinfomsg)))) == 0);
    Bytes into(128 << 10);
    const netlink::Pulled pulled = dump.pull(into, halted);
    CHECK(pulled.length > 0 && pulled.ended);
    into.resize(static_cast<size_t>(pulled.length));
    const auto found = headers(into);
    CHECK(found.front().nlmsg_type == RTM_NEWLINK && found.back().nlmsg_type == NLMSG_DONE);
    socket = std::move(dump.socket());
    CHECK(socket.peek() == -EAGAIN);
  }
}

TEST("a dump that the kernel refuses ends with its error") {
  netlink::Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  netlink::Dump dump(std::move(socket));
  Bytes strict(sizeof(ifinfomsg));
  strict[1] = 1; // strict checking allows no padding that says something
  CHECK(dump.start(message(RTM_GETLINK, 5, NLM_F_REQUEST | NLM_F_DUMP, strict)) == 0);
  Bytes into(128 << 10);
  const netlink::Pulled pulled = dump.pull(into, halted);
  into.resize(static_cast<size_t>(pulled.length));
  CHECK(pulled.ended && headers(into).size() == 1 && headers(into)[0].nlmsg_type == NLMSG_DONE);
}

TEST("a transaction larger than the buffer raises it, and brings back every message") {
  if (!sandboxed())
    return;
  Socket socket;
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  Bytes batch;
  const auto count = static_cast<uint32_t>(socket.sendRoom() / 65536 + 2);
  for (uint32_t i = 0; i < count; i++)
    batch = std::move(batch) + message(NLMSG_NOOP, i, NLM_F_REQUEST | NLM_F_ACK, Bytes(65520));
  Bytes replies;
  const int error = netlink::transact(socket, batch, count, replies);
  // Only root of the machine may raise it over net.core.wmem_max.
  CHECK(error == -EMSGSIZE || (error == 0 && headers(replies).size() == count));
}

TEST("a socket stays in the namespace in which it was opened") {
  if (!sandboxed())
    return;
  const Home home = netlink::openHome();
  ThreadNetns thread(home);
  Descriptor there;
  CHECK(netlink::createNetns(thread, there));
  Socket socket;
  CHECK(thread.enter(there.get()) == 0);
  CHECK(socket.open(NETLINK_ROUTE) == 0);
  thread.leave();
  CHECK(ask(socket, newBridge(1, "only-there")).replies.empty());
  uint32_t index = 0;
  CHECK(socket.resolve("only-there", index) == 0);
  Socket here;
  CHECK(here.open(NETLINK_ROUTE) == 0 && here.resolve("only-there", index) == -ENODEV);
}
