import type { Set as SetObject } from '../bytecode.ts'
import type { Byteorder } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import type { Names } from '../datatype/names.ts'
import type { Expr } from '../json.ts'
import type { ElementColumns } from '../native.ts'

/** One part of a key or of data: its type, and how many bits of its registers mean something. */
export interface Part {
  type: Datatype
  order: Byteorder
  bits: number
  /** The expression that the part was declared by. */
  like?: Expr | undefined
}

/** What a set says of the sets of its table that a rule refers to. */
export interface KnownSet {
  set: SetObject
  name: string
  anonymous: boolean
  /** NFT_SET_INTERVAL */
  interval: boolean
  /** Parts of the key; several for a concatenation. */
  key: Part[]
  /** Bits of the key with the padding of its parts. */
  keyBits: number
  /** Parts of the data of a map; none for a map of verdicts. */
  data?: Part[]
  /** Bits of the data as they lie in the registers. */
  dataBits: number
  /** The data are from and to. */
  dataInterval: boolean
  verdicts: boolean
  elements?: ElementColumns
}

/** How the listing is printed. */
export interface Style {
  /** Counters and quotas without what they counted. */
  stateless: boolean
  /** Protocols by number. */
  numericProtocols: boolean
}

/** What the rules of one table refer to. */
export interface Scope {
  /** NFPROTO_* */
  family: number
  sets: ReadonlyMap<string, KnownSet>
  names: Names
  style: Style
}

/** NFT_SET_* */
export const SET_ANONYMOUS = 1
export const SET_CONSTANT = 2
export const SET_INTERVAL = 4
export const SET_MAP = 8
export const SET_TIMEOUT = 16
export const SET_EVAL = 32
export const SET_OBJECT = 64
