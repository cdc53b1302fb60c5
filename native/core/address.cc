#include "address.h"

#include <optional>

namespace netlink {

namespace {

constexpr size_t kGroups = 8;

int digitOf(char c) { return c >= '0' && c <= '9' ? c - '0' : -1; }

int hexOf(char c) {
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : digitOf(c);
}

/** A decimal number of the whole text, without leading zeros and not above `most`. */
std::optional<int> numberOf(std::string_view text, int most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0'))
    return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (digitOf(c) < 0)
      return std::nullopt;
    number = number * 10 + digitOf(c);
  }
  return number <= most ? std::optional(number) : std::nullopt;
}

bool parse4(std::string_view text, uint8_t *into) {
  for (size_t i = 0; i < 4; i++) {
    const size_t dot = i < 3 ? text.find('.') : text.size();
    const auto byte = numberOf(text.substr(0, dot), 255);
    if (dot == std::string_view::npos || !byte)
      return false;
    into[i] = static_cast<uint8_t>(*byte);
    text.remove_prefix(i < 3 ? dot + 1 : dot);
  }
  return true;
}

/** The groups of an IPv6 address as they are read, and where `::` stands among them. */
class Groups {
public:
  bool full() const { return count_ == kGroups; }
  size_t missing() const { return kGroups - count_; }
  bool hasGap() const { return gap_ <= kGroups; }
  void gap() { gap_ = count_; }
  void add(unsigned value) { values_.at(count_++) = static_cast<uint16_t>(value); }

  /** False if there are too few groups, or too many for `::` to stand for any. */
  bool write(std::array<uint8_t, 16> &into) const {
    if (hasGap() == full())
      return false;
    const size_t zeros = missing();
    for (size_t i = 0; i < count_; i++) {
      const size_t place = 2 * (i < gap_ ? i : i + zeros);
      into.at(place) = static_cast<uint8_t>(values_.at(i) >> 8);
      into.at(place + 1) = static_cast<uint8_t>(values_.at(i));
    }
    return true;
  }

private:
  std::array<uint16_t, kGroups> values_{};
  size_t count_ = 0;
  size_t gap_ = kGroups + 1;
};

/** Removes up to four hexadecimal digits from the front. */
std::optional<unsigned> takeGroup(std::string_view &text) {
  unsigned value = 0;
  size_t length = 0;
  for (; length < 4 && length < text.size() && hexOf(text[length]) >= 0; length++)
    value = value << 4 | static_cast<unsigned>(hexOf(text[length]));
  if (length == 0)
    return std::nullopt;
  text.remove_prefix(length);
  return value;
}

bool takeGap(std::string_view &text, Groups &groups) {
  if (!text.starts_with("::"))
    return false;
  text.remove_prefix(2);
  groups.gap();
  return true;
}

/** The last 32 bits in the notation of IPv4. */
bool addDotted(std::string_view text, Groups &groups) {
  std::array<uint8_t, 4> last{};
  if (groups.missing() < 2 || !parse4(text, last.data()))
    return false;
  groups.add(static_cast<unsigned>(last[0]) << 8 | last[1]);
  groups.add(static_cast<unsigned>(last[2]) << 8 | last[3]);
  return true;
}

bool parse6(std::string_view text, std::array<uint8_t, 16> &into) {
  Groups groups;
  takeGap(text, groups);
  while (!text.empty()) {
    std::string_view rest = text;
    const auto group = takeGroup(rest);
    if (!group || groups.full())
      return false;
    if (rest.starts_with('.'))
      return addDotted(text, groups) && groups.write(into);
    groups.add(*group);
    text = rest;
    if (text.empty())
      break;
    if (!groups.hasGap() && takeGap(text, groups))
      continue;
    if (text.size() < 2 || text[0] != ':')
      return false;
    text.remove_prefix(1);
  }
  return groups.write(into);
}

} // namespace

Address parseAddress(std::string_view text) {
  Address parsed;
  const size_t slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto bits = numberOf(text.substr(slash + 1), 128);
    if (!bits)
      return {};
    parsed.bits = *bits;
    text = text.substr(0, slash);
  }
  if (parse4(text, parsed.bytes.data()))
    parsed.size = 4;
  else if (parse6(text, parsed.bytes))
    parsed.size = 16;
  return parsed;
}

} // namespace netlink
