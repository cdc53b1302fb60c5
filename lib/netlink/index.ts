export { type BatchOptions, type BatchResult, batch } from './batch.ts'
export { Netlink, type NetlinkOptions, openNetlink } from './netlink.ts'
export type { Changes, Verbs } from './verbs.ts'
