import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** RTN_* of include/uapi/linux/rtnetlink.h, as far as they say what an address stands for. */
const ADDRESS_TYPES = { unspec: 0, unicast: 1, local: 2, broadcast: 3, anycast: 4, multicast: 5 } as const

/** What an address stands for. */
export const addressType = names(u8, ADDRESS_TYPES, 'RTN')

/** What happens to packets that take a route. */
export const routeType = names(
  u8,
  { ...ADDRESS_TYPES, blackhole: 6, unreachable: 7, prohibit: 8, throw: 9, nat: 10, xresolve: 11 },
  'RTN',
)
