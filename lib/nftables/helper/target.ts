import type { Family, NftChain, NftHook } from '../json.ts'

/** An object of a table. */
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

/** An object of a table, by its handle. */
export interface NumberedInTable extends InTable {
  /** Handle of the object, assigned by the kernel. */
  handle: number
}

/** A table, by its name. */
export interface NamedTable {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  name: string
}

/** A table, by its handle. */
export interface NumberedTable {
  /** Family of the table. */
  family: Family
  /** Handle of the table, assigned by the kernel. */
  handle: number
}

/** A rule, by its handle. */
export interface NumberedRule extends NumberedInTable {
  /** Name of the chain. */
  chain: string
}

/** A rule, by its position. */
export interface PlacedRule extends InTable {
  /** Name of the chain. */
  chain: string
  /** Position of the rule in its chain, counted from 0. */
  index: number
}

/** Part of the ruleset to list: a family, a table, or everything. */
export interface WithinRuleset {
  /** Address family; all by default. */
  family?: Family
  /** Name of the table; all by default. */
  table?: string
}

/** A base chain, which the kernel calls at its hook; `type`, `hook` and `prio` are required. */
export interface NewBaseChain extends NftChain {
  /** Type: 'filter' for general use; 'nat' sees only the first packet of each connection; 'route' repeats the route lookup if a packet changes. */
  type: NonNullable<NftChain['type']>
  /** Hook, such as 'input'. */
  hook: NftHook
  /** Priority among the base chains of the hook, lowest first: a number, or a name such as 'filter'. */
  prio: number | string
}

/** A regular chain, the destination of jumps. */
export interface NewRegularChain extends Omit<NftChain, 'type' | 'hook' | 'prio' | 'dev'> {
  /** Only for base chains. */
  type?: never
  /** Only for base chains. */
  hook?: never
  /** Only for base chains. */
  prio?: never
  /** Only for base chains. */
  dev?: never
}

/** A base chain has type, hook and priority; a regular chain has none of them. */
export type NewChain = NewBaseChain | NewRegularChain
