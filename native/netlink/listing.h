#pragma once

#include "connection.h"

#include "../core/dump.h"
#include "../core/fixup.h"

namespace binding {

/** A dump that is pulled. */
class Listing final : public Counted {
public:
  Listing(Shared<Connection> connection, std::span<const uint8_t> request, std::vector<netlink::Fixup> fixups,
          std::vector<std::string> names)
      : connection_(std::move(connection)), netns_(connection_->netns()), request_(request.begin(), request.end()),
        fixups_(std::move(fixups)), names_(std::move(names)) {}

  const Shared<Connection> &connection() const { return connection_; }
  const Shared<Strand> &strand() const { return strand_; }

  /** By jobs of the strand. The first one begins the dump. */
  netlink::Pulled pull(netlink::Place &place, std::span<uint8_t> into, const std::atomic<bool> &halted);

  // On the JavaScript thread.
  /** Whether this pull is the first one. */
  bool begin();
  void settled();
  /** What is under way comes to its end, later pulls answer -EBADF. */
  void close();

private:
  int start(netlink::Place &place);
  void letGo();
  int resolve(netlink::Socket &socket);

  const Shared<Connection> connection_;
  const Shared<Strand> strand_ = make<Strand>();
  /** Where the dump will be made: until then, although the connection may be closed behind it. */
  Shared<SharedDescriptor> netns_;
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
