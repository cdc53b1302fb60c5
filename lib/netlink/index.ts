export type { BatchOptions, BatchResult } from './batch.ts'
export { Netlink, type NetlinkOptions } from './netlink.ts'
export type { Changes, Verbs } from './verbs.ts'
