import type {
  Family,
  NftChain,
  NftCommand,
  NftElement,
  NftFlowtable,
  NftMap,
  NftRule,
  NftSet,
  NftTable,
  Statement,
} from '../json.ts'

type Add = Extract<NftCommand, { add: unknown }>

/** Where a table, chain or rule is. */
interface InTable {
  family: Family
  table: string
}

/**
 * Commands that add: `add.table({ family: 'inet', name: 't' })`, `add.rule({ family: 'inet', table: 't', chain: 'c' }, [
 * match(tcp.dport, '==', 22), accept()])`.
 */
export const add = Object.freeze({
  /** Adds a table; nothing happens where it is there. */
  table: (table: NftTable): Add => ({ add: { table } }),
  /** Adds a chain; nothing happens where it is there. */
  chain: (chain: NftChain): Add => ({ add: { chain } }),
  /** Adds a rule at the end of its chain, or behind the one of this `handle` or `index`. */
  rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]): Add => ({ add: { rule: { ...where, expr } } }),
  /** Adds a named set. */
  set: (set: NftSet): Add => ({ add: { set } }),
  /** Adds a named map. */
  map: (map: NftMap): Add => ({ add: { map } }),
  /** Adds elements to a named set or map. */
  elements: (where: InTable & { name: string }, elem: Extract<NftElement['elem'], unknown[]>): Add => ({
    add: { element: { ...where, elem } },
  }),
  /** Adds a flowtable. */
  flowtable: (flowtable: NftFlowtable): Add => ({ add: { flowtable } }),
})
