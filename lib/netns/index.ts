import { verbs } from '../protocol/verbs.ts'
import * as netns from './verbs.ts'

export { Netns } from './netns.ts'
export type { NetnsInfo } from './verbs.ts'

/** Verbs about namespaces: none of them can be in a batch. */
export const reads = verbs(netns, 'createNetns', 'openNetns', 'deleteNetns', 'listNetns')
