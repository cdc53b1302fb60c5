import type { Expr, Mapping, StatefulStatement, Uint64 } from './expression.ts'
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

/** A table, which holds all the other objects. */
export interface NftTable {
  family: Family
  name: string
  handle?: number
  flags?: 'dormant' | 'owner' | ('dormant' | 'owner')[]
  comment?: string
}

/** Where packets come to a chain: on their way through the host, or (`'ingress'`, `'egress'`) of a device. */
export type NftHook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'ingress' | 'egress'

/** A chain of rules; with `type`, `hook` and `prio` a base chain, which packets come to by themselves. */
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

/** A rule: statements in order. `handle` or `index` names another rule, to come before or behind it. */
export interface NftRule {
  family: Family
  table: string
  chain: string
  handle?: number
  index?: number
  comment?: string
  expr?: Statement[]
}

/** Properties of a set: 'interval' for ranges, 'timeout' for elements that go away, 'dynamic' for those that rules add. */
export type SetFlag = 'constant' | 'interval' | 'timeout' | 'dynamic'

/** A datatype by name, a concatenation of them, or the type of an expression. */
export type SetType = string | SetType[] | { typeof: Expr | Expr[] }

/** A named set of keys. */
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

/** A named map from keys to data; with `map: 'verdict'` a verdict map. */
export interface NftMap extends NftSet {
  /** The datatype of the data, `'verdict'`, or a kind of object. */
  map: SetType
}

/** Elements to add to a named set or map, or to delete from it. */
export interface NftElement {
  family: Family
  table: string
  name: string
  elem: Expr | (Expr | Mapping)[]
}

/** A flowtable: flows handed to it bypass the rules between its links. */
export interface NftFlowtable extends Named {
  hook?: string
  prio?: number | string
  dev?: string | string[]
}

/** A named counter, which several rules may share. */
export interface NftCounter extends Named {
  packets?: Uint64
  bytes?: Uint64
  comment?: string
}

/** A named quota: `bytes` to use up, `used` of them so far; `inv` holds once it is exceeded. */
export interface NftQuota extends Named {
  bytes?: Uint64
  used?: Uint64
  inv?: boolean
  comment?: string
}

/** A named limit: `rate` in `rate_unit` per `per`, and `burst` beyond it; `inv` holds while it is exceeded. */
export interface NftLimit extends Named {
  rate?: Uint64
  rate_unit?: string
  per?: string
  burst?: number
  burst_unit?: string
  unit?: 'packets' | 'bytes'
  inv?: boolean
  comment?: string
}

/** A named helper of connection tracking, such as that of FTP. */
export interface NftCtHelper extends Named {
  type?: string
  protocol?: 'tcp' | 'udp'
  l3proto?: string
  comment?: string
}

/** Named timeouts of connection tracking, by state of the protocol. */
export interface NftCtTimeout extends Named {
  protocol?: string
  l3proto?: string
  state?: string
  value?: number
  /** Seconds by state. */
  policy?: Record<string, number>
  comment?: string
}

/** A named expectation: the connection that is to follow another one. */
export interface NftCtExpectation extends Named {
  l3proto?: string
  protocol?: string
  dport?: number
  /** Milliseconds. */
  timeout?: number
  size?: number
  comment?: string
}

/** Named options of a SYN proxy. */
export interface NftSynproxy extends Named {
  mss?: number
  wscale?: number
  flags?: string | string[]
  comment?: string
}

/** A named security context (SELinux) for packets. */
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
