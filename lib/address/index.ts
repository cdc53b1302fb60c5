export * from './address.ts'
export type { AddressLifetimeOptions, AddressLifetimes } from './message.ts'
