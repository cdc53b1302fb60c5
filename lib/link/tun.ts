import { attrs } from '../wire/attrs.ts'
import { bool, u8, u32 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import type { Value } from '../wire/type.ts'

/** A link that is a program's: enum IFLA_TUN_* of include/uapi/linux/if_link.h. It is made by /dev/net/tun, never here. */
export const tun = attrs('IFLA_TUN', {
  /** Users and groups who may open it. */
  owner: [1, u32, 'report'],
  group: [2, u32, 'report'],
  /** Packets, or frames: IFF_TUN and IFF_TAP of include/uapi/linux/if_tun.h. */
  type: [3, names(u8, { tun: 1, tap: 2 }), 'report'],
  /** Whether packets come with their protocol in front. */
  pi: [4, bool(u8), 'report'],
  vnetHdr: [5, bool(u8), 'report'],
  persist: [6, bool(u8), 'report'],
  multiQueue: [7, bool(u8), 'report'],
  numQueues: [8, u32, 'report'],
  numDisabledQueues: [9, u32, 'report'],
})

/** What a tun or tap tells of itself. */
export interface TunReport extends Value<typeof tun> {}
