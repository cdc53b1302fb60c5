import { multicastRouter } from '../protocol/enums/multicastrouter.ts'
import { u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { linkRef } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import type { Public, Value } from '../wire/type.ts'

/** A port with a multicast router: its index, and MDBA_ROUTER_PATTR_* of include/uapi/linux/if_bridge.h. */
export const routerPort = message(
  'MDBA_ROUTER_PATTR',
  struct({
    /** Index of the port. */
    port: linkRef,
  }),
  {
    /** Time until the router is considered gone, in hundredths of a second; 0 for a permanent one. */
    timer: [1, u32],
    /** Setting of the port. */
    type: [2, multicastRouter],
    /** Time until the IPv4 router is considered gone, in hundredths of a second. */
    inetTimer: [3, u32],
    /** Time until the IPv6 router is considered gone, in hundredths of a second. */
    inet6Timer: [4, u32],
    /** VLAN of the router; absent without multicast snooping per VLAN. */
    vid: [5, u16],
  },
)

/** A port of a bridge with a multicast router. */
export interface MulticastRouterPort extends Value<typeof routerPort>, Public {}
