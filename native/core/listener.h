#pragma once

#include "socket.h"

#include <atomic>
#include <linux/filter.h>
#include <mutex>
#include <vector>

namespace netlink {

/** What a listener receives. */
struct Subscription {
  std::vector<uint32_t> groups;
  /** A program of classic BPF that keeps datagrams out of the receive buffer; empty for none. */
  std::vector<sock_filter> filter;
  /** Size of the receive buffer in bytes, as the kernel counts them. */
  size_t room = 0;
};

/** The result of one read. */
struct Received {
  /** Bytes, or a negative errno. */
  int length = 0;
  /** Datagrams were lost before those that the next read returns. */
  bool lost = false;
  /** The queue was empty at the end. */
  bool drained = false;
};

/** A socket that receives what the kernel sends to multicast groups. */
class Listener {
public:
  /** In front of each datagram: the id of its namespace (-1 for that of the socket) and its size. */
  struct Prefix {
    int32_t nsid;
    uint32_t size;
  };
  /** The largest datagram, with its prefix; a larger one counts as lost. */
  static constexpr size_t kLargest = (64 << 10) + sizeof(Prefix);

  /** Opens it in the namespace of this thread; `allNsid`: it also receives the events of all namespaces that have an id
   * there. */
  int open(int protocol, bool allNsid, const Subscription &subscription);
  /** Leaves the groups that are not in `subscription`. */
  int change(const Subscription &subscription);

  /**
   * Receives datagrams, each after its prefix and at a multiple of four, until none is queued or less than `kLargest`
   * is free. After an overrun, what was queued before it is returned first, and `lost` is set by the read that finds
   * the queue empty: nothing is queued until then. With `discard`, what was queued is discarded.
   */
  Received read(std::span<uint8_t> into, bool discard, const std::atomic<bool> &halted);

  int descriptor() const { return socket_.descriptor(); }
  int receiveBuffer() const { return socket_.receiveBuffer(); }

private:
  int setGroup(int option, uint32_t group);
  int setFilter(const std::vector<sock_filter> &filter);
  int attach(const std::vector<sock_filter> &filter);
  void overran(bool discard);
  bool endOverrun();
  ssize_t receive(std::span<uint8_t> into, Prefix &prefix);

  Socket socket_;
  std::vector<uint32_t> groups_;
  bool overrun_ = false;

  // Guards what follows: filters may be changed during a read.
  std::mutex mutex_;
  std::vector<sock_filter> filter_;
  bool filtered_ = false;
  /** A filter keeps everything out. */
  bool blocked_ = false;
};

} // namespace netlink
