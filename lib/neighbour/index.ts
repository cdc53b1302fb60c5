import { verbs } from '../protocol/verbs.ts'
import * as neighbour from './neighbour.ts'

export type { NeighbourFilter } from './filter.ts'
export type { NeighbourState } from './message.ts'
export type { Neighbour, NeighbourOptions } from './neighbour.ts'

/** Verbs that can be collected in a batch. */
export const changes = verbs(neighbour, 'addNeighbour', 'replaceNeighbour', 'appendNeighbour', 'deleteNeighbour')

/** Verbs that answer, or take several steps. */
export const reads = verbs(neighbour, 'listNeighbours', 'streamNeighbours', 'flushNeighbours')
