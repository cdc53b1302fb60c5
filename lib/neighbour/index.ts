import {
  addNeighbour,
  appendNeighbour,
  deleteNeighbour,
  listNeighbours,
  replaceNeighbour,
  streamNeighbours,
} from './neighbour.ts'

export type { NeighbourState } from './message.ts'
export type { Neighbour, NeighbourFilter, NeighbourOptions } from './neighbour.ts'

/** Verbs that can be collected in a batch. */
export const changes = { addNeighbour, replaceNeighbour, appendNeighbour, deleteNeighbour }

/** Verbs that answer. */
export const reads = { listNeighbours, streamNeighbours }
