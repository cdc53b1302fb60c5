import assert from 'node:assert/strict'
import { DEVCONF, devconf, IPV4_DEVCONF, ipv4Devconf } from '../../../lib/link/devconf.ts'
import { stats, stats64 } from '../../../lib/link/statistics.ts'
import { Bytes } from '../../../lib/wire/bytes.ts'
import { type Struct, sizeOf } from '../../../lib/wire/struct.ts'
import { Dice } from '../../nftables/support/mutation.ts'

/** So many bytes, and a few more in front of them and behind. */
function bytes(dice: Dice, length: number): Bytes {
  return new Bytes(Uint8Array.from({ length: length + 32 }, () => dice.roll(256)).buffer)
}

describe('a struct that is decoded by one object literal', () => {
  for (const [name, type] of Object.entries({ stats, stats64 })) {
    const table = type as unknown as Struct<never>

    it(`has the fields and values of its table, in order, whatever its length: ${name}`, () => {
      const dice = new Dice(3)
      const whole = sizeOf(table.fields)
      for (const length of [whole, whole + 8, whole - 8, 8, 4, 0]) {
        for (let i = 0; i < 50; i++) {
          const source = bytes(dice, length)
          const expected: Record<string, unknown> = {}
          table.into(source, 8, length, expected)
          const found = table.read(source, 8, length)
          assert.deepEqual(found, expected)
          assert.deepEqual(Object.keys(found), Object.keys(expected))
        }
      }
    })
  }

  for (const [name, numbers, type, first] of [
    ['IPv4', IPV4_DEVCONF, ipv4Devconf, 1],
    ['IPv6', DEVCONF, devconf, 0],
  ] as const) {
    it(`has the settings of ${name} by their numbers`, () => {
      const count = Object.keys(numbers).length
      const values = new Bytes(Int32Array.from({ length: count + 1 }, (_, i) => i + first).buffer)
      assert.deepEqual(type.read(values, 0, count * 4), numbers)
      assert.deepEqual(type.read(values, 0, (count + 1) * 4), numbers)
      assert.deepEqual(Object.keys(type.read(values, 0, (count - 1) * 4)), Object.keys(numbers).slice(0, -1))
    })
  }
})
