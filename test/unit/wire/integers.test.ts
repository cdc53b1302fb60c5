import assert from 'node:assert/strict'
import {
  be16,
  be32,
  be64,
  beId64,
  bool,
  flag,
  id64,
  limit,
  s8,
  s32,
  scaled,
  u8,
  u16,
  u32,
  u64,
} from '../../../lib/wire/integers.ts'
import { inputErrorOf, read, written } from './support/bytes.ts'

describe('integers', () => {
  it('lie in the byte order of the machine, or in that of the network', () => {
    assert.equal(written(u8, 0xfe), 'fe')
    assert.equal(written(u16, 0x1234), '3412')
    assert.equal(written(u32, 0x12345678), '78563412')
    assert.equal(written(u64, 0x1122334455667788n as never), '8877665544332211')
    assert.equal(written(be16, 0x1234), '1234')
    assert.equal(written(be32, 0x12345678), '12345678')
    assert.equal(written(be64, 0x1122334455667788n as never), '1122334455667788')
  })

  it('are read as they were written, at both ends of their range', () => {
    const ends = [
      [u8, 0, 0xff],
      [u16, 0, 0xffff],
      [u32, 0, 0xffff_ffff],
      [be16, 0, 0xffff],
      [be32, 0, 0xffff_ffff],
      [s8, -128, 127],
      [s32, -0x8000_0000, 0x7fff_ffff],
    ] as const
    for (const [type, least, most] of ends) {
      assert.equal(read(type, written(type, least)), least)
      assert.equal(read(type, written(type, most)), most)
      assert.equal(inputErrorOf(type, least - 1).kind, 'range')
      assert.equal(inputErrorOf(type, most + 1).kind, 'range')
    }
  })

  it('with a sign are two’s complement', () => {
    assert.equal(written(s8, -2), 'fe')
    assert.equal(written(s32, -2), 'feffffff')
  })

  it('of 64 bits are numbers, exact up to 2^53, and write bigints too', () => {
    assert.equal(read(u64, '0100000001000000'), 2 ** 32 + 1)
    assert.equal(read(u64, 'ffffffffffff1f00'), Number.MAX_SAFE_INTEGER)
    assert.equal(read(be64, '001fffffffffffff'), Number.MAX_SAFE_INTEGER)
    assert.equal(read(u64, 'fffffffffffffffe'), Number(0xfeff_ffff_ffff_ffffn))
    assert.equal(written(u64, 5), '0500000000000000')
    assert.equal(written(u64, 2 ** 53), '0000000000002000')
    assert.equal(inputErrorOf(u64, 2n ** 64n).kind, 'range')
    assert.equal(inputErrorOf(u64, -1n).kind, 'range')
    assert.equal(inputErrorOf(u64, -1).kind, 'range')
    assert.equal(inputErrorOf(u64, 1.5).kind, 'type')
    assert.equal(inputErrorOf(u64, '5').kind, 'type')
  })

  it('of 64 bits can be given back as they were read, even the greatest', () => {
    assert.equal(written(u64, read(u64, 'ffffffffffffffff')), 'ffffffffffffffff')
    assert.equal(written(be64, read(be64, 'ffffffffffffffff')), 'ffffffffffffffff')
  })

  it('that are identities are strings, and take numbers and bigints too', () => {
    assert.equal(read(beId64, '1122334455667788'), '0x1122334455667788')
    assert.equal(read(id64, '0500000000000000'), '0x5')
    for (const value of ['0x5', '5', 5, 5n]) assert.equal(written(id64, value), '0500000000000000')
    assert.equal(written(beId64, '0xFFFFFFFFFFFFFFFF'), 'ffffffffffffffff')
    for (const value of ['', '0x', 'five', '-5', ' 5', null]) assert.equal(inputErrorOf(id64, value).kind, 'type')
    assert.equal(inputErrorOf(id64, '0x10000000000000000').kind, 'range')
  })

  it('take nothing but whole numbers', () => {
    for (const value of [1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', 1n, true, null, {}, []]) {
      assert.equal(inputErrorOf(u32, value).kind, 'type', String(value))
    }
    assert.equal(inputErrorOf(u8, 256).message, 'must be from 0 to 255, not 256')
    assert.equal(inputErrorOf(u8, '1').message, "must be a whole number from 0 to 255, not '1'")
  })

  it('may be limited to what the kernel takes', () => {
    const vni = limit(u32, 1, 0xffffff)
    assert.equal(written(vni, 0xffffff), 'ffffff00')
    assert.equal(inputErrorOf(vni, 0).message, 'must be from 1 to 16777215, not 0')
    assert.equal(read(vni, '00000001'), 0x1000000)
  })

  it('may travel in another unit', () => {
    const seconds = scaled(
      u32,
      (ticks) => ticks / 100,
      (value) => value * 100,
    )
    assert.equal(written(seconds, 2), 'c8000000')
    assert.equal(read(seconds, 'c8000000'), 2)
    assert.equal(inputErrorOf(seconds, 'x').kind, 'type')
    assert.equal(inputErrorOf(seconds, -1).kind, 'range')
  })
})

describe('yes and no', () => {
  it('as an integer are 1 and 0, and anything but 0 is yes', () => {
    assert.equal(written(bool(u8), true), '01')
    assert.equal(written(bool(u32), false), '00000000')
    assert.equal(read(bool(u8), '02'), true)
    assert.equal(inputErrorOf(bool(u8), 1).message, 'must be true or false, not 1')
  })

  it('as a flag are there or not there, but one with a byte in it says it by that', () => {
    assert.equal(flag.omits?.(false), true)
    assert.equal(flag.omits?.(true), false)
    assert.equal(written(flag, true), '')
    assert.equal(read(flag, ''), true)
    assert.equal(read(flag, '01'), true)
    assert.equal(read(flag, '00'), false)
    assert.equal(inputErrorOf(flag, 'yes').kind, 'type')
  })
})
