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

/** What a command deletes, flushes or lists. */
type Reference = NamedInTable | NumberedInTable

type Elements = Extract<NftElement['elem'], unknown[]>

function withElements<S extends NftSet>(set: S): S {
  return set.elem === undefined ? set : { ...set, elem: written(set.elem) }
}

function making<V extends 'add' | 'create'>(verb: V) {
  type Made = Extract<NftCommand, Record<V, unknown>>
  const command = (object: NftObject): Made => ({ [verb]: object }) as Made
  return Object.freeze({
    /** Adds a table; nft: `add table`. */
    table: (table: NftTable) => command({ table }),
    /** Adds a chain: a base chain with `type`, `hook` and `prio`, otherwise a regular one, for jumps; nft: `add chain`. */
    chain: (chain: NewChain) => command({ chain }),
    /** Adds a rule to the chain in `where`; nft: `add rule`. */
    rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]) => command({ rule: { ...where, expr } }),
    /** Adds a set, with elements if given; nft: `add set`. */
    set: (set: NftSet) => command({ set: withElements(set) }),
    /** Adds a map, with elements if given; nft: `add map`. */
    map: (map: NftMap) => command({ map: withElements(map) }),
    /** Adds elements, or pairs of key and data, to the set or map in `where`; nft: `add element`. */
    elements: (where: NamedInTable, elem: Elements) => command({ element: { ...where, elem: written(elem) } }),
    /** Adds a flowtable; nft: `add flowtable`. */
    flowtable: (flowtable: NftFlowtable) => command({ flowtable }),
    /** Adds a counter object; nft: `add counter`. */
    counter: (counter: NftCounter) => command({ counter }),
    /** Adds a quota object; nft: `add quota`. */
    quota: (quota: NftQuota) => command({ quota }),
    /** Adds a limit object; nft: `add limit`. */
    limit: (limit: NftLimit) => command({ limit }),
    /** Adds a connection tracking helper; nft: `add ct helper`. */
    ctHelper: (helper: NftCtHelper) => command({ 'ct helper': helper }),
    /** Adds a connection tracking timeout policy; nft: `add ct timeout`. */
    ctTimeout: (timeout: NftCtTimeout) => command({ 'ct timeout': timeout }),
    /** Adds a connection tracking expectation; nft: `add ct expectation`. */
    ctExpectation: (expectation: NftCtExpectation) => command({ 'ct expectation': expectation }),
    /** Adds a synproxy object; nft: `add synproxy`. */
    synproxy: (synproxy: NftSynproxy) => command({ synproxy }),
    /** Adds a secmark object; nft: `add secmark`. */
    secmark: (secmark: NftSecmark) => command({ secmark }),
  })
}

/**
 * Commands that add an object, one function per kind; no error if it exists. A rule is always added: at the end of its chain, or after
 * the rule given by `index`. `add.table({ family: 'inet', name: 't' })`, `add.rule({ family: 'inet', table: 't', chain: 'c' },
 * [match(tcp.dport, '==', 22), accept()])`, `add.elements({ family: 'inet', table: 't', name: 's' }, ['10.0.0.0/8'])`.
 */
export const add = making('add')

/** Commands that create an object, one function per kind; EEXIST if it exists. */
export const create = making('create')

/** `insert.rule(where, statements)` inserts a rule at the start of the chain, or before the rule given by `handle` or `index`. */
export const insert = Object.freeze({
  /** Inserts a rule before the one in `where`, or at the start of the chain; nft: `insert rule`. */
  rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]): NftCommand => ({
    insert: { rule: { ...where, expr } },
  }),
})

/** `replace.rule(where, statements)` replaces the rule given by `handle` or `index`. */
export const replace = Object.freeze({
  /** Replaces the rule in `where`; nft: `replace rule`. */
  rule: (
    where: InTable & Omit<NftRule, 'expr'> & ({ handle: number } | { index: number }),
    expr: Statement[],
  ): NftCommand => ({ replace: { rule: { ...where, expr } } }),
})

function removing<V extends 'delete' | 'destroy'>(verb: V) {
  const command = (object: object): NftCommand => ({ [verb]: object }) as unknown as NftCommand
  return Object.freeze({
    /** Deletes a table with its contents; nft: `delete table`. */
    table: (table: NamedTable | NumberedTable) => command({ table }),
    /** Deletes a chain with its rules; EBUSY while a rule jumps to it; nft: `delete chain`. */
    chain: (chain: Reference) => command({ chain }),
    /** Deletes a rule, by handle or position; nft: `delete rule`. */
    rule: (rule: NumberedRule | PlacedRule) => command({ rule }),
    /** Deletes a set; EBUSY while a rule refers to it; nft: `delete set`. */
    set: (set: Reference) => command({ set }),
    /** Deletes a map; EBUSY while a rule refers to it; nft: `delete map`. */
    map: (map: Reference) => command({ map }),
    /** Deletes elements of the set or map in `where`; nft: `delete element`. */
    elements: (where: NamedInTable, elem: Elements) => command({ element: { ...where, elem: written(elem) } }),
    /** Deletes a flowtable; EBUSY while a rule refers to it; nft: `delete flowtable`. */
    flowtable: (flowtable: Reference) => command({ flowtable }),
    /** Deletes a counter object; EBUSY while a rule refers to it; nft: `delete counter`. */
    counter: (counter: Reference) => command({ counter }),
    /** Deletes a quota object; EBUSY while a rule refers to it; nft: `delete quota`. */
    quota: (quota: Reference) => command({ quota }),
    /** Deletes a limit object; EBUSY while a rule refers to it; nft: `delete limit`. */
    limit: (limit: Reference) => command({ limit }),
    /** Deletes a connection tracking helper; EBUSY while a rule refers to it; nft: `delete ct helper`. */
    ctHelper: (helper: Reference) => command({ 'ct helper': helper }),
    /** Deletes a connection tracking timeout policy; EBUSY while a rule refers to it; nft: `delete ct timeout`. */
    ctTimeout: (timeout: Reference) => command({ 'ct timeout': timeout }),
    /** Deletes a connection tracking expectation; EBUSY while a rule refers to it; nft: `delete ct expectation`. */
    ctExpectation: (expectation: Reference) => command({ 'ct expectation': expectation }),
    /** Deletes a synproxy object; EBUSY while a rule refers to it; nft: `delete synproxy`. */
    synproxy: (synproxy: Reference) => command({ synproxy }),
    /** Deletes a secmark object; EBUSY while a rule refers to it; nft: `delete secmark`. */
    secmark: (secmark: Reference) => command({ secmark }),
  })
}

/** Commands that delete an object; ENOENT if it does not exist. The underscore avoids the reserved word. */
export const delete_ = removing('delete')

/** Commands that delete an object; no error if it does not exist. Since Linux 6.3. */
export const destroy = removing('destroy')

/** Commands that remove contents: all tables, the rules of a table or chain, the elements of a set or map. */
export const flush = Object.freeze({
  /** Deletes all tables, or those of one family; nft: `flush ruleset`. */
  ruleset: (family?: Family): NftCommand => ({ flush: { ruleset: family === undefined ? null : { family } } }),
  /** Deletes all rules of a table; nft: `flush table`. */
  table: (table: NamedTable): NftCommand => ({ flush: { table } }),
  /** Deletes all rules of a chain; nft: `flush chain`. */
  chain: (chain: NamedInTable): NftCommand => ({ flush: { chain } }),
  /** Deletes all elements of a set; nft: `flush set`. */
  set: (set: NamedInTable): NftCommand => ({ flush: { set: { ...set } } }),
  /** Deletes all elements of a map; nft: `flush map`. */
  map: (map: NamedInTable): NftCommand => ({ flush: { map: { ...map } } }),
})

/** `rename.chain({ family, table, name }, 'new')` renames a chain. */
export const rename = Object.freeze({
  /** Renames a chain; EEXIST if the name is already in use; nft: `rename chain`. */
  chain: (chain: NamedInTable, newname: string): NftCommand => ({
    rename: { chain: { ...chain, newname } },
  }),
})

/** Commands that list objects after the transaction; `apply` returns them. */
export const list = Object.freeze({
  /** Lists the ruleset, or the part of one family; nft: `list ruleset`. */
  ruleset: (within: FamilySelection = {}): NftCommand => ({ list: { ruleset: within } }),
  /** Lists a table with its contents; nft: `list table`. */
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
  /** Lists counter objects with their values; nft: `list counters`. */
  counters: (within: WithinRuleset = {}): NftCommand => ({ list: { counters: within } }),
  /** Lists quota objects with the amounts used; nft: `list quotas`. */
  quotas: (within: WithinRuleset = {}): NftCommand => ({ list: { quotas: within } }),
})
