import type {
  Family,
  FamilySelection,
  NftCommand,
  NftCounter,
  NftCtExpectation,
  NftCtHelper,
  NftCtTimeout,
  NftElement,
  NftFlowtable,
  NftLimit,
  NftMap,
  NftObject,
  NftQuota,
  NftRule,
  NftSecmark,
  NftSet,
  NftSynproxy,
  NftTable,
  Statement,
} from '../json.ts'
import type {
  InTable,
  NamedInTable,
  NamedTable,
  NewChain,
  NumberedInTable,
  NumberedRule,
  NumberedTable,
  PlacedRule,
  WithinRuleset,
} from './target.ts'
import { written } from './written.ts'

/** What is named to be deleted, flushed or listed. */
type Reference = NamedInTable | NumberedInTable

type Elements = Extract<NftElement['elem'], unknown[]>

function withElements<S extends NftSet>(set: S): S {
  return set.elem === undefined ? set : { ...set, elem: written(set.elem) }
}

function making<V extends 'add' | 'create'>(verb: V) {
  type Made = Extract<NftCommand, Record<V, unknown>>
  const command = (object: NftObject): Made => ({ [verb]: object }) as Made
  return Object.freeze({
    /** Makes a table; nft: `add table`. */
    table: (table: NftTable) => command({ table }),
    /** Makes a chain: a base chain with `type`, `hook` and `prio`, otherwise one to jump to; nft: `add chain`. */
    chain: (chain: NewChain) => command({ chain }),
    /** Makes a rule of these statements, in the chain that `where` names; nft: `add rule`. */
    rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]) => command({ rule: { ...where, expr } }),
    /** Makes a set, with its elements where they are given; nft: `add set`. */
    set: (set: NftSet) => command({ set: withElements(set) }),
    /** Makes a map, with its elements where they are given; nft: `add map`. */
    map: (map: NftMap) => command({ map: withElements(map) }),
    /** Puts elements, or pairs of key and data, into the set or map that `where` names; nft: `add element`. */
    elements: (where: NamedInTable, elem: Elements) => command({ element: { ...where, elem: written(elem) } }),
    /** Makes a flowtable; nft: `add flowtable`. */
    flowtable: (flowtable: NftFlowtable) => command({ flowtable }),
    /** Makes a counter object; nft: `add counter`. */
    counter: (counter: NftCounter) => command({ counter }),
    /** Makes a quota object; nft: `add quota`. */
    quota: (quota: NftQuota) => command({ quota }),
    /** Makes a limit object; nft: `add limit`. */
    limit: (limit: NftLimit) => command({ limit }),
    /** Makes a helper of connection tracking; nft: `add ct helper`. */
    ctHelper: (helper: NftCtHelper) => command({ 'ct helper': helper }),
    /** Makes timeouts of connection tracking; nft: `add ct timeout`. */
    ctTimeout: (timeout: NftCtTimeout) => command({ 'ct timeout': timeout }),
    /** Makes an expected connection; nft: `add ct expectation`. */
    ctExpectation: (expectation: NftCtExpectation) => command({ 'ct expectation': expectation }),
    /** Makes options of a SYN proxy; nft: `add synproxy`. */
    synproxy: (synproxy: NftSynproxy) => command({ synproxy }),
    /** Makes a security context; nft: `add secmark`. */
    secmark: (secmark: NftSecmark) => command({ secmark }),
  })
}

/**
 * Commands that add, each for one kind of object; nothing happens where it is there (a rule is added each time, at the end of its chain
 * or behind the one of its `index`): `add.table({ family: 'inet', name: 't' })`, `add.rule({ family: 'inet', table: 't', chain: 'c' },
 * [match(tcp.dport, '==', 22), accept()])`, `add.elements({ family: 'inet', table: 't', name: 's' }, ['10.0.0.0/8'])`.
 */
export const add = making('add')

/** Commands that make, each for one kind of object, and are refused (EEXIST) where it is there. */
export const create = making('create')

/** `insert.rule(where, statements)`: in front of the first rule of the chain, or of the one of its `handle` or `index`. */
export const insert = Object.freeze({
  /** Makes a rule of these statements in front of the one that `where` names, or of the chain's first; nft: `insert rule`. */
  rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]): NftCommand => ({
    insert: { rule: { ...where, expr } },
  }),
})

/** `replace.rule(where, statements)`: in the place of the rule of this `handle` or `index`. */
export const replace = Object.freeze({
  /** Puts a rule of these statements in the place of the one that `where` names; nft: `replace rule`. */
  rule: (
    where: InTable & Omit<NftRule, 'expr'> & ({ handle: number } | { index: number }),
    expr: Statement[],
  ): NftCommand => ({ replace: { rule: { ...where, expr } } }),
})

function removing<V extends 'delete' | 'destroy'>(verb: V) {
  const command = (object: object): NftCommand => ({ [verb]: object }) as unknown as NftCommand
  return Object.freeze({
    /** Deletes a table with all that it holds; nft: `delete table`. */
    table: (table: NamedTable | NumberedTable) => command({ table }),
    /** Deletes a chain with its rules; EBUSY while a rule jumps to it; nft: `delete chain`. */
    chain: (chain: Reference) => command({ chain }),
    /** Deletes a rule, by its handle or its place in the chain; nft: `delete rule`. */
    rule: (rule: NumberedRule | PlacedRule) => command({ rule }),
    /** Deletes a set; EBUSY while a rule refers to it; nft: `delete set`. */
    set: (set: Reference) => command({ set }),
    /** Deletes a map; EBUSY while a rule refers to it; nft: `delete map`. */
    map: (map: Reference) => command({ map }),
    /** Takes elements out of the set or map that `where` names; nft: `delete element`. */
    elements: (where: NamedInTable, elem: Elements) => command({ element: { ...where, elem: written(elem) } }),
    /** Deletes a flowtable; EBUSY while a rule refers to it; nft: `delete flowtable`. */
    flowtable: (flowtable: Reference) => command({ flowtable }),
    /** Deletes a counter object; EBUSY while a rule refers to it; nft: `delete counter`. */
    counter: (counter: Reference) => command({ counter }),
    /** Deletes a quota object; EBUSY while a rule refers to it; nft: `delete quota`. */
    quota: (quota: Reference) => command({ quota }),
    /** Deletes a limit object; EBUSY while a rule refers to it; nft: `delete limit`. */
    limit: (limit: Reference) => command({ limit }),
    /** Deletes a helper of connection tracking; EBUSY while a rule refers to it; nft: `delete ct helper`. */
    ctHelper: (helper: Reference) => command({ 'ct helper': helper }),
    /** Deletes timeouts of connection tracking; EBUSY while a rule refers to it; nft: `delete ct timeout`. */
    ctTimeout: (timeout: Reference) => command({ 'ct timeout': timeout }),
    /** Deletes an expected connection; EBUSY while a rule refers to it; nft: `delete ct expectation`. */
    ctExpectation: (expectation: Reference) => command({ 'ct expectation': expectation }),
    /** Deletes options of a SYN proxy; EBUSY while a rule refers to it; nft: `delete synproxy`. */
    synproxy: (synproxy: Reference) => command({ synproxy }),
    /** Deletes a security context; EBUSY while a rule refers to it; nft: `delete secmark`. */
    secmark: (secmark: Reference) => command({ secmark }),
  })
}

/** Commands that delete; refused (ENOENT) where there is no such thing. The underscore keeps clear of the language's own word. */
export const delete_ = removing('delete')

/** Commands that delete, and do nothing where there is no such thing (Linux 6.3). */
export const destroy = removing('destroy')

/** Commands that empty: every table, the rules of a table or a chain, the elements of a set, a map or a meter. */
export const flush = Object.freeze({
  /** Deletes every table, or those of one family; nft: `flush ruleset`. */
  ruleset: (family?: Family): NftCommand => ({ flush: { ruleset: family === undefined ? null : { family } } }),
  /** Deletes the rules of every chain of a table; nft: `flush table`. */
  table: (table: NamedTable): NftCommand => ({ flush: { table } }),
  /** Deletes the rules of a chain; nft: `flush chain`. */
  chain: (chain: NamedInTable): NftCommand => ({ flush: { chain } }),
  /** Takes every element out of a set; nft: `flush set`. */
  set: (set: NamedInTable): NftCommand => ({ flush: { set: { ...set } } }),
  /** Takes every element out of a map; nft: `flush map`. */
  map: (map: NamedInTable): NftCommand => ({ flush: { map: { ...map } } }),
})

/** `rename.chain({ family, table, name }, 'new')`. */
export const rename = Object.freeze({
  /** Gives a chain another name; EEXIST where that is taken; nft: `rename chain`. */
  chain: (chain: NamedInTable, newname: string): NftCommand => ({
    rename: { chain: { ...chain, newname } },
  }),
})

/** Commands that list, as the last of a transaction: their objects are what `apply` returns. */
export const list = Object.freeze({
  /** Lists everything, or what one family has; nft: `list ruleset`. */
  ruleset: (within: FamilySelection = {}): NftCommand => ({ list: { ruleset: within } }),
  /** Lists a table with all that it holds; nft: `list table`. */
  table: (table: NamedTable): NftCommand => ({ list: { table } }),
  /** Lists a chain with its rules; nft: `list chain`. */
  chain: (chain: NamedInTable): NftCommand => ({ list: { chain } }),
  /** Lists a set with its elements; nft: `list set`. */
  set: (set: NamedInTable): NftCommand => ({ list: { set } }),
  /** Lists a map with its elements; nft: `list map`. */
  map: (map: NamedInTable): NftCommand => ({ list: { map } }),
  /** Lists chains without their rules; nft: `list chains`. */
  chains: (within: WithinRuleset = {}): NftCommand => ({ list: { chains: within } }),
  /** Lists sets without their elements; nft: `list sets`. */
  sets: (within: WithinRuleset = {}): NftCommand => ({ list: { sets: within } }),
  /** Lists maps without their elements; nft: `list maps`. */
  maps: (within: WithinRuleset = {}): NftCommand => ({ list: { maps: within } }),
  /** Lists counter objects with what they counted; nft: `list counters`. */
  counters: (within: WithinRuleset = {}): NftCommand => ({ list: { counters: within } }),
  /** Lists quota objects with what was used of them; nft: `list quotas`. */
  quotas: (within: WithinRuleset = {}): NftCommand => ({ list: { quotas: within } }),
})
