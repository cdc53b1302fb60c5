import type { Family, NftChain, NftHook } from '../json.ts'

/** What is in a table. */
export interface InTable {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
}

/** An object of a table, by its name. */
export interface NamedInTable extends InTable {
  /** Name of the object. */
  name: string
}

/** An object of a table, by the number that the kernel gave it. */
export interface NumberedInTable extends InTable {
  /** Number that the kernel gave the object. */
  handle: number
}

/** A table by its name. */
export interface NamedTable {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  name: string
}

/** A table by the number that the kernel gave it. */
export interface NumberedTable {
  /** Family of the table. */
  family: Family
  /** Number that the kernel gave the table. */
  handle: number
}

/** A rule by the number that the kernel gave it. */
export interface NumberedRule extends NumberedInTable {
  /** Name of the chain. */
  chain: string
}

/** A rule by its place. */
export interface PlacedRule extends InTable {
  /** Name of the chain. */
  chain: string
  /** Place of the rule in the chain, counted from 0. */
  index: number
}

/** What of the ruleset is listed: one family, one table; everything without them. */
export interface WithinRuleset {
  /** The family; every one unless given. */
  family?: Family
  /** Name of the table; every one unless given. */
  table?: string
}

/** A chain that packets come to by its hook; it says all of where they come from. */
export interface NewBaseChain extends NftChain {
  /** What it does: 'filter' anything, 'nat' the first packet of a connection, 'route' repeats the route lookup. */
  type: NonNullable<NftChain['type']>
  /** Where packets come to it. */
  hook: NftHook
  /** Order among the base chains of the hook, the lower comes first. */
  prio: number | string
}

/** A chain that others jump to; it has no hook. */
export interface NewRegularChain extends Omit<NftChain, 'type' | 'hook' | 'prio' | 'dev'> {
  /** Only of a base chain. */
  type?: never
  /** Only of a base chain. */
  hook?: never
  /** Only of a base chain. */
  prio?: never
  /** Only of a base chain. */
  dev?: never
}

/** A base chain says all of where packets come to it from; a chain that others jump to says nothing of it. */
export type NewChain = NewBaseChain | NewRegularChain
