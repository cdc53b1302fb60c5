#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <linux/netlink.h>
#include <span>

namespace netlink {

constexpr size_t align4(size_t size) { return (size + 3) & ~size_t{3}; }

/** A netlink message that is known to be within the bytes it was read from. */
struct Message {
  /** Its offset in those bytes. */
  size_t at;
  /** A copy, because the caller's bytes may change concurrently. */
  nlmsghdr header;
  std::span<const uint8_t> payload;

  size_t end() const { return at + header.nlmsg_len; }

  /** The `error` of an NLMSG_ERROR or NLMSG_DONE. */
  int errorCode() const {
    int error = 0;
    if (payload.size() >= sizeof error)
      memcpy(&error, payload.data(), sizeof error);
    return error;
  }
};

/** Iterates over messages aligned to four bytes; validates every length. */
class Messages {
public:
  explicit Messages(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  /** False at the end, and if a length is invalid: then `sound` is false. */
  bool next(Message &out) {
    if (at_ >= bytes_.size())
      return false;
    const size_t left = bytes_.size() - at_;
    sound_ = left >= sizeof out.header;
    if (!sound_)
      return false;
    memcpy(&out.header, bytes_.data() + at_, sizeof out.header);
    const size_t length = out.header.nlmsg_len;
    sound_ = length >= sizeof out.header && length <= left;
    if (!sound_)
      return false;
    out.at = at_;
    out.payload = bytes_.subspan(at_ + sizeof out.header, length - sizeof out.header);
    at_ += align4(length);
    return true;
  }

  bool sound() const { return sound_; }

private:
  std::span<const uint8_t> bytes_;
  size_t at_ = 0;
  bool sound_ = true;
};

} // namespace netlink
