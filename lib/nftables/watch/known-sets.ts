import type { Set as SetObject } from '../bytecode.ts'
import type { KnownSet } from '../decompile/known.ts'
import { knowSet } from '../decompile/set.ts'
import type { Ruleset } from '../list/ruleset.ts'
import type { ElementColumns } from '../native.ts'

interface Owner {
  readonly family: number
  readonly table: string
}

/** The sets of all tables, which rules and elements refer to. */
export class KnownSets {
  readonly #tables = new Map<string, Map<string, KnownSet>>()

  constructor(sets: Ruleset['sets']) {
    for (const { set, elements } of sets) this.add(set, elements)
  }

  /** The sets of one table. */
  of({ family, table }: Owner): Map<string, KnownSet> {
    const key = `${family} ${table}`
    const found = this.#tables.get(key) ?? new Map<string, KnownSet>()
    this.#tables.set(key, found)
    return found
  }

  add(set: SetObject, elements?: ElementColumns): KnownSet {
    const known = knowSet(set, elements)
    this.of(set).set(known.name, known)
    return known
  }

  delete({ family, table, name }: SetObject): void {
    this.of({ family, table }).delete(name ?? '')
  }
}
