import type {
  Family,
  NftChain,
  NftCommand,
  NftCounter,
  NftCtExpectation,
  NftCtHelper,
  NftCtTimeout,
  NftElement,
  NftFlowtable,
  NftHook,
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
import { written } from './written.ts'

/** Where a table, chain or rule is. */
interface InTable {
  family: Family
  table: string
}

/** What is named to be deleted, flushed or listed. */
type Reference = InTable & ({ name: string } | { handle: number })

/** A base chain says all of where packets come to it from; a chain that others jump to says nothing of it. */
export type NewChain =
  | (NftChain & { type: NonNullable<NftChain['type']>; hook: NftHook; prio: number | string })
  | (Omit<NftChain, 'type' | 'hook' | 'prio' | 'dev'> & { type?: never; hook?: never; prio?: never; dev?: never })

type Elements = Extract<NftElement['elem'], unknown[]>

function withElements<S extends NftSet>(set: S): S {
  return set.elem === undefined ? set : { ...set, elem: written(set.elem) }
}

function making<V extends 'add' | 'create'>(verb: V) {
  type Made = Extract<NftCommand, Record<V, unknown>>
  const command = (object: NftObject): Made => ({ [verb]: object }) as Made
  return Object.freeze({
    table: (table: NftTable) => command({ table }),
    chain: (chain: NewChain) => command({ chain }),
    rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]) => command({ rule: { ...where, expr } }),
    set: (set: NftSet) => command({ set: withElements(set) }),
    map: (map: NftMap) => command({ map: withElements(map) }),
    elements: (where: InTable & { name: string }, elem: Elements) =>
      command({ element: { ...where, elem: written(elem) } }),
    flowtable: (flowtable: NftFlowtable) => command({ flowtable }),
    counter: (counter: NftCounter) => command({ counter }),
    quota: (quota: NftQuota) => command({ quota }),
    limit: (limit: NftLimit) => command({ limit }),
    ctHelper: (helper: NftCtHelper) => command({ 'ct helper': helper }),
    ctTimeout: (timeout: NftCtTimeout) => command({ 'ct timeout': timeout }),
    ctExpectation: (expectation: NftCtExpectation) => command({ 'ct expectation': expectation }),
    synproxy: (synproxy: NftSynproxy) => command({ synproxy }),
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
  rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]): NftCommand => ({
    insert: { rule: { ...where, expr } },
  }),
})

/** `replace.rule(where, statements)`: in the place of the rule of this `handle` or `index`. */
export const replace = Object.freeze({
  rule: (
    where: InTable & Omit<NftRule, 'expr'> & ({ handle: number } | { index: number }),
    expr: Statement[],
  ): NftCommand => ({ replace: { rule: { ...where, expr } } }),
})

function removing<V extends 'delete' | 'destroy'>(verb: V) {
  const command = (object: object): NftCommand => ({ [verb]: object }) as unknown as NftCommand
  return Object.freeze({
    table: (table: { family: Family } & ({ name: string } | { handle: number })) => command({ table }),
    chain: (chain: Reference) => command({ chain }),
    rule: (rule: InTable & { chain: string } & ({ handle: number } | { index: number })) => command({ rule }),
    set: (set: Reference) => command({ set }),
    map: (map: Reference) => command({ map }),
    elements: (where: InTable & { name: string }, elem: Elements) =>
      command({ element: { ...where, elem: written(elem) } }),
    flowtable: (flowtable: Reference) => command({ flowtable }),
    counter: (counter: Reference) => command({ counter }),
    quota: (quota: Reference) => command({ quota }),
    limit: (limit: Reference) => command({ limit }),
    ctHelper: (helper: Reference) => command({ 'ct helper': helper }),
    ctTimeout: (timeout: Reference) => command({ 'ct timeout': timeout }),
    ctExpectation: (expectation: Reference) => command({ 'ct expectation': expectation }),
    synproxy: (synproxy: Reference) => command({ synproxy }),
    secmark: (secmark: Reference) => command({ secmark }),
  })
}

/** Commands that delete; refused (ENOENT) where there is no such thing. The underscore keeps clear of the language's own word. */
export const delete_ = removing('delete')

/** Commands that delete, and do nothing where there is no such thing (Linux 6.3). */
export const destroy = removing('destroy')

/** Commands that empty: every table, the rules of a table or a chain, the elements of a set, a map or a meter. */
export const flush = Object.freeze({
  ruleset: (family?: Family): NftCommand => ({ flush: { ruleset: family === undefined ? null : { family } } }),
  table: (table: { family: Family; name: string }): NftCommand => ({ flush: { table } }),
  chain: (chain: InTable & { name: string }): NftCommand => ({ flush: { chain } }),
  set: (set: InTable & { name: string }): NftCommand => ({ flush: { set: { ...set } } }),
  map: (map: InTable & { name: string }): NftCommand => ({ flush: { map: { ...map } } }),
})

/** `rename.chain({ family, table, name }, 'new')`. */
export const rename = Object.freeze({
  chain: (chain: InTable & { name: string }, newname: string): NftCommand => ({
    rename: { chain: { ...chain, newname } },
  }),
})

/** What of the ruleset is listed: one family, one table; everything without them. */
type Within = { family?: Family; table?: string }

/** Commands that list, as the last of a transaction: their objects are what `apply` returns. */
export const list = Object.freeze({
  ruleset: (within: { family?: Family } = {}): NftCommand => ({ list: { ruleset: within } }),
  table: (table: { family: Family; name: string }): NftCommand => ({ list: { table } }),
  chain: (chain: InTable & { name: string }): NftCommand => ({ list: { chain } }),
  set: (set: InTable & { name: string }): NftCommand => ({ list: { set } }),
  map: (map: InTable & { name: string }): NftCommand => ({ list: { map } }),
  chains: (within: Within = {}): NftCommand => ({ list: { chains: within } }),
  sets: (within: Within = {}): NftCommand => ({ list: { sets: within } }),
  maps: (within: Within = {}): NftCommand => ({ list: { maps: within } }),
  counters: (within: Within = {}): NftCommand => ({ list: { counters: within } }),
  quotas: (within: Within = {}): NftCommand => ({ list: { quotas: within } }),
})
