import { constants } from '../../builtin.ts'
import { InputError } from '../../errors.ts'
import { type Placed, placed } from '../compile/path.ts'
import type { OutgoingRule as Rule } from '../native.ts'
import { type Knowledge, tableKey } from './question.ts'
import type { Registry } from './registry.ts'

/** A rule of the kernel by its handle, or one of this transaction. */
type Entry = bigint | Rule

interface Numbering extends Placed {
  nextId(): number
}

/** The rules of chains in their order, as the commands so far have left them. */
export class Positions {
  readonly #knowledge: Knowledge
  readonly #sets: Registry
  readonly #at: Numbering
  readonly #chains = new Map<string, Entry[]>()
  /** Tables of which every rule was deleted. */
  readonly #emptied = new Set<string>()

  constructor(knowledge: Knowledge, sets: Registry, at: Numbering) {
    this.#knowledge = knowledge
    this.#sets = sets
    this.#at = at
  }

  /** Says of `rule` that it goes behind (or, `inserted`, in front of) the rule number `index`, and takes it in. */
  place(rule: Rule, index: number | undefined, inserted: boolean): void {
    const chain = this.#chain(rule.family, rule.table, rule.chain ?? '')
    const handle = rule.position
    const number = index ?? (handle === undefined ? -1 : chain.indexOf(handle))
    if (index !== undefined) this.#relate(rule, this.#entry(chain, index))
    if (number < 0) chain.splice(inserted ? 0 : chain.length, 0, rule)
    else chain.splice(inserted ? number : number + 1, 0, rule)
  }

  #relate(rule: Rule, entry: Entry): void {
    if (typeof entry === 'bigint') rule.position = entry
    else {
      entry.id ??= this.#at.nextId()
      rule.positionId = entry.id
    }
  }

  /** Names the rule number `index` in `target`, and takes it out. */
  take(target: Rule, index: number | undefined): void {
    const chain = this.#chain(target.family, target.table, target.chain ?? '')
    const number = index ?? (target.handle === undefined ? -1 : chain.indexOf(target.handle))
    if (index !== undefined) {
      const entry = this.#entry(chain, index)
      if (typeof entry === 'bigint') target.handle = entry
      else {
        entry.id ??= this.#at.nextId()
        target.id = entry.id
      }
    }
    if (number >= 0) chain.splice(number, 1)
  }

  /** Puts `rule` in the place of the one that it names by its handle, or of the rule number `index`. */
  replace(rule: Rule, index: number | undefined): void {
    const chain = this.#chain(rule.family, rule.table, rule.chain ?? '')
    if (index === undefined) {
      const number = chain.indexOf(rule.handle ?? -1n)
      if (number >= 0) chain[number] = rule
      return
    }
    const entry = this.#entry(chain, index)
    if (typeof entry !== 'bigint')
      throw this.#missing('refers to a rule of the same transaction, which has no handle yet')
    rule.handle = entry
    chain[index] = rule
  }

  /** The rules of one chain, or of all chains of a table, are deleted. */
  flush(family: number, table: string, chain: string | undefined): void {
    if (chain !== undefined) this.#chains.set(tableKey(family, table) + chain, [])
    else {
      this.#emptied.add(tableKey(family, table))
      this.forget(tableKey(family, table))
    }
  }

  /** Every table whose key begins so is deleted; what the registry says of it tells the rest. */
  forget(prefix: string): void {
    for (const key of this.#chains.keys()) if (key.startsWith(prefix)) this.#chains.delete(key)
  }

  #entry(chain: readonly Entry[], index: number): Entry {
    return chain[index] ?? this.#raise(`is out of range: the chain has ${chain.length} rules`)
  }

  #raise(reason: string): never {
    throw this.#missing(reason)
  }

  #missing(reason: string): InputError {
    this.#at.path.push('index')
    return placed(this.#at, new InputError(reason, 'type', -constants.errno.ENOENT))
  }

  #chain(family: number, table: string, name: string): Entry[] {
    const key = tableKey(family, table) + name
    const known = this.#chains.get(key)
    if (known) return known
    const empty = this.#sets.isFresh(family, table) || this.#emptied.has(tableKey(family, table))
    const rules = empty
      ? []
      : this.#knowledge.ask({ about: 'rules', family, table, name }).map(({ handle = 0n }) => handle)
    this.#chains.set(key, rules)
    return rules
  }
}
