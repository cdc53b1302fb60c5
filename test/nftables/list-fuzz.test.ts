import assert from 'node:assert/strict'
import type { Expression, Rule, Set as SetObject } from '../../lib/nftables/bytecode.ts'
import { openNames } from '../../lib/nftables/datatype/names.ts'
import { symbols } from '../../lib/nftables/datatype/symbols.ts'
import { packElements } from '../../lib/nftables/element.ts'
import { printRuleset } from '../../lib/nftables/list/ruleset.ts'
import { families } from '../../lib/nftables/protocol/table.ts'
import { Dice, everyCommand } from './support/fuzz-messages.ts'

/** More of them: NETLINK_TS_FUZZ=1000000 scripts/test test/nftables/list-fuzz.test.ts */
const TIMES = Number(process.env.NETLINK_TS_FUZZ ?? 20_000)
const SEED = Number(process.env.NETLINK_TS_SEED ?? 1)

const TABLE = 't'
const setNames = ['__set0', '__map0', 'named', 'nowhere']

/** Registers have 16 bytes, and there are four of them: the kernel takes no longer lengths. What is longer is made up. */
const LONGEST = 65
const MADE_UP = [255, 2 ** 16, 2 ** 31 - 1, 2 ** 32 - 1]

/** NFT_SET_ANONYMOUS, _INTERVAL, _MAP, _OBJECT. */
const setFlags = [0, 1, 4, 5, 8, 9, 12, 13, 64, 68]

/** The expressions that everyCommand has, with changed members. */
class Inventor {
  readonly #dice: Dice
  readonly #pool: Expression[]

  constructor(dice: Dice, pool: Expression[]) {
    this.#dice = dice
    this.#pool = pool
  }

  get number(): number {
    return this.#dice.pick([this.#dice.below(5), this.#dice.below(24), this.#dice.below(256), 2 ** 31 - 1, 2 ** 32 - 1])
  }

  get bytes(): Uint8Array {
    return Uint8Array.from({ length: this.#dice.below(21) }, () => this.#dice.pick([0, 255, this.#dice.below(256)]))
  }

  expression(): Expression {
    return this.#changed(this.#dice.pick(this.#pool)) as Expression
  }

  expressions(most: number): Expression[] {
    return Array.from({ length: this.#dice.below(most + 1) }, () => this.expression())
  }

  #changed(object: object): object {
    const entries = Object.entries(object).filter(([key]) => key === 'name' || this.#dice.below(8) > 0)
    return Object.fromEntries(entries.map(([key, value]) => [key, this.#member(key, value)]))
  }

  #member(key: string, value: unknown): unknown {
    if (key === 'name' || this.#dice.below(6) === 0) return value
    if (key === 'set' || key === 'setName') return this.#dice.pick(setNames)
    if (key === 'len') return this.#length(this.#dice.below(LONGEST))
    if (typeof value === 'number') return this.number
    if (typeof value === 'bigint') return BigInt(this.number) ** 2n
    if (value instanceof Uint8Array) return this.bytes
    return Array.isArray(value) ? this.expressions(2) : value
  }

  #length(usual: number): number {
    return this.#dice.below(20) === 0 ? this.#dice.pick(MADE_UP) : usual
  }

  set(name: string, family: number): { set: SetObject; elements: ReturnType<typeof packElements> } {
    const keyLen = this.#dice.pick([1, 2, 4, 8, 16, 20])
    const dataLen = this.#dice.pick([0, 4, 8, 16])
    const flags = this.#dice.pick(setFlags)
    const set = {
      family,
      table: TABLE,
      name,
      flags,
      keyType: this.number,
      keyLen: this.#length(keyLen),
      dataType: this.#dice.pick([this.number, 0xffffff00]),
      dataLen: this.#length(dataLen),
      userdata: this.bytes,
    }
    return { set, elements: packElements(this.#elements(keyLen, dataLen)) }
  }

  #elements(keyLen: number, dataLen: number): Parameters<typeof packElements>[0] {
    const filled = (length: number): Uint8Array => new Uint8Array(length).map(() => this.#dice.below(256))
    return Array.from({ length: this.#dice.below(4) }, () => ({
      key: filled(keyLen),
      flags: this.#dice.below(3),
      ...(dataLen > 0 && { data: filled(dataLen) }),
    }))
  }
}

const pool = (): Expression[] =>
  everyCommand().flatMap(({ object }) => ('expressions' in object ? ((object as Rule).expressions ?? []) : []))

describe('rules that no tool writes', () => {
  it(`are listed all the same, ${TIMES} of them`, () => {
    const dice = new Dice(SEED)
    const inventor = new Inventor(dice, pool())
    const names = openNames(symbols({ lo: 1 }))
    const style = { stateless: false, numericProtocols: false }
    let statements = 0
    for (let i = 0; i < TIMES; i++) {
      const family = dice.pick(Object.values(families))
      const rule = { family, table: TABLE, chain: 'c', expressions: inventor.expressions(8), userdata: inventor.bytes }
      const sets = setNames.slice(0, 3).map((name) => inventor.set(name, family))
      const tables = [{ family, name: TABLE }]
      const ruleset = { tables, chains: [], rules: [rule], sets, objects: [], flowtables: [] }
      const objects = printRuleset(ruleset, names, style)
      const [last] = objects.slice(-1) as unknown as [{ rule: { expr?: object[] } }]
      statements += last.rule.expr?.length ?? 0
      assert.equal(typeof JSON.stringify(objects), 'string')
    }
    assert.ok(statements > TIMES)
  }).timeout('20m')
})
