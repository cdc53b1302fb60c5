import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** State of a bridge port in the spanning tree, of the whole port or for one VLAN or tree: BR_STATE_* of include/uapi/linux/if_bridge.h. */
export const portState = names(u8, { disabled: 0, listening: 1, learning: 2, forwarding: 3, blocking: 4 }, 'BR_STATE')
