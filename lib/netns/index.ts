import { createNetns, deleteNetns, listNetns, openNetns } from './verbs.ts'

export { Netns } from './netns.ts'
export type { NetnsInfo } from './verbs.ts'

/** Verbs about namespaces: none of them can be in a batch. */
export const reads = { createNetns, openNetns, deleteNetns, listNetns }
