export type { Difference, Rollback, RollbackError } from '../state/difference.ts'
export {
  type BatchFailure,
  type BatchResult,
  type BatchSkip,
  type BatchSuccess,
  batch,
} from './batch.ts'
export { Netlink, type NetlinkOptions, openNetlink } from './netlink.ts'
export type { BatchOptions } from './options.ts'
export type { Changes, Verbs } from './verbs.ts'
