import type { NftElement, NftObject } from '../json.ts'

/** Options of `watch`. */
export interface NftWatchOptions {
  /** Yields the ruleset at the beginning, and again after commits were lost. */
  list?: boolean | undefined
  /** Receive buffer in bytes; 8 MiB by default. */
  buffer?: number | undefined
  /** False does not keep the process alive while a commit is awaited. */
  ref?: boolean | undefined
  /** Ends the iteration with the reason of the signal. */
  signal?: AbortSignal | undefined
}

/** What happened to one object, in the words of `nft -j monitor`. */
export interface NftChange {
  /** What happened to it; a rule that was not added at the end of its chain was inserted. */
  op: 'add' | 'insert' | 'delete'
  /** The object, as in `list`. Of a deleted one, the kernel may report no more than its name and handle. */
  object: NftObject
}

/**
 * Elements that were added to a set or deleted from it. They are kept packed, as the kernel sent them, and `elem` is made when it is read
 * first.
 */
export interface NftElementsChange {
  /** What happened to them. */
  op: 'add' | 'delete'
  /** The elements of one set, as in a command. */
  object: {
    /** The set, and its elements in `elem`. */
    readonly element: Readonly<NftElement>
  }
  /** Number of the elements. */
  count: number
}

/** A transaction. */
export interface NftCommit {
  /** Marks the event. */
  type: 'commit'
  /** Number of the ruleset after it; it counts transactions modulo 2^32. */
  generation: number
  /** Id of the process that made it; absent if the kernel does not report it. */
  pid?: number
  /** Name of that process. */
  process?: string
  /** Its changes, in order. Those of anonymous sets are part of the rules that use them. */
  changes: (NftChange | NftElementsChange)[]
}

/** The receive buffer overflowed: transactions up to this one were lost. */
export interface NftLost {
  /** Marks the event. */
  type: 'lost'
  /** Number of the ruleset from which on transactions are reported again. */
  generation: number
}

/** The ruleset, with `list: true`. */
export interface NftRuleset {
  /** Marks the event. */
  type: 'ruleset'
  /** Number of the ruleset. */
  generation: number
  /** All objects, as `list` returns them. */
  nftables: NftObject[]
}

/** What a watch of nftables yields. */
export type NftEvent = NftCommit | NftLost | NftRuleset
