import type { Symbols } from '../../nftables/datatype/symbols.ts'

/** Links by their names, which may not exist yet: each name has a number. */
export class AnyLinks implements Symbols {
  readonly numbers = new Numbers()

  get words(): ReadonlyMap<number, string> {
    return this.numbers.words
  }

  get names(): string[] {
    return [...this.numbers.words.values()]
  }
}

class Numbers extends Map<string, number> {
  readonly words = new Map<number, string>()

  override get(name: string): number {
    const known = super.get(name)
    if (known !== undefined) return known
    const number = this.size + 1
    this.set(name, number)
    this.words.set(number, name)
    return number
  }
}
