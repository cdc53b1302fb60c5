#pragma once

#include "connection.h"

#include "../core/dump.h"
#include "../core/fixup.h"

namespace binding {

/** A dump that JavaScript reads in chunks. */
class DumpSession final : public RefCounted {
public:
  DumpSession(RefPtr<Connection> connection, std::span<const uint8_t> request, std::vector<netlink::Fixup> fixups,
              std::vector<std::string> names)
      : connection_(std::move(connection)), netns_(connection_->netns()), request_(request.begin(), request.end()),
        fixups_(std::move(fixups)), names_(std::move(names)) {}

  const RefPtr<Connection> &connection() const { return connection_; }
  const RefPtr<Strand> &strand() const { return strand_; }

  /** Called by jobs of the strand. The first call starts the dump. */
  netlink::Pulled pull(netlink::ThreadNetns &thread, std::span<uint8_t> into, const std::atomic<bool> &halted);

  // On the JavaScript thread.
  /** Whether this is the first chunk. */
  bool begin();
  void settled();
  /** A read in progress completes; later ones return -EBADF. */
  void close();

private:
  int start(netlink::ThreadNetns &thread);
  void releaseSocket();
  int resolve(netlink::Socket &socket);

  const RefPtr<Connection> connection_;
  const RefPtr<Strand> strand_ = makeRef<Strand>();
  /** Kept until the dump starts, because the connection may be closed before that. */
  RefPtr<SharedDescriptor> netns_;
  std::vector<uint8_t> request_;
  const std::vector<netlink::Fixup> fixups_;
  const std::vector<std::string> names_;
  // Jobs of the strand; the JavaScript thread while there are none.
  netlink::Dump dump_;
  bool started_ = false;
  bool ended_ = false;
  int error_ = 0;
  std::atomic<bool> closed_{false};
  // The JavaScript thread.
  bool begun_ = false;
  int pulls_ = 0;
};

} // namespace binding
