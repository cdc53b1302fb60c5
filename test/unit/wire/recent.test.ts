import assert from 'node:assert/strict'
import { route } from '../../../lib/route/message.ts'
import { Bytes } from '../../../lib/wire/bytes.ts'
import type { AnyType } from '../../../lib/wire/type.ts'
import { Dice } from '../../nftables/support/mutation.ts'

/** Longer than every message that is kept, and of a type that no table has. */
const UNKNOWN = attribute(0x3ff0, new Array(300).fill(7))

function attribute(type: number, payload: readonly number[]): number[] {
  const size = 4 + payload.length
  return [size & 255, size >> 8, type & 255, type >> 8, ...payload, ...new Array(-size & 3).fill(0)]
}

type Choices = readonly (readonly number[])[]

/** struct rtmsg: family, lengths of destination and source, tos, table, protocol, scope, type, flags. */
const ROUTE_HEADERS: Choices = [
  [2, 24, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0],
  [2, 24, 0, 0, 254, 3, 0, 1, 4, 0, 0, 0],
  [2, 16, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0],
  [10, 64, 0, 0, 255, 2, 253, 2, 0, 0, 0, 0],
  [2, 32, 0, 0, 254, 3, 0, 1, 0, 2, 0, 0x80],
]
const ROUTE_ATTRIBUTES: readonly { type: number; payloads: Choices }[] = [
  {
    type: 15,
    payloads: [
      [254, 0, 0, 0],
      [255, 0, 0, 0],
      [232, 3, 0, 0],
    ],
  },
  {
    type: 1,
    payloads: [
      [10, 0, 0, 0],
      [10, 0, 1, 0],
      [10, 0, 2, 0],
      [0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ],
  },
  {
    type: 5,
    payloads: [
      [10, 0, 0, 1],
      [10, 0, 0, 2],
    ],
  },
  {
    type: 4,
    payloads: [
      [7, 0, 0, 0],
      [8, 0, 0, 0],
    ],
  },
  {
    type: 6,
    payloads: [
      [5, 0, 0, 0],
      [6, 0, 0, 0],
    ],
  },
  { type: 8, payloads: [attribute(2, [220, 5, 0, 0]), attribute(2, [120, 5, 0, 0])] },
  { type: 20, payloads: [[0], [1]] },
  {
    type: 9,
    payloads: [
      [8, 0, 0, 0, 7, 0, 0, 0],
      [8, 0, 0, 1, 7, 0, 0, 0],
    ],
  },
  {
    type: 15,
    payloads: [
      [254, 0, 0, 0],
      [253, 0, 0, 0],
    ],
  },
  { type: 999, payloads: [[1, 2, 3, 4]] },
]

/** A message that differs a little from the last one, most of the time. */
class Changing {
  readonly #dice: Dice
  #header: readonly number[]
  #parts: { type: number; payload: readonly number[] }[] = []

  constructor(seed: number) {
    this.#dice = new Dice(seed)
    this.#header = ROUTE_HEADERS[0] as readonly number[]
  }

  next(): number[] {
    const dice = this.#dice
    if (dice.roll(20) === 0) this.#header = dice.pick(ROUTE_HEADERS)
    if (dice.roll(20) === 0 || this.#parts.length === 0)
      this.#parts = ROUTE_ATTRIBUTES.filter(() => dice.roll(2) === 0).map(({ type, payloads }) => ({
        type,
        payload: dice.pick(payloads),
      }))
    for (const part of this.#parts) {
      if (dice.roll(3) > 0) continue
      part.payload = dice.pick(
        ROUTE_ATTRIBUTES.filter(({ type }) => type === part.type).flatMap(({ payloads }) => payloads),
      )
    }
    return [...this.#header, ...this.#parts.flatMap(({ type, payload }) => attribute(type, payload))]
  }
}

function bytesOf(message: readonly number[]): Bytes {
  return new Bytes(Uint8Array.from(message).buffer)
}

describe('an object copied from a recent message', () => {
  it('is the object of its own message, with the keys in the same order', () => {
    const changing = new Changing(11)
    for (let i = 0; i < 30_000; i++) {
      const message = changing.next()
      const whole = [...message, ...UNKNOWN]
      const expected = route.read(bytesOf(whole), 0, whole.length)
      const found = route.read(bytesOf(message), 0, message.length)
      assert.deepEqual(found, expected)
      assert.deepEqual(Object.keys(found), Object.keys(expected))
      // The caller's object is its own.
      found.dst = 'changed'
      found.flags.push('dead')
      if (found.metrics !== undefined) found.metrics.mtu = 1
    }
  })

  it('does not decode what is as it was', () => {
    const type = route.rows.find(({ key }) => key === 'gateway')?.type as { read: AnyType['read'] }
    const { read } = type
    let reads = 0
    type.read = (bytes, at, length) => {
      reads++
      return read(bytes, at, length)
    }
    try {
      for (let n = 0; n < 50; n++) {
        const message = [
          ...(ROUTE_HEADERS[0] as number[]),
          ...attribute(1, [10, 9, n, 0]),
          ...attribute(5, [10, 0, 0, 1]),
        ]
        assert.equal(route.read(bytesOf(message), 0, message.length).gateway, '10.0.0.1')
      }
    } finally {
      type.read = read
    }
    assert.ok(reads < 5, `${reads} times`)
  })
})
