/** Routing tables that have a name: enum rt_class_t of include/uapi/linux/rtnetlink.h, RT_TABLE_*. */
export const TABLES = { unspec: 0, compat: 252, default: 253, main: 254, local: 255 } as const

/** A routing table, by number or by the name that it always has. */
export type Table = keyof typeof TABLES | number
