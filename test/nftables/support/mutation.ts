/** Random numbers that come again from the same seed (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** From 0 to `end`, without it. */
  roll(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
  }

  pick<T>(list: readonly T[]): T {
    return list[this.roll(list.length)] as T
  }
}

type Container = Record<string, unknown> | unknown[]

const junk: readonly unknown[] = [
  ...[null, undefined, true, false, 0, -1, 1, 1.5, 255, 65536, 2 ** 32, 2 ** 53, -(2 ** 31), Number.NaN, Infinity],
  ...['', ' ', '*', '@', '@s', '@none', 'x', '1.2.3.4', '::1', '0x', '08', 'lo', 'accept', 'x'.repeat(300), '\0', 'é'],
  ...[[], {}, [[]], [null], { set: [] }, { concat: [] }, { concat: ['1.1.1.1'] }, { range: [1] }, { elem: null }],
  ...[{ prefix: { addr: '1.1.1.1', len: 99 } }, { range: [5, 3] }, { jump: { target: '' } }, { map: {} }, 5n],
  ...[{ meta: { key: 'mark' } }, { payload: { protocol: 'ip', field: 'saddr' } }, { '&': [1, 2] }, { accept: null }],
]

const keys = [
  'family',
  'table',
  'name',
  'expr',
  'elem',
  'set',
  'map',
  'key',
  'op',
  'val',
  '__proto__',
  'constructor',
  '0',
]

/** Changes one thing somewhere in a value: takes it away, puts junk in its place, doubles it, or gives it another name. */
export function mutate(dice: Dice, value: unknown): unknown {
  const copy = structuredClone(value)
  const places: [Container, string][] = []
  collect(copy, places)
  if (places.length === 0) return dice.pick(junk)
  const [holder, key] = dice.pick(places)
  const list = holder as Record<string, unknown>
  switch (dice.roll(5)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else delete list[key]
      break
    case 1:
      if (Array.isArray(holder)) holder.push(holder[Number(key)])
      else list[dice.pick(keys)] = list[key]
      break
    case 2:
      list[key] = structuredClone(dice.pick(places)[0])
      break
    default:
      list[key] = dice.pick(junk)
  }
  return copy
}

function collect(value: unknown, into: [Container, string][]): void {
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    into.push([value as Container, key])
    collect((value as Record<string, unknown>)[key], into)
  }
}
