import type { Family, NftChain, NftObject, NftRule } from './object.ts'

/** Names one object; `name` or `handle` is enough. */
export interface NftReference {
  family: Family
  table?: string
  chain?: string
  name?: string
  handle?: number
  index?: number
}

type Kinds<O> = O extends unknown ? keyof O : never

/** An object named by kind, for the commands that need no more than its name. */
export type NftSelection = {
  [K in Kinds<NftObject>]: { [P in K]: NftReference & Record<string, unknown> }
}[Kinds<NftObject>]

/** One command: its word, and the object or the selection that it is about. */
export type NftCommand =
  | { metainfo: object }
  | { add: NftObject }
  | { create: NftObject }
  | { insert: { rule: NftRule } }
  | { replace: { rule: NftRule } }
  | { delete: NftObject | NftSelection }
  | { destroy: NftObject | NftSelection }
  | { flush: { ruleset: { family?: Family } | null } | NftObject | NftSelection }
  | { reset: NftObject | NftSelection | { counters: object | null } | { quotas: object | null } }
  | { rename: { chain: NftChain } }
  | { list: Record<string, object | null> }

/** Commands in order; an object without a command is added, as nft reads what it prints. */
export type NftCommands = { nftables: (NftCommand | NftObject)[] } | (NftCommand | NftObject)[]
