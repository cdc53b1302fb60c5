export {
  type BatchFailure,
  type BatchOptions,
  type BatchResult,
  type BatchSkip,
  type BatchSuccess,
  batch,
} from './batch.ts'
export { Netlink, type NetlinkOptions, openNetlink } from './netlink.ts'
export type { Changes, Verbs } from './verbs.ts'
