import type { Family, NftChain, NftKind, NftObject, NftObjects, NftRule } from './object.ts'

/** Refers to an object by `name` or `handle`. */
export interface NftReference {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table?: string
  /** Name of the chain, for a rule. */
  chain?: string
  /** Name of the object. */
  name?: string
  /** Handle: the number assigned by the kernel. */
  handle?: number
  /** Position of a rule in its chain, counted from 0. */
  index?: number
}

/** A reference to an object, under its kind. */
export type NftSelection = { [K in NftKind]: Selected<Pick<NftObjects, K>> }[NftKind]

type Selected<O> = { [K in keyof O]: NftReference & Record<string, unknown> }

/** A rule, as the argument of a command. */
export interface OneRule {
  /** The rule: its chain, position and statements. */
  rule: NftRule
}

/** A chain, as the argument of a command. */
export interface OneChain {
  /** The chain, and its `newname`. */
  chain: NftChain
}

/** Selects one family, or all of them. */
export interface FamilySelection {
  /** Address family; all by default. */
  family?: Family
}

/** The ruleset, or the part of one family. */
export interface WholeRuleset {
  /** Family to select; null for all. */
  ruleset: FamilySelection | null
}

/** All counter objects. */
export interface EveryCounter {
  /** Family and table of the counters; null for all. */
  counters: object | null
}

/** All quota objects. */
export interface EveryQuota {
  /** Family and table of the quotas; null for all. */
  quotas: object | null
}

/** Every command, by its keyword. */
export interface NftCommandWords {
  /** Header of a listing by nft; ignored. */
  metainfo: object
  /** Adds the object; no error if it exists. A rule is appended to its chain, or added after the rule given by `handle` or `index`. */
  add: NftObject
  /** Creates the object; EEXIST if it exists. */
  create: NftObject
  /** Inserts a rule at the start of its chain, or before the rule given by `handle` or `index`. */
  insert: OneRule
  /** Replaces the rule given by `handle` or `index`. */
  replace: OneRule
  /** Deletes the object; ENOENT if it does not exist. */
  delete: NftObject | NftSelection
  /** Deletes the object; no error if it does not exist. Since Linux 6.3. */
  destroy: NftObject | NftSelection
  /** Removes the contents of the ruleset, a table, a chain, a set or a map. */
  flush: WholeRuleset | NftObject | NftSelection
  /** Lists counters or quotas and resets them to 0. */
  reset: NftObject | NftSelection | EveryCounter | EveryQuota
  /** Renames a chain to its `newname`. */
  rename: OneChain
  /** Lists one object or all of a kind, such as { chains: { family: 'inet' } }. */
  list: Record<string, object | null>
}

type Word = keyof NftCommandWords

/** A command: its keyword, and the object or selection that it applies to. */
export type NftCommand = { [K in Word]: Pick<NftCommandWords, K> }[Word]

/** A document as nft reads and prints it. */
export interface NftDocument {
  /** The commands, in order. */
  nftables: (NftCommand | NftObject)[]
}

/** Commands, in order. An object without a command is added, so that listings can be applied. */
export type NftCommands = NftDocument | (NftCommand | NftObject)[]
