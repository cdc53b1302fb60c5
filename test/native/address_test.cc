#include "check.h"

#include "core/address.h"

#include <arpa/inet.h>
#include <cstring>
#include <random>
#include <string>

using netlink::Address;
using netlink::parseAddress;

namespace {

/** What inet_pton(3) makes of the text. */
Address standard(const std::string &text) {
  Address found;
  if (inet_pton(AF_INET, text.c_str(), found.bytes.data()) == 1)
    found.size = 4;
  else if (inet_pton(AF_INET6, text.c_str(), found.bytes.data()) == 1)
    found.size = 16;
  return found;
}

bool agrees(const std::string &text) {
  const Address ours = parseAddress(text);
  const Address theirs = standard(text);
  return ours.size == theirs.size && (ours.size == 0 || memcmp(ours.bytes.data(), theirs.bytes.data(), ours.size) == 0);
}

} // namespace

TEST("an address is what inet_pton(3) makes of it") {
  for (const char *text : {"0.0.0.0",
                           "10.0.0.1",
                           "255.255.255.255",
                           "256.0.0.1",
                           "1.2.3",
                           "1.2.3.4.5",
                           "01.2.3.4",
                           "1..2.3",
                           ".1.2.3.4",
                           "1.2.3.4.",
                           "",
                           " 1.2.3.4",
                           "::",
                           "::1",
                           "1::",
                           "2001:db8::1",
                           "2001:DB8::a",
                           "1:2:3:4:5:6:7:8",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7::",
                           "::2:3:4:5:6:7:8",
                           "1::2::3",
                           ":::",
                           ":1",
                           "1:",
                           "1:::2",
                           "12345::",
                           "::10.0.0.1",
                           "::ffff:10.0.0.1",
                           "1:2:3:4:5:6:10.0.0.1",
                           "1:2:3:4:5:6:7:10.0.0.1",
                           "::10.0.0.1:1",
                           "::256.0.0.1",
                           "fe80::1%lo",
                           "g::",
                           "1:2"}) {
    CHECK(agrees(text));
  }
}

TEST("a hundred thousand changed addresses are what inet_pton(3) makes of them") {
  std::mt19937 random(7);
  const std::string letters = "0123456789abcdefF:.:.g/ ";
  const std::string seeds[] = {"10.200.3.44", "2001:db8:0:1::22", "::ffff:192.168.1.20", "1:2:3:4:5:6:7:8", "::"};
  size_t differing = 0;
  for (int i = 0; i < 100'000; i++) {
    std::string text = seeds[random() % 5];
    for (unsigned changes = random() % 4; changes > 0; changes--) {
      const size_t at = random() % (text.size() + 1);
      const char letter = letters[random() % letters.size()];
      if (random() % 2 == 0 || at == text.size())
        text.insert(at, 1, letter);
      else if (random() % 2 == 0)
        text.erase(at, 1);
      else
        text[at] = letter;
    }
    if (text.find('/') == std::string::npos && !agrees(text))
      differing++;
  }
  CHECK(differing == 0);
}

TEST("a prefix length is a plain number up to 128") {
  CHECK(parseAddress("10.0.0.0/8").bits == 8);
  CHECK(parseAddress("10.0.0.0").bits == -1);
  CHECK(parseAddress("10.0.0.0/128").bits == 128);
  for (const char *text : {"10.0.0.0/", "10.0.0.0/129", "10.0.0.0/08", "10.0.0.0/-0", "10.0.0.0/8/8", "/8", "::/1x"})
    CHECK(parseAddress(text).size == 0);
}
