import { u8, u32 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'
import type { Value } from '../../wire/type.ts'

/** Routing tables that have a fixed name: enum rt_class_t of include/uapi/linux/rtnetlink.h. */
const TABLES = { unspec: 0, compat: 252, default: 253, main: 254, local: 255 } as const

/** Number or name of a routing table. */
export const table = names(u32, TABLES, 'RT_TABLE')
/** The same in a fixed header, which is limited to 255; larger numbers are only in the attribute. */
export const tableByte = names(u8, TABLES, 'RT_TABLE')

/** A routing table: a number, or 'main', 'local', 'default' (RT_TABLE_*). Names from /etc/iproute2/rt_tables are not read. */
export type Table = Value<typeof table>
