import { types } from 'node:util'
import { Bytes } from '../../../lib/wire/bytes.ts'
import type { Field } from '../../../lib/wire/struct.ts'
import type { AnyType } from '../../../lib/wire/type.ts'
import { everyType, isMessage, isTable } from '../../conformance/support/tables.ts'
import { Dice, mutate } from '../../nftables/support/mutation.ts'

/** An option of some table: its key, and the type of its value. */
interface Option {
  readonly key: string
  readonly type: AnyType
}

/** Values that belong nowhere. */
const JUNK: readonly unknown[] = [
  ...[null, undefined, true, false, 0, -0, -1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 64, Number.NaN, Infinity, 5n, -5n],
  ...['', ' ', '\0', 'a\0b', 'lo', 'v0', '../x', '/', '%eth0', '::1', '1.2.3.4/33', 'default', '\ud800', '\ufefflo'],
  ...['x'.repeat(16), 'é'.repeat(90), '0x10', '-1', 'unspec', '__proto__', 'constructor', 'toString'],
  ...[[], [[]], [null], [undefined], new Array(300).fill(1), {}, { index: 0 }, { index: -1 }, { fd: -1 }, { pid: 0 }],
  ...[() => 1, Symbol('odd'), new Date(0), new Map(), new Uint8Array(3), new Proxy({}, {}), Object.create(null), /x/],
  ...[JSON.parse('{"__proto__":{"polluted":1}}'), { toString: 1 }, { valueOf: () => ({}) }, Promise.resolve(1)],
]

/** Makes odd arguments out of good ones, from the tables of the library. */
export class Oddities {
  readonly dice: Dice
  readonly #options: readonly Option[]

  private constructor(seed: number, options: readonly Option[]) {
    this.dice = new Dice(seed)
    this.#options = options
  }

  static async from(seed: number): Promise<Oddities> {
    const options = (await everyType()).flatMap(({ type }) => optionsOf(type))
    return new Oddities(seed, options)
  }

  /** The same arguments, changed in one to three places. */
  of(args: readonly unknown[]): unknown[] {
    let changed: unknown[] = structuredClone([...args])
    for (let i = this.dice.roll(3); i >= 0; i--) changed = this.#changed(changed)
    return changed
  }

  #changed(args: unknown[]): unknown[] {
    const { dice } = this
    const way = dice.roll(8)
    if (way === 0 || args.length === 0) return [...args.slice(0, dice.roll(args.length + 1)), this.#value()]
    const at = dice.roll(args.length)
    const arg = args[at]
    if (way === 1) return args.with(at, this.#value())
    if (typeof arg !== 'object' || arg === null || Array.isArray(arg)) return args.with(at, this.#value())
    if (way === 2 && isPlain(args)) return mutate(dice, args) as unknown[]
    return args.with(at, this.#extended(arg))
  }

  /** With an option of some table, here or in one of its nests. */
  #extended(object: object): object {
    const { dice } = this
    const nests = Object.entries(object).filter(([, value]) => typeof value === 'object' && value !== null)
    if (nests.length > 0 && dice.roll(3) === 0) {
      const [key, nest] = dice.pick(nests)
      return { ...object, [key]: this.#extended(nest) }
    }
    const { key, type } = dice.pick(this.#options)
    const mine = dice.roll(3) === 0 && Object.keys(object).length > 0 ? dice.pick(Object.keys(object)) : key
    return { ...object, [mine]: dice.roll(2) === 0 ? this.#value() : this.#read(type) }
  }

  #value(): unknown {
    return this.dice.roll(4) === 0 ? this.#read(this.dice.pick(this.#options).type) : this.dice.pick(JUNK)
  }

  /** A value as the type reads it from bytes at random: of the right shape, and mostly nonsense. */
  #read(type: AnyType): unknown {
    const bytes = new Bytes(Uint8Array.from({ length: 64 }, () => this.dice.roll(256)).buffer)
    return type.read(bytes, 0, Math.max(type.size, this.dice.roll(33)), { kind: 'vxlan' })
  }
}

function optionsOf(type: AnyType): Option[] {
  const rows = isTable(type) ? type.rows : []
  const fields = isMessage(type) ? (type as unknown as { header: { fields: readonly Field[] } }).header.fields : []
  return [...rows, ...fields].map(({ key, type }) => ({ key, type }))
}

/** Whether a value is made of objects, arrays and what is in them alone. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'symbol'
  if (types.isProxy(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === Array.prototype) && Object.values(value).every(isPlain)
}
