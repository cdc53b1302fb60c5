#include "table_growth.h"

#include "signals_blocked.h"

#include "../core/descriptor.h"
#include "../core/descriptor_table.h"

#include <sys/prctl.h>
#include <system_error>

namespace binding {

namespace {
constexpr int kFactor = 4;
} // namespace

void TableGrowth::expect(int any) {
  if (netlink::Descriptor::openCount() >= from_ && any >= 0 && !busy_)
    grow(any);
}

/** If there is no thread for it, the kernel does it when it has to. */
void TableGrowth::grow(int any) {
  stop();
  busy_ = true;
  const SignalsBlocked blocked;
  try {
    thread_ = std::thread([this, any, size = size_] {
      prctl(PR_SET_NAME, "netlink-ts");
      if (netlink::descriptorTableSize() < size)
        netlink::growDescriptorTable(any, size);
      busy_ = false;
    });
  } catch (const std::system_error &) {
    busy_ = false;
  }
  // Half of the table, of which others have some.
  from_ = static_cast<int>(size_ / 2);
  size_ *= kFactor;
}

void TableGrowth::stop() {
  if (thread_.joinable())
    thread_.join();
}

} // namespace binding
