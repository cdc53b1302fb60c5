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
  /** Properties of the set, such as 'interval' for ranges. */
  flags?: SetFlag | SetFlag[]
  /** Its elements: values, ranges, prefixes, or elements with properties of their own. */
  elem?: Expr | (Expr | Mapping)[]
  /** Seconds for which an element stays, unless it has a timeout of its own. */
  timeout?: number
  /** Seconds between removals of elements whose time is over. */
  'gc-interval'?: number
  /** How many elements it may have; 65535 for a set that rules add to, unless given. */
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
  /** Version of nft and of its JSON, in front of a listing. */
  metainfo: NftMetainfo
  /** A table: its family and its name. */
  table: NftTable
  /** A chain: its table, and for a base chain type, hook, priority and policy. */
  chain: NftChain
  /** A rule: its chain, and the statements. */
  rule: NftRule
  /** A set: the type of its keys, its properties, its elements. */
  set: NftSet
  /** A map: the types of its keys and data, its properties, its pairs. */
  map: NftMap
  /** Elements that are added to a set or map, or deleted from it. */
  element: NftElement
  /** A flowtable: its devices, and the priority among what is at their hook. */
  flowtable: NftFlowtable
  /** A counter object: packets and bytes so far. */
  counter: NftCounter
  /** A quota object: how many bytes may pass, and how many have. */
  quota: NftQuota
  /** A limit object: the rate and the burst. */
  limit: NftLimit
  /** A helper object of connection tracking: the kernel's helper and its protocol. */
  'ct helper': NftCtHelper
  /** A timeout object of connection tracking: seconds by state. */
  'ct timeout': NftCtTimeout
  /** An expectation object: the connection that is expected after another one. */
  'ct expectation': NftCtExpectation
  /** A synproxy object: what the SYN proxy offers to clients. */
  synproxy: NftSynproxy
  /** A secmark object: the security context of packets. */
  secmark: NftSecmark
}

/** The word under which an object stands. */
export type NftKind = keyof NftObjects

/** One object of a ruleset, under its kind. */
export type NftObject = { [K in NftKind]: Pick<NftObjects, K> }[NftKind]
