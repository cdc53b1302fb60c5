import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Value } from '../../wire/type.ts'

/**
 * Where an address is valid, or how distant a destination is: enum rt_scope_t of include/uapi/linux/rtnetlink.h. iproute2: `global` for
 * 'universe'.
 */
export const scope = names(u8, { universe: 0, site: 200, link: 253, host: 254, nowhere: 255 }, 'RT_SCOPE', {
  global: 'universe',
})

/** Scope of an address, or distance of a destination (RT_SCOPE_*): 'universe' (iproute2: `global`), 'site', 'link', 'host' or 'nowhere'. */
export type Scope = Value<typeof scope>
