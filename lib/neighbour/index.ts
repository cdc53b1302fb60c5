export * from './fdb.ts'
export type { NeighbourFilter } from './filter.ts'
export type { FdbAttributeOptions, FdbAttributes, NeighbourCacheInfo, NeighbourState } from './message.ts'
export * from './neighbour.ts'
