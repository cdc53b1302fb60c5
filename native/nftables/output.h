#pragma once

#include <cstdint>
#include <cstdlib>
#include <endian.h>
#include <memory>
#include <new>

#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>

namespace nft {

/** Messages laid one behind the other, in one growing block. */
class Output {
public:
  /** A place for at least `size` more bytes; pointers given before are no longer good. */
  uint8_t *reserve(size_t size) {
    if (size_ + size > capacity_)
      grow(size_ + size);
    return bytes_.get() + size_;
  }

  /** A message with the header of nfnetlink, in `room` bytes. libmnl appends the attributes; `end` counts them. */
  nlmsghdr *begin(size_t room, uint16_t type, uint16_t flags, uint32_t sequence, uint8_t family, uint16_t resource) {
    nlmsghdr *message = mnl_nlmsg_put_header(reserve(room));
    message->nlmsg_type = type;
    message->nlmsg_flags = flags;
    message->nlmsg_seq = sequence;
    auto *generic = static_cast<nfgenmsg *>(mnl_nlmsg_put_extra_header(message, sizeof(nfgenmsg)));
    generic->nfgen_family = family;
    generic->version = NFNETLINK_V0;
    generic->res_id = htobe16(resource);
    return message;
  }

  void end(const nlmsghdr *message) { size_ += MNL_ALIGN(message->nlmsg_len); }

  const uint8_t *data() const { return bytes_.get(); }
  size_t size() const { return size_; }

private:
  struct Free {
    void operator()(uint8_t *bytes) const { free(bytes); }
  };

  void grow(size_t needed) {
    size_t capacity = capacity_ < 4096 ? 4096 : capacity_ * 2;
    if (capacity < needed)
      capacity = needed;
    // realloc() moves the pages of a large block instead of copying them.
    auto *moved = static_cast<uint8_t *>(realloc(bytes_.get(), capacity));
    if (moved == nullptr)
      throw std::bad_alloc();
    (void)bytes_.release();
    bytes_.reset(moved);
    capacity_ = capacity;
  }

  std::unique_ptr<uint8_t[], Free> bytes_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

} // namespace nft
