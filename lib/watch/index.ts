export type * from './types.ts'
export * from './wait.ts'
export * from './watch.ts'
