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
  table: (table: NftTable): Add => ({ add: { table } }),
  chain: (chain: NftChain): Add => ({ add: { chain } }),
  rule: (where: InTable & Omit<NftRule, 'expr'>, expr: Statement[]): Add => ({ add: { rule: { ...where, expr } } }),
  set: (set: NftSet): Add => ({ add: { set } }),
  map: (map: NftMap): Add => ({ add: { map } }),
  elements: (where: InTable & { name: string }, elem: Extract<NftElement['elem'], unknown[]>): Add => ({
    add: { element: { ...where, elem } },
  }),
  flowtable: (flowtable: NftFlowtable): Add => ({ add: { flowtable } }),
})
