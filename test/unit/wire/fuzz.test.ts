import assert from 'node:assert/strict'
import { Bytes } from '../../../lib/wire/bytes.ts'
import { readVerdict } from '../../../lib/wire/extack.ts'
import { messageAt, nextAt } from '../../../lib/wire/header.ts'
import type { AnyType } from '../../../lib/wire/type.ts'
import { everyType, type Found, isMessage, isTable } from '../../conformance/support/tables.ts'
import { seeded } from './support/random.ts'

type Random = (below: number) => number

/** How long the bytes are at most, and how many that do not belong to them follow. */
const LONGEST = 512
const BEYOND = 64

/** The bytes at the front of a buffer, and something else behind them. */
function followed(by: number, content: Uint8Array): Bytes {
  const u8 = new Uint8Array(LONGEST + BEYOND).fill(by)
  u8.set(content)
  return new Bytes(u8.buffer)
}

/** How deep nests are made: further down the tables repeat themselves. */
const DEEPEST = 4

/** Attributes that the table knows, mostly, with values of any length. */
function attributes(type: AnyType, random: Random, most: number, depth: number): number[] {
  const rows = isTable(type) ? type.rows : (type.parts ?? []).map((part) => ({ number: 1, type: part }))
  const out: number[] = []
  while (out.length < most - 4 && random(6) !== 0) {
    const row = rows[random(rows.length + 1)]
    const room = Math.min(most - out.length - 4, 80 + random(400))
    const payload = row === undefined ? noise(random, random(room + 1)) : content(row.type, random, room, depth + 1)
    const length = random(16) === 0 ? random(65536) : payload.length + 4
    const number = (row?.number ?? random(80)) | (random(4) === 0 ? 0x8000 : 0)
    out.push(length & 0xff, length >> 8, number & 0xff, number >> 8, ...payload)
    while (out.length % 4 !== 0) out.push(random(256))
  }
  return out
}

function noise(random: Random, length: number): number[] {
  return Array.from({ length }, () => (random(4) === 0 ? 0 : random(256)))
}

/** Bytes that resemble what the type reads. */
function content(type: AnyType, random: Random, most: number, depth: number): number[] {
  const nest = isTable(type) || type.parts !== undefined
  if (!nest || depth > DEEPEST) return noise(random, random(Math.min(most, 80) + 1))
  const header = isMessage(type) ? (type.headerSize + 3) & ~3 : 0
  return [...noise(random, header), ...attributes(type, random, most - header, depth)].slice(0, most)
}

describe('garbage', () => {
  let types: Found[]

  before(async () => {
    types = await everyType()
  })

  /** Reads many random bytes with a type, twice with something else behind them: both must find the same, without a throw. */
  function attack(type: AnyType, random: Random, rounds: number): void {
    for (let round = 0; round < rounds; round++) {
      const made = Uint8Array.from(content(type, random, random(LONGEST + 1), 0))
      const length = random(4) === 0 ? random(made.length + 1) : made.length
      if (length < type.size) continue
      const cut = made.subarray(0, length)
      const found = type.read(followed(0, cut), 0, length, { kind: 'veth' })
      assert.deepEqual(
        type.read(followed(0xff, cut), 0, length, { kind: 'veth' }),
        found,
        Buffer.from(cut).toString('hex'),
      )
      type.locate?.(followed(0xff, cut), 0, length, random(LONGEST + BEYOND), {})
    }
  }

  it('is read without a throw and without a look beyond its end', function () {
    this.timeout('60s')
    const random = seeded(20)
    for (const { where, type } of types) {
      assert.doesNotThrow(() => attack(type, random, isTable(type) ? 1500 : 200), where)
    }
  })

  it('in a verdict neither throws nor is looked for beyond its end', () => {
    const random = seeded(21)
    for (let round = 0; round < 20_000; round++) {
      const made = Uint8Array.from(noise(random, 16 + random(100)))
      new DataView(made.buffer).setUint32(0, made.length, true)
      made[4] = 2 + random(2)
      made[6] = 0
      made[7] = random(4)
      if (made.length >= 24 && random(2) === 0) new DataView(made.buffer).setUint32(20, random(64), true)
      assert.deepEqual(
        readVerdict(followed(0xff, made), 0),
        readVerdict(followed(0, made), 0),
        Buffer.from(made).toString('hex'),
      )
    }
  })

  it('between messages ends the walk', () => {
    const random = seeded(22)
    for (let round = 0; round < 20_000; round++) {
      const end = random(LONGEST)
      const bytes = followed(0xff, Uint8Array.from(noise(random, end)))
      let steps = 0
      for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) assert.ok(++steps <= end / 16)
    }
  })
})
