import type { Expression } from '../bytecode.ts'
import type { Element, Typed } from './node.ts'

/** NFT_SET_* */
export const ANONYMOUS = 1
export const CONSTANT = 2
export const INTERVAL = 4
export const MAP = 8
export const TIMEOUT = 16
export const EVAL = 32
export const OBJECT = 64
export const CONCAT = 128
export const EXPR = 256

/** The key or the data of a set; a concatenation has parts. */
export interface SetSide extends Typed {
  parts?: readonly Typed[]
  /** Data are ranges: two values behind each other. */
  interval?: boolean
}

/** What the compiler knows of a set, whether it is in the kernel, in this transaction or anonymous. */
export interface SetInfo {
  family: number
  table: string
  name: string
  /** Names it within the transaction, where it is made in it. */
  id: number | undefined
  flags: number
  key: SetSide
  data?: SetSide
  objectType?: number
  autoMerge: boolean
  /** Bytes of each field of an interval set of concatenations. */
  fields?: number[]
  /** Statements that every element carries. */
  expressions?: Expression[]
  /** That of its elements unless they have one of their own; milliseconds. */
  timeout?: bigint
  /** Of anonymous sets. */
  elements: Element[]
  /** NFTNL_SET_DESC_SIZE, where a size was given. */
  size?: number
  /** What nft keeps of the expression that the key or the data were made like. */
  keyTypeof?: Uint8Array
  dataTypeof?: Uint8Array
}

export function isAnonymous(set: SetInfo): boolean {
  return (set.flags & ANONYMOUS) !== 0
}

export function isInterval(set: SetInfo): boolean {
  return (set.flags & INTERVAL) !== 0
}
