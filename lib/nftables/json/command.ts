import type { Family, NftChain, NftKind, NftObject, NftObjects, NftRule } from './object.ts'

/** Names one object; `name` or `handle` is enough. */
export interface NftReference {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table?: string
  /** Name of the chain, of a rule. */
  chain?: string
  /** Name of the object. */
  name?: string
  /** Number that the kernel gave it. */
  handle?: number
  /** Place of a rule in its chain, counted from 0. */
  index?: number
}

/** An object named by kind, for the commands that need no more than its name. */
export type NftSelection = { [K in NftKind]: Selected<Pick<NftObjects, K>> }[NftKind]

type Selected<O> = { [K in keyof O]: NftReference & Record<string, unknown> }

/** A rule under its kind. */
export interface OneRule {
  /** The rule: where it is, and its statements. */
  rule: NftRule
}

/** A chain under its kind. */
export interface OneChain {
  /** The chain by its name, and its `newname`. */
  chain: NftChain
}

/** One family, or every one. */
export interface FamilySelection {
  /** The family; every one unless given. */
  family?: Family
}

/** The whole ruleset, or that of a family. */
export interface WholeRuleset {
  /** The family; null for all of them. */
  ruleset: FamilySelection | null
}

/** Every counter. */
export interface EveryCounter {
  /** Family and table of the counters; null for all of them. */
  counters: object | null
}

/** Every quota. */
export interface EveryQuota {
  /** Family and table of the quotas; null for all of them. */
  quotas: object | null
}

/** Every command under its word. */
export interface NftCommandWords {
  /** What nft puts in front of a listing; ignored. */
  metainfo: object
  /** Makes the object; nothing happens where it is there. A rule comes to the end of its chain, or after the one that is named. */
  add: NftObject
  /** Makes the object; EEXIST where it is there. */
  create: NftObject
  /** Makes a rule in front of the chain's first one, or of the one that is named. */
  insert: OneRule
  /** Puts a rule in the place of the one that is named. */
  replace: OneRule
  /** Deletes the object; ENOENT where there is none. */
  delete: NftObject | NftSelection
  /** Deletes the object; nothing happens where there is none. Since Linux 6.3. */
  destroy: NftObject | NftSelection
  /** Empties what is named: the ruleset, a table, a chain, a set, a map. */
  flush: WholeRuleset | NftObject | NftSelection
  /** Lists counters or quotas, and sets them to 0. */
  reset: NftObject | NftSelection | EveryCounter | EveryQuota
  /** Gives a chain its `newname`. */
  rename: OneChain
  /** Lists objects by the word for one or several of a kind, { chains: { family: 'inet' } }. */
  list: Record<string, object | null>
}

type Word = keyof NftCommandWords

/** One command: its word, and the object or the selection that it is about. */
export type NftCommand = { [K in Word]: Pick<NftCommandWords, K> }[Word]

/** A list of commands as nft writes it. */
export interface NftDocument {
  /** The commands in order. */
  nftables: (NftCommand | NftObject)[]
}

/** Commands in order; an object without a command is added, as nft reads what it prints. */
export type NftCommands = NftDocument | (NftCommand | NftObject)[]
