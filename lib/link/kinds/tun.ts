import { attrs } from '../../wire/attrs.ts'
import { bool, u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Public, Value } from '../../wire/type.ts'
import type { Kind } from './kind.ts'

/** A link of a program: enum IFLA_TUN_* of include/uapi/linux/if_link.h. Created through /dev/net/tun, not by netlink. */
const table = attrs('IFLA_TUN', {
  /** Id of the user who may open the link; absent if any user may; iproute2: `user`. */
  owner: [1, u32, 'report'],
  /** Id of the group whose members may open the link; absent if any user may. */
  group: [2, u32, 'report'],
  /** 'tun' for packets, 'tap' for Ethernet frames: IFF_TUN and IFF_TAP of include/uapi/linux/if_tun.h. */
  type: [3, names(u8, { tun: 1, tap: 2 }), 'report'],
  /** Whether packets are prefixed with flags and protocol (struct tun_pi). */
  pi: [4, bool(u8), 'report'],
  /** Whether packets are prefixed with a virtio-net header, for offloads; iproute2: `vnet_hdr`. */
  vnetHdr: [5, bool(u8), 'report'],
  /** Whether the link remains when the program closes it. */
  persist: [6, bool(u8), 'report'],
  /** Whether several queues may be opened; iproute2: `multi_queue`. */
  multiQueue: [7, bool(u8), 'report'],
  /** Number of open queues that are enabled. */
  numQueues: [8, u32, 'report'],
  /** Number of open queues that are disabled. */
  numDisabledQueues: [9, u32, 'report'],
})

/** Properties of a tun or tap, as listed. */
export interface TunReport extends Value<typeof table>, Public {}

const kind: Kind<TunReport, never> = { table }
export default kind
