import type { Expr, Mapping, StatefulStatement } from './expression.ts'
import type {
  NftCounter,
  NftCtExpectation,
  NftCtHelper,
  NftCtTimeout,
  NftLimit,
  NftQuota,
  NftSecmark,
  NftSynproxy,
} from './stateful.ts'
import type { Statement } from './statement.ts'

/** A family of tables, in nft's words. */
export type Family = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'

/** What names an object: its table, and its name or (to delete it) its handle. */
export interface NftNamed {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the object, unique among its kind in the table. */
  name: string
  /** Number that the kernel gave it, by which it can be deleted. */
  handle?: number
}

/** A table, which holds all the other objects. */
export interface NftTable {
  /** Family of the packets that its chains see. */
  family: Family
  /** Its name, unique in its family. */
  name: string
  /** Number that the kernel gave it, by which it can be deleted. */
  handle?: number
  /** 'dormant' turns its base chains off; 'owner' keeps other programs away, and deletes it when its socket closes. */
  flags?: 'dormant' | 'owner' | ('dormant' | 'owner')[]
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** Where packets come to a chain: on their way through the host, or (`'ingress'`, `'egress'`) of a device. */
export type NftHook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'ingress' | 'egress'

/** A chain of rules; with `type`, `hook` and `prio` a base chain, which packets come to without a jump. */
export interface NftChain extends NftNamed {
  /** Its new name, in the command `rename`. */
  newname?: string
  /** What a base chain does: 'filter' anything, 'nat' the first packet of a connection, 'route' repeats the route lookup. */
  type?: 'filter' | 'nat' | 'route'
  /** Where packets come to a base chain. */
  hook?: string
  /** Order among the base chains of a hook, the lower comes first: a number, or nft's name for one (`'srcnat'`, `'filter + 10'`). */
  prio?: number | string
  /** Devices whose packets come to it, for the hooks 'ingress' and 'egress'. */
  dev?: string | string[]
  /** What becomes of packets at the end of a base chain; 'accept' unless given. */
  policy?: 'accept' | 'drop'
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A rule: statements in order. `handle` or `index` names another rule, to come before or after it. */
export interface NftRule {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the chain. */
  chain: string
  /** Number that the kernel gave it; to add or insert, that of the rule to come after or before. */
  handle?: number
  /** Place in the chain, counted from 0, of the rule to come after (add) or before (insert). */
  index?: number
  /** Free text of at most 128 bytes. */
  comment?: string
  /** The statements, in order. */
  expr?: Statement[]
}

/** Properties of a set: 'interval' for ranges, 'timeout' for elements that go away, 'dynamic' for those that rules add. */
export type SetFlag = 'constant' | 'interval' | 'timeout' | 'dynamic'

/** The type that an expression has. */
export interface TypeOf {
  /** The expression, { payload: ... }, or several for a concatenation. */
  typeof: Expr | Expr[]
}

/** A datatype by name, a concatenation of them, or the type of an expression. */
export type SetType = string | SetType[] | TypeOf

/** A named set of keys. */
export interface NftSet extends NftNamed {
  /** Datatype of the keys, 'ipv4_addr', ['ipv4_addr', 'inet_service'], or { typeof: expression }. */
  type: SetType
  /** What the kernel prefers where it chooses how to keep the elements; 'performance' unless given. */
  policy?: 'performance' | 'memory'
  /** Properties of the set. */
  flags?: SetFlag | SetFlag[]
  /** Its elements. */
  elem?: Expr | (Expr | Mapping)[]
  /** Seconds for which an element stays, unless it has a timeout of its own. */
  timeout?: number
  /** Seconds between removals of elements whose time is over. */
  'gc-interval'?: number
  /** How many elements it may have. */
  size?: number
  /** Whether elements that overlap or adjoin are merged, in a set of ranges. */
  'auto-merge'?: boolean
  /** Free text of at most 128 bytes. */
  comment?: string
  /** Statements that each element gets, such as a counter. */
  stmt?: StatefulStatement | StatefulStatement[]
}

/** A named map from keys to data; with `map: 'verdict'` a verdict map. */
export interface NftMap extends NftSet {
  /** The datatype of the data, `'verdict'`, or a kind of object. */
  map: SetType
}

/** Elements to add to a named set or map, or to delete from it. */
export interface NftElement {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the set or map. */
  name: string
  /** The elements, or pairs of key and data. */
  elem: Expr | (Expr | Mapping)[]
}

/** A flowtable: flows handed to it bypass the rules between its links. */
export interface NftFlowtable extends NftNamed {
  /** Always 'ingress'. */
  hook?: string
  /** Order among what is at the hook, the lower comes first: a number, or nft's name for one (`'filter'`). */
  prio?: number | string
  /** Links between which flows are handed over. */
  dev?: string | string[]
}

/** What nft puts in front of a listing. */
export interface NftMetainfo {
  /** Version of nft, '1.0.6'. */
  version?: string
  /** Name of that version. */
  release_name?: string
  /** Version of the JSON, 1. */
  json_schema_version?: number
}

/** Every kind of object under its word. */
export interface NftObjects {
  /** What nft puts in front of a listing. */
  metainfo: NftMetainfo
  /** A table. */
  table: NftTable
  /** A chain. */
  chain: NftChain
  /** A rule. */
  rule: NftRule
  /** A set. */
  set: NftSet
  /** A map. */
  map: NftMap
  /** Elements of a set or map. */
  element: NftElement
  /** A flowtable. */
  flowtable: NftFlowtable
  /** A counter. */
  counter: NftCounter
  /** A quota. */
  quota: NftQuota
  /** A limit. */
  limit: NftLimit
  /** A helper of connection tracking. */
  'ct helper': NftCtHelper
  /** Timeouts of connection tracking. */
  'ct timeout': NftCtTimeout
  /** An expected connection. */
  'ct expectation': NftCtExpectation
  /** Options of a SYN proxy. */
  synproxy: NftSynproxy
  /** A security context. */
  secmark: NftSecmark
}

/** The word under which an object stands. */
export type NftKind = keyof NftObjects

/** One object of a ruleset, under its kind. */
export type NftObject = { [K in NftKind]: Pick<NftObjects, K> }[NftKind]
