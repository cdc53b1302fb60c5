import type { SetInfo } from '../compile/set.ts'
import { knownSet } from './known.ts'
import { familyKey, type Knowledge, type TableReference, tableKey } from './question.ts'

interface TableSets {
  /** Those of the transaction, and those of the kernel that it has used; undefined for one that it deletes. */
  byName: Map<string, SetInfo | undefined>
  /** The sets of the kernel are gone by then: the table was deleted in this transaction. */
  fresh: boolean
}

/** The sets that rules and elements can refer to, as the commands so far have left them. */
export class Registry {
  readonly #knowledge: Knowledge
  readonly #tables = new Map<string, TableSets>()
  /** Families whose tables were all deleted; 0 for every one. */
  readonly #flushed = new Set<number>()

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge
  }

  find(family: number, table: string, name: string): SetInfo | undefined {
    const sets = this.#sets(family, table)
    if (sets.byName.has(name)) return sets.byName.get(name)
    const found = sets.fresh ? undefined : this.#fetched(family, table, name)
    sets.byName.set(name, found)
    return found
  }

  #fetched(family: number, table: string, name: string): SetInfo | undefined {
    const set = this.#knowledge.ask({ about: 'sets', family, table }).find((candidate) => candidate.name === name)
    return set && knownSet(set)
  }

  declare(set: SetInfo): void {
    this.#sets(set.family, set.table).byName.set(set.name, set)
  }

  forget(family: number, table: string, name: string): void {
    this.#sets(family, table).byName.set(name, undefined)
  }

  /** The table is deleted with all that it holds. */
  forgetTable({ family, table }: TableReference): void {
    this.#tables.set(tableKey(family, table), { byName: new Map(), fresh: true })
  }

  /** Every table of a family (0: of all) is deleted. */
  forgetFamily(family: number): void {
    this.#flushed.add(family)
    for (const key of this.#tables.keys()) if (key.startsWith(familyKey(family))) this.#tables.delete(key)
  }

  /** Whether what the kernel has of a table is no longer there when the next command runs. */
  isFresh(family: number, table: string): boolean {
    return this.#sets(family, table).fresh
  }

  #sets(family: number, table: string): TableSets {
    const key = tableKey(family, table)
    const known = this.#tables.get(key)
    if (known) return known
    const made = { byName: new Map(), fresh: this.#flushed.has(0) || this.#flushed.has(family) }
    this.#tables.set(key, made)
    return made
  }
}
