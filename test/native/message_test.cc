#include "check.h"
#include "script.h"

using netlink::Fixup;
using netlink::Message;
using netlink::Messages;
using netlink::Requests;

namespace {

/** How many messages are found, and whether the rest made sense. */
std::pair<int, bool> walk(const Bytes &bytes) {
  Messages messages(bytes);
  Message next;
  int count = 0;
  while (messages.next(next))
    count++;
  return {count, messages.sound()};
}

Bytes withLength(uint32_t length) {
  Bytes bytes = message(16, 1);
  memcpy(bytes.data(), &length, sizeof length);
  return bytes;
}

const char *slip(Bytes bytes, std::vector<Fixup> fixups = {}) {
  const std::vector<std::string> names{"a", "b"};
  return Requests{bytes, fixups, names}.slip();
}

} // namespace

TEST("messages are found one behind the other, each at a multiple of four") {
  const Bytes odd = message(16, 1, 0, {1, 2, 3});
  CHECK(odd.size() == 20);
  CHECK(walk(join({odd, message(17, 2), odd})) == std::pair(3, true));
  CHECK(walk({}) == std::pair(0, true));
}

TEST("the last message may end without padding") {
  Bytes bytes = message(16, 1, 0, {1, 2, 3});
  bytes.resize(19);
  CHECK(walk(bytes) == std::pair(1, true));
}

TEST("a length that is too small, too large or near 2^32 ends the walk") {
  for (const uint32_t length : {0U, 1U, 15U, 17U, 0x7fffffffU, 0xfffffff0U, 0xffffffffU})
    CHECK(walk(withLength(length)) == std::pair(0, false));
}

TEST("bytes that are too few for a header end the walk") {
  for (size_t size = 1; size < sizeof(nlmsghdr); size++)
    CHECK(walk(join({message(16, 1), Bytes(size, 0xff)})) == std::pair(1, false));
}

TEST("requests are well formed when sequence numbers count up, also over the end of their range") {
  CHECK(slip(join({message(16, 1), message(16, 2)})) == nullptr);
  CHECK(slip(join({message(16, 0xffffffff), message(16, 0)})) == nullptr);
  CHECK(slip(join({message(16, 2), message(16, 2)})) != nullptr);
  CHECK(slip(join({message(16, 2), message(16, 1)})) != nullptr);
  CHECK(slip(withLength(15)) != nullptr);
}

TEST("a fixup lies in order within the payload of a message and names a name") {
  const Bytes two = join({message(16, 1, 0, Bytes(8)), message(16, 2, 0, Bytes(8))});
  CHECK(slip(two, {{16, 0}, {20, 1}, {40, 0}, {44, 1}}) == nullptr);
  CHECK(slip(two, {{16, 2}}) != nullptr);          // no such name
  CHECK(slip(two, {{12, 0}}) != nullptr);          // in the header
  CHECK(slip(two, {{22, 0}}) != nullptr);          // over the end of its message
  CHECK(slip(two, {{24, 0}}) != nullptr);          // in the next header
  CHECK(slip(two, {{16, 0}, {18, 0}}) != nullptr); // overlapping
  CHECK(slip(two, {{40, 0}, {16, 0}}) != nullptr); // backwards
  CHECK(slip(two, {{48, 0}}) != nullptr);          // behind the end
  CHECK(slip(two, {{0xfffffffe, 0}}) != nullptr);
}
