export type { NeighbourFilter } from './filter.ts'
export type { NeighbourState } from './message.ts'
export * from './neighbour.ts'
