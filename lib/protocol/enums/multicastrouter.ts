import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** How a bridge, or a port of it, treats multicast routers: MDB_RTR_TYPE_* of include/uapi/linux/if_bridge.h. */
export const multicastRouter = names(u8, { disabled: 0, temp_query: 1, perm: 2, temp: 3 }, 'MDB_RTR_TYPE')
