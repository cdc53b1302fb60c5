import { ip4, ip6 } from '../wire/address.ts'
import { attrs } from '../wire/attrs.ts'
import { u32, u64 } from '../wire/integers.ts'
import type { Public, Value } from '../wire/type.ts'

/** The elected multicast querier: enum BRIDGE_QUERIER_* of include/uapi/linux/if_bridge.h. */
export const querierState = attrs('BRIDGE_QUERIER', {
  /** IPv4 address of the querier (IGMP). */
  ipAddress: [1, ip4],
  /** Index of the port through which the IGMP querier is reached; absent if the bridge itself is the querier. */
  ipPort: [2, u32],
  /** Time until the IGMP querier is considered gone, in hundredths of a second. */
  ipOtherTimer: [3, u64],
  /** IPv6 address of the querier (MLD). */
  ipv6Address: [5, ip6],
  /** Index of the port through which the MLD querier is reached; absent if the bridge itself is the querier. */
  ipv6Port: [6, u32],
  /** Time until the MLD querier is considered gone, in hundredths of a second. */
  ipv6OtherTimer: [7, u64],
})

/** The multicast queriers (IGMP, MLD) that a bridge knows. */
export interface BridgeQuerierState extends Value<typeof querierState>, Public {}
