export type * from './types.ts'
export * from './verb.ts'
export * from './wait.ts'
export type { Watch } from './watch.ts'
