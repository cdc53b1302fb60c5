import { u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Value } from '../../wire/type.ts'

/** Routing tables that have a name: enum rt_class_t of include/uapi/linux/rtnetlink.h. */
const TABLES = { unspec: 0, compat: 252, default: 253, main: 254, local: 255 } as const

/** Number or name of a routing table. */
export const table = names(u32, TABLES, 'RT_TABLE')
/** The same in a fixed header, which has no room for numbers above 255: the attribute stands for it. */
export const tableByte = names(u8, TABLES, 'RT_TABLE')

/** A routing table, by number or by the name that it always has. */
export type Table = Value<typeof table>
