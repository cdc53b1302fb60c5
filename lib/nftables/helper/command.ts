import type {
  Expr,
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

/** The set or map of elements, and the elements unless they are an argument of their own. */
type SomeElements = NamedInTable & Partial<Pick<NftElement, 'elem'>>

/** A rule with its statements: those of the second argument or, as in the JSON of nft, those in the rule itself. */
function ruleOf(where: NftRule, expr: Statement[] | undefined): NftRule {
  return expr === undefined ? { ...where } : { ...where, expr }
}

/** Likewise elements. */
function elementsOf(where: SomeElements, elem: SomeElements['elem'] = where.elem): NftElement {
  return { ...where, elem: Array.isArray(elem) ? elem.map((one) => written(one)) : written(elem as Expr) }
}

function withElements<S extends NftSet>(set: S): S {
  return set.elem === undefined ? set : { ...set, elem: written(set.elem) }
}

function making<V extends 'add' | 'create'>(verb: V) {
  type Made = Extract<NftCommand, Record<V, unknown>>
  const command = (object: NftObject): Made => ({ [verb]: object }) as Made
  return Object.freeze({
    /** Adds a table; nft: `add table`, `create table`. */
    table(table: NftTable) {
      return command({ table })
    },
    /** Adds a chain: a base chain with `type`, `hook` and `prio`, otherwise a regular one, for jumps; nft: `add chain`, `create chain`. */
    chain(chain: NewChain) {
      return command({ chain })
    },
    /** Adds a rule to the chain in `where`, with the statements of `expr`, which may also be in `where`; nft: `add rule`. */
    rule(where: NftRule, expr?: Statement[]) {
      return command({ rule: ruleOf(where, expr) })
    },
    /** Adds a set, with elements if given; nft: `add set`, `create set`. */
    set(set: NftSet) {
      return command({ set: withElements(set) })
    },
    /** Adds a map, with elements if given; nft: `add map`, `create map`. */
    map(map: NftMap) {
      return command({ map: withElements(map) })
    },
    /** Adds elements, or pairs of key and data, to the set or map in `where`; nft: `add element`, `create element`. */
    elements(where: SomeElements, elem?: Elements) {
      return command({ element: elementsOf(where, elem) })
    },
    /** Adds a flowtable; nft: `add flowtable`, `create flowtable`. */
    flowtable(flowtable: NftFlowtable) {
      return command({ flowtable })
    },
    /** Adds a counter object; nft: `add counter`, `create counter`. */
    counter(counter: NftCounter) {
      return command({ counter })
    },
    /** Adds a quota object; nft: `add quota`, `create quota`. */
    quota(quota: NftQuota) {
      return command({ quota })
    },
    /** Adds a limit object; nft: `add limit`, `create limit`. */
    limit(limit: NftLimit) {
      return command({ limit })
    },
    /** Adds a connection tracking helper; nft: `add ct helper`, `create ct helper`. */
    ctHelper(helper: NftCtHelper) {
      return command({ 'ct helper': helper })
    },
    /** Adds a connection tracking timeout policy; nft: `add ct timeout`, `create ct timeout`. */
    ctTimeout(timeout: NftCtTimeout) {
      return command({ 'ct timeout': timeout })
    },
    /** Adds a connection tracking expectation; nft: `add ct expectation`, `create ct expectation`. */
    ctExpectation(expectation: NftCtExpectation) {
      return command({ 'ct expectation': expectation })
    },
    /** Adds a synproxy object; nft: `add synproxy`, `create synproxy`. */
    synproxy(synproxy: NftSynproxy) {
      return command({ synproxy })
    },
    /** Adds a secmark object; nft: `add secmark`, `create secmark`. */
    secmark(secmark: NftSecmark) {
      return command({ secmark })
    },
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
  rule(where: NftRule, expr?: Statement[]): NftCommand {
    return { insert: { rule: ruleOf(where, expr) } }
  },
})

/** `replace.rule(where, statements)` replaces the rule given by `handle` or `index`. */
export const replace = Object.freeze({
  /** Replaces the rule in `where`; nft: `replace rule`. */
  rule(where: NftRule & ({ handle: number } | { index: number }), expr?: Statement[]): NftCommand {
    return { replace: { rule: ruleOf(where, expr) } }
  },
})

function removing<V extends 'delete' | 'destroy'>(verb: V) {
  const command = (object: object): NftCommand => ({ [verb]: object }) as unknown as NftCommand
  return Object.freeze({
    /** Deletes a table with its contents; nft: `delete table`, `destroy table`. */
    table(table: NamedTable | NumberedTable) {
      return command({ table })
    },
    /** Deletes a chain with its rules; EBUSY while a rule jumps to it; nft: `delete chain`, `destroy chain`. */
    chain(chain: Reference) {
      return command({ chain })
    },
    /** Deletes a rule, by handle or position; nft: `delete rule`, `destroy rule`. */
    rule(rule: NumberedRule | PlacedRule) {
      return command({ rule })
    },
    /** Deletes a set; EBUSY while a rule refers to it; nft: `delete set`, `destroy set`. */
    set(set: Reference) {
      return command({ set })
    },
    /** Deletes a map; EBUSY while a rule refers to it; nft: `delete map`, `destroy map`. */
    map(map: Reference) {
      return command({ map })
    },
    /** Deletes elements of the set or map in `where`; nft: `delete element`, `destroy element`. */
    elements(where: SomeElements, elem?: Elements) {
      return command({ element: elementsOf(where, elem) })
    },
    /** Deletes a flowtable; EBUSY while a rule refers to it; nft: `delete flowtable`, `destroy flowtable`. */
    flowtable(flowtable: Reference) {
      return command({ flowtable })
    },
    /** Deletes a counter object; EBUSY while a rule refers to it; nft: `delete counter`, `destroy counter`. */
    counter(counter: Reference) {
      return command({ counter })
    },
    /** Deletes a quota object; EBUSY while a rule refers to it; nft: `delete quota`, `destroy quota`. */
    quota(quota: Reference) {
      return command({ quota })
    },
    /** Deletes a limit object; EBUSY while a rule refers to it; nft: `delete limit`, `destroy limit`. */
    limit(limit: Reference) {
      return command({ limit })
    },
    /** Deletes a connection tracking helper; EBUSY while a rule refers to it; nft: `delete ct helper`, `destroy ct helper`. */
    ctHelper(helper: Reference) {
      return command({ 'ct helper': helper })
    },
    /** Deletes a connection tracking timeout policy; EBUSY while a rule refers to it; nft: `delete ct timeout`, `destroy ct timeout`. */
    ctTimeout(timeout: Reference) {
      return command({ 'ct timeout': timeout })
    },
    /** Deletes a connection tracking expectation; EBUSY while a rule refers to it; nft: `delete ct expectation`, `destroy ct expectation`. */
    ctExpectation(expectation: Reference) {
      return command({ 'ct expectation': expectation })
    },
    /** Deletes a synproxy object; EBUSY while a rule refers to it; nft: `delete synproxy`, `destroy synproxy`. */
    synproxy(synproxy: Reference) {
      return command({ synproxy })
    },
    /** Deletes a secmark object; EBUSY while a rule refers to it; nft: `delete secmark`, `destroy secmark`. */
    secmark(secmark: Reference) {
      return command({ secmark })
    },
  })
}

/** Commands that delete an object; ENOENT if it does not exist. The underscore avoids the reserved word. */
export const delete_ = removing('delete')

/** Commands that delete an object; no error if it does not exist. Since Linux 6.3. */
export const destroy = removing('destroy')

/** Commands that remove contents: all tables, the rules of a table or chain, the elements of a set or map. */
export const flush = Object.freeze({
  /** Deletes all tables, or those of one family; nft: `flush ruleset`. */
  ruleset(family?: Family): NftCommand {
    return { flush: { ruleset: family === undefined ? null : { family } } }
  },
  /** Deletes all rules of a table; nft: `flush table`. */
  table(table: NamedTable): NftCommand {
    return { flush: { table } }
  },
  /** Deletes all rules of a chain; nft: `flush chain`. */
  chain(chain: NamedInTable): NftCommand {
    return { flush: { chain } }
  },
  /** Deletes all elements of a set; nft: `flush set`. */
  set(set: NamedInTable): NftCommand {
    return { flush: { set: { ...set } } }
  },
  /** Deletes all elements of a map; nft: `flush map`. */
  map(map: NamedInTable): NftCommand {
    return { flush: { map: { ...map } } }
  },
})

/** `rename.chain({ family, table, name }, 'new')` renames a chain. */
export const rename = Object.freeze({
  /** Renames a chain; EEXIST if the name is already in use; nft: `rename chain`. */
  chain(chain: NamedInTable, newname: string): NftCommand {
    return { rename: { chain: { ...chain, newname } } }
  },
})

/** Commands that list objects after the transaction; `apply` returns them. */
export const list = Object.freeze({
  /** Lists the ruleset, or the part of one family; nft: `list ruleset`. */
  ruleset(within: FamilySelection = {}): NftCommand {
    return { list: { ruleset: within } }
  },
  /** Lists a table with its contents; nft: `list table`. */
  table(table: NamedTable): NftCommand {
    return { list: { table } }
  },
  /** Lists a chain with its rules; nft: `list chain`. */
  chain(chain: NamedInTable): NftCommand {
    return { list: { chain } }
  },
  /** Lists a set with its elements; nft: `list set`. */
  set(set: NamedInTable): NftCommand {
    return { list: { set } }
  },
  /** Lists a map with its elements; nft: `list map`. */
  map(map: NamedInTable): NftCommand {
    return { list: { map } }
  },
  /** Lists chains without their rules; nft: `list chains`. */
  chains(within: WithinRuleset = {}): NftCommand {
    return { list: { chains: within } }
  },
  /** Lists sets without their elements; nft: `list sets`. */
  sets(within: WithinRuleset = {}): NftCommand {
    return { list: { sets: within } }
  },
  /** Lists maps without their elements; nft: `list maps`. */
  maps(within: WithinRuleset = {}): NftCommand {
    return { list: { maps: within } }
  },
  /** Lists counter objects with their values; nft: `list counters`. */
  counters(within: WithinRuleset = {}): NftCommand {
    return { list: { counters: within } }
  },
  /** Lists quota objects with the amounts used; nft: `list quotas`. */
  quotas(within: WithinRuleset = {}): NftCommand {
    return { list: { quotas: within } }
  },
})
