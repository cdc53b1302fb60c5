import assert from 'node:assert/strict'
import { be32, u8, u16, u32, u64 } from '../../../lib/wire/integers.ts'
import { sizeOf, struct } from '../../../lib/wire/struct.ts'
import { chars } from '../../../lib/wire/text.ts'
import { fromHex, inputErrorOf, read, written } from './support/bytes.ts'

const sample = struct({ first: u8, _pad: u8, second: u16, third: u32 })

describe('a struct', () => {
  it('lays its fields as C does', () => {
    const mixed = struct({ a: u8, b: u16, c: u8, d: u64, e: u8 })
    assert.deepEqual(
      mixed.fields.map(({ key, offset }) => [key, offset]),
      [
        ['a', 0],
        ['b', 2],
        ['c', 4],
        ['d', 8],
        ['e', 16],
      ],
    )
    assert.equal(sizeOf(mixed.fields), 24)
    assert.equal(sizeOf(struct({ name: chars(5), port: u16 }).fields), 8)
  })

  it('writes what is not given as zero, in whatever bytes were there before', () => {
    assert.equal(written(sample, { second: 0x0102 }), '0000020100000000')
    assert.equal(written(sample, {}), '0000000000000000')
    assert.equal(written(sample, { first: undefined, third: 1 }), '0000000001000000')
  })

  it('neither reads nor takes padding', () => {
    assert.deepEqual(read(sample, '01ff020003000000'), { first: 1, second: 2, third: 3 })
    assert.equal(inputErrorOf(sample, { _pad: 1 }).path, '_pad')
  })

  it('of an older kernel is shorter: what is not there is left out', () => {
    assert.deepEqual(read(sample, '0100020003'), { first: 1, second: 2 })
    assert.deepEqual(read(sample, '01'), { first: 1 })
    assert.deepEqual(read(sample, ''), {})
  })

  it('of a newer kernel is longer: the rest is skipped', () => {
    assert.deepEqual(read(sample, '0100020003000000ffffffffff'), { first: 1, second: 2, third: 3 })
  })

  it('names the field that is wrong, and the ones that it knows', () => {
    assert.deepEqual(inputErrorOf(sample, { second: -1 }), {
      path: 'second',
      kind: 'range',
      message: 'must be from 0 to 65535, not -1',
    })
    assert.deepEqual(inputErrorOf(sample, { fourth: 1 }), {
      path: 'fourth',
      kind: 'type',
      message: 'unknown option; known are first, second, third',
    })
    for (const value of [5, null, 'x']) assert.equal(inputErrorOf(sample, value).kind, 'type')
  })

  it('gives the field to which a byte belongs', () => {
    const bytes = fromHex('0000000000000000')
    const keyAt = (offset: number) => sample.locate?.(bytes, 0, 8, offset, {})?.path
    assert.deepEqual([0, 2, 3, 4, 7].map(keyAt), ['first', 'second', 'second', 'third', 'third'])
  })

  it('may hold fields in network byte order', () => {
    assert.equal(written(struct({ spi: be32 }), { spi: 0x01020304 }), '01020304')
  })
})
