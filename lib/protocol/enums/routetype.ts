import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** The values of RTN_* (include/uapi/linux/rtnetlink.h) that apply to addresses. */
const ADDRESS_TYPES = { unspec: 0, unicast: 1, local: 2, broadcast: 3, anycast: 4, multicast: 5 } as const

/** Type of an address. */
export const addressType = names(u8, ADDRESS_TYPES, 'RTN')

/** Type of a route: what happens to packets that match it. */
export const routeType = names(
  u8,
  { ...ADDRESS_TYPES, blackhole: 6, unreachable: 7, prohibit: 8, throw: 9, nat: 10, xresolve: 11 },
  'RTN',
)
