import type { Expr, Mapping, StatefulStatement } from './expression.ts'
import type { Statement } from './statement.ts'

/** A family of tables, in nft's words. */
export type Family = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'

/** What names an object: its table, and its name or (to delete it) its handle. */
interface Named {
  family: Family
  table: string
  name: string
  handle?: number
}

export interface NftTable {
  family: Family
  name: string
  handle?: number
  flags?: 'dormant' | 'owner' | ('dormant' | 'owner')[]
  comment?: string
}

export interface NftChain extends Named {
  newname?: string
  type?: 'filter' | 'nat' | 'route'
  hook?: string
  /** A number, or nft's name for one (`'srcnat'`, `'filter + 10'`). */
  prio?: number | string
  dev?: string | string[]
  policy?: 'accept' | 'drop'
  comment?: string
}

export interface NftRule {
  family: Family
  table: string
  chain: string
  handle?: number
  index?: number
  comment?: string
  expr?: Statement[]
}

export type SetFlag = 'constant' | 'interval' | 'timeout' | 'dynamic'

/** A datatype by name, a concatenation of them, or the type of an expression. */
export type SetType = string | SetType[] | { typeof: Expr | Expr[] }

export interface NftSet extends Named {
  type: SetType
  policy?: 'performance' | 'memory'
  flags?: SetFlag | SetFlag[]
  elem?: Expr | (Expr | Mapping)[]
  /** Seconds. */
  timeout?: number
  /** Seconds. */
  'gc-interval'?: number
  size?: number
  'auto-merge'?: boolean
  comment?: string
  stmt?: StatefulStatement | StatefulStatement[]
}

export interface NftMap extends NftSet {
  /** The datatype of the data, `'verdict'`, or a kind of object. */
  map: SetType
}

export interface NftElement {
  family: Family
  table: string
  name: string
  elem: Expr | (Expr | Mapping)[]
}

export interface NftFlowtable extends Named {
  hook?: string
  prio?: number | string
  dev?: string | string[]
}

export interface NftCounter extends Named {
  packets?: number
  bytes?: number
  comment?: string
}

export interface NftQuota extends Named {
  bytes?: number
  used?: number
  inv?: boolean
  comment?: string
}

export interface NftLimit extends Named {
  rate?: number
  rate_unit?: string
  per?: string
  burst?: number
  burst_unit?: string
  unit?: 'packets' | 'bytes'
  inv?: boolean
  comment?: string
}

export interface NftCtHelper extends Named {
  type?: string
  protocol?: 'tcp' | 'udp'
  l3proto?: string
  comment?: string
}

export interface NftCtTimeout extends Named {
  protocol?: string
  l3proto?: string
  state?: string
  value?: number
  /** Seconds by state. */
  policy?: Record<string, number>
  comment?: string
}

export interface NftCtExpectation extends Named {
  l3proto?: string
  protocol?: string
  dport?: number
  /** Milliseconds. */
  timeout?: number
  size?: number
  comment?: string
}

export interface NftSynproxy extends Named {
  mss?: number
  wscale?: number
  flags?: string | string[]
  comment?: string
}

export interface NftSecmark extends Named {
  context?: string
  comment?: string
}

/** What nft puts in front of a listing. */
export interface NftMetainfo {
  version?: string
  release_name?: string
  json_schema_version?: number
}

/** One object of a ruleset, under its kind. */
export type NftObject =
  | { metainfo: NftMetainfo }
  | { table: NftTable }
  | { chain: NftChain }
  | { rule: NftRule }
  | { set: NftSet }
  | { map: NftMap }
  | { element: NftElement }
  | { flowtable: NftFlowtable }
  | { counter: NftCounter }
  | { quota: NftQuota }
  | { limit: NftLimit }
  | { 'ct helper': NftCtHelper }
  | { 'ct timeout': NftCtTimeout }
  | { 'ct expectation': NftCtExpectation }
  | { synproxy: NftSynproxy }
  | { secmark: NftSecmark }

/** The word under which an object stands. */
export type NftKind = NftObject extends infer O ? (O extends unknown ? keyof O : never) : never
