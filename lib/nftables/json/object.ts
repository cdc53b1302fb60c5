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

/** Family of a table. */
export type Family = 'ip' | 'ip6' | 'inet' | 'arp' | 'bridge' | 'netdev'

/** Identifies an object by its table and its name; to delete it, `handle` may replace the name. */
export interface NftNamed {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the object; unique in its table among objects of the same kind. */
  name: string
  /** Handle, assigned by the kernel; can replace the name to delete the object. */
  handle?: number
}

/** A table, which contains the other objects. */
export interface NftTable {
  /** Family of the packets that reach its chains. */
  family: Family
  /** Name of the table, unique in its family. */
  name: string
  /** Handle, assigned by the kernel; can replace the name to delete the object. */
  handle?: number
  /** 'dormant' disables its base chains; 'owner' prevents other programs from changing the table, and deletes it when the handle is closed. */
  flags?: 'dormant' | 'owner' | ('dormant' | 'owner')[]
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** Netfilter hook of a base chain. */
export type NftHook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting' | 'ingress' | 'egress'

/** A chain of rules; with `type`, `hook` and `prio`, a base chain, which the kernel calls at that hook. */
export interface NftChain extends NftNamed {
  /** New name, for the command `rename`. */
  newname?: string
  /**
   * Type of a base chain: 'filter' for general use; 'nat' sees only the first packet of each connection; 'route' repeats the route lookup
   * if a packet changes.
   */
  type?: 'filter' | 'nat' | 'route'
  /** Hook of a base chain, such as 'input'. */
  hook?: string
  /** Priority among the base chains of a hook, lowest first: a number, or a name with an optional offset (`'srcnat'`, `'filter + 10'`). */
  prio?: number | string
  /** Links whose packets the chain receives, for the hooks 'ingress' and 'egress'. */
  dev?: string | string[]
  /** Verdict at the end of a base chain; 'accept' by default. */
  policy?: 'accept' | 'drop'
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A rule: a list of statements. `handle` or `index` refers to an existing rule, before or after which it is placed. */
export interface NftRule {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the chain. */
  chain: string
  /** Handle, assigned by the kernel; to add or insert a rule, the handle of the rule to place it after or before. */
  handle?: number
  /** Position, counted from 0, of the rule to place this one after (`add`) or before (`insert`). */
  index?: number
  /** Free text of at most 128 bytes. */
  comment?: string
  /** The statements, in order. */
  expr?: Statement[]
}

/**
 * Properties of a set: 'interval' for ranges, 'timeout' for elements that expire, 'dynamic' for elements that rules add, 'constant' for
 * contents that never change.
 */
export type SetFlag = 'constant' | 'interval' | 'timeout' | 'dynamic'

/** The type of an expression. */
export interface TypeOf {
  /** An expression such as { payload: ... }, or several for a concatenation. */
  typeof: Expr | Expr[]
}

/** A data type by name, a concatenation of types, or the type of an expression. */
export type SetType = string | SetType[] | TypeOf

/** A named set. */
export interface NftSet extends NftNamed {
  /** Type of the keys: 'ipv4_addr', ['ipv4_addr', 'inet_service'] or { typeof: expression }. */
  type: SetType
  /** Whether the kernel chooses an implementation for speed or for memory; 'performance' by default. */
  policy?: 'performance' | 'memory'
  /** Properties of the set, such as 'interval' for ranges. */
  flags?: SetFlag | SetFlag[]
  /** Elements: values, ranges, prefixes, or elements with properties. */
  elem?: Expr | (Expr | Mapping)[]
  /** Default lifetime of elements, in seconds. */
  timeout?: number
  /** Interval between removals of expired elements, in seconds. */
  'gc-interval'?: number
  /** Maximum number of elements; for a set with flag 'dynamic', 65535 by default. */
  size?: number
  /** Merges adjacent and overlapping elements of a set with flag 'interval'. */
  'auto-merge'?: boolean
  /** Free text of at most 128 bytes. */
  comment?: string
  /** Statements for each element, such as a counter. */
  stmt?: StatefulStatement | StatefulStatement[]
}

/** A named map; with `map: 'verdict'`, a verdict map. */
export interface NftMap extends NftSet {
  /** Type of the data, 'verdict', or a kind of object such as 'counter'. */
  map: SetType
}

/** Elements of a named set or map, to add or delete. */
export interface NftElement {
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the set or map. */
  name: string
  /** Elements, or pairs of key and data. */
  elem: Expr | (Expr | Mapping)[]
}

/** A flowtable: packets of its flows are forwarded between its links without passing the rules. */
export interface NftFlowtable extends NftNamed {
  /** Always 'ingress'. */
  hook?: string
  /** Priority at the hook, lowest first: a number, or a name such as 'filter'. */
  prio?: number | string
  /** Links between which flows are forwarded. */
  dev?: string | string[]
}

/** Header of a listing by nft. */
export interface NftMetainfo {
  /** Version of nft, '1.0.6'. */
  version?: string
  /** Name of that version. */
  release_name?: string
  /** Version of the JSON schema, 1. */
  json_schema_version?: number
}

/** Every kind of object, by its keyword. */
export interface NftObjects {
  /** Versions of nft and its JSON schema. */
  metainfo: NftMetainfo
  /** A table. */
  table: NftTable
  /** A chain; a base chain if it has type, hook and priority. */
  chain: NftChain
  /** A rule: its chain and statements. */
  rule: NftRule
  /** A set: type of the keys, properties, elements. */
  set: NftSet
  /** A map: types of keys and data, properties, elements. */
  map: NftMap
  /** Elements of a set or map, to add or delete. */
  element: NftElement
  /** A flowtable: its links and priority. */
  flowtable: NftFlowtable
  /** A counter object. */
  counter: NftCounter
  /** A quota object. */
  quota: NftQuota
  /** A limit object: rate and burst. */
  limit: NftLimit
  /** A connection tracking helper. */
  'ct helper': NftCtHelper
  /** A connection tracking timeout policy. */
  'ct timeout': NftCtTimeout
  /** A connection tracking expectation. */
  'ct expectation': NftCtExpectation
  /** A synproxy object: TCP options of a SYN proxy. */
  synproxy: NftSynproxy
  /** A secmark object: a security context. */
  secmark: NftSecmark
}

/** Kind of an object, such as 'table' or 'ct helper'. */
export type NftKind = keyof NftObjects

/** An object of a ruleset, under its kind: { table: { ... } }. */
export type NftObject = { [K in NftKind]: Pick<NftObjects, K> }[NftKind]
