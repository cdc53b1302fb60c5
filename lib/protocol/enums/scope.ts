import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Value } from '../../wire/type.ts'

/**
 * How far an address is valid, or a destination is away: enum rt_scope_t of include/uapi/linux/rtnetlink.h. iproute2 says `global`
 * for universe.
 */
export const scope = names(u8, { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 }, 'RT_SCOPE')

/** How far a destination or an address reaches (RT_SCOPE_*). */
export type Scope = Value<typeof scope>
