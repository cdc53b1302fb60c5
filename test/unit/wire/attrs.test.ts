import assert from 'node:assert/strict'
import { attrs } from '../../../lib/wire/attrs.ts'
import { choice } from '../../../lib/wire/choice.ts'
import { flag, u8, u16, u32, u64 } from '../../../lib/wire/integers.ts'
import { array, list, records } from '../../../lib/wire/list.ts'
import { struct } from '../../../lib/wire/struct.ts'
import { binary, text } from '../../../lib/wire/text.ts'
import type { AnyType } from '../../../lib/wire/type.ts'
import { fromHex, inputErrorOf, read, written } from './support/bytes.ts'

const inner = attrs('IN', { id: [1, u16], name: [2, text(15)] })
const table = attrs('X', {
  number: [1, u32],
  inner: [2, inner],
  there: [3, flag],
  told: [4, u32, 'report'],
  big: [5, u64],
})

/** The path at every offset of interest. */
function pathAt(type: AnyType, hex: string, offset: number): string | undefined {
  const bytes = fromHex(hex)
  return type.locate?.(bytes, 0, bytes.u8.length, offset, {})?.path
}

describe('an attribute table', () => {
  it('writes length, number, value and padding; a nest says that it is one', () => {
    assert.equal(written(table, { number: 1 }), '0800010001000000')
    assert.equal(written(table, { inner: { id: 5 } }), '0c000280 0600 0100 0500 0000'.replaceAll(' ', ''))
    assert.equal(written(table, { big: 1 }), '0c0005000100000000000000')
  })

  it('reads what it knows and skips the rest, whatever its upper bits say', () => {
    assert.deepEqual(read(table, '0800010001000000 08006300ffffffff 04000300'), { number: 1, there: true })
    assert.deepEqual(read(table, '0800018001000000 08000140 02000000'), { number: 2 })
  })

  it('takes the last of two equal attributes', () => {
    assert.deepEqual(read(table, '0800010001000000 0800010002000000'), { number: 2 })
  })

  it('accepts what the kernel only reports, and does not send it', () => {
    const listed = { told: 5 }
    assert.equal(written(table, listed as object), '')
    assert.deepEqual(read(table, '0800040005000000'), { told: 5 })
  })

  it('sends neither what is undefined nor a flag that is false', () => {
    assert.equal(written(table, { number: undefined, there: false }), '')
    assert.equal(written(table, { there: true }), '04000300')
  })

  it('leaves out a value that is too short for its type', () => {
    assert.deepEqual(read(table, '060001000100 0000 0400 0300'), { there: true })
  })

  it('stops at a length that cannot be', () => {
    assert.deepEqual(read(table, '04000300 03000100 01000000'), { there: true })
    assert.deepEqual(read(table, '04000300 0c000100 01000000'), { there: true })
    assert.deepEqual(read(table, '04000300 0000'), { there: true })
    assert.deepEqual(read(table, '00000000'), {})
    assert.deepEqual(read(table, 'ffff0100 01000000'), {})
  })

  it('reads nested attributes behind one whose length is odd', () => {
    assert.deepEqual(read(table, '04000300 13000280 07000100 05ff0000 07000200 61620000'), {
      there: true,
      inner: { id: 0xff05, name: 'ab' },
    })
  })

  it('names the option that is wrong by its path', () => {
    assert.equal(inputErrorOf(table, { inner: { id: 70000 } }).path, 'inner.id')
    assert.deepEqual(inputErrorOf(table, { inner: { ident: 1 } }), {
      path: 'inner.ident',
      kind: 'type',
      message: 'unknown option; known are id, name',
    })
    assert.equal(inputErrorOf(table, { inner: 5 }).message, 'must be an object, not 5')
    assert.equal(inputErrorOf(table, null).kind, 'type')
  })

  it('refuses an attribute of more than 65535 bytes, by name', () => {
    const bytes = attrs('X', { raw: [1, binary], nest: [2, attrs('Y', { raw: [1, binary] })] })
    assert.equal(written(bytes, { raw: new Uint8Array(65531) }).slice(0, 8), 'ffff0100')
    assert.deepEqual(inputErrorOf(bytes, { raw: new Uint8Array(65532) }), {
      path: 'raw',
      kind: 'range',
      message: 'must be at most 65535 bytes long, not 65536',
    })
    assert.equal(inputErrorOf(bytes, { nest: { raw: new Uint8Array(65529) } }).path, 'nest')
  })

  it('gives the path of every byte', () => {
    const hex = written(table, { number: 1, inner: { id: 5, name: 'ab' } })
    assert.deepEqual(
      [0, 4, 8, 12, 16, 20].map((offset) => pathAt(table, hex, offset)),
      ['number', 'number', 'inner', 'inner.id', 'inner.id', 'inner.name'],
    )
    assert.equal(pathAt(table, hex, 1000), undefined)
  })
})

describe('a list', () => {
  const numbers = attrs('X', { list: [1, list(7, u16)] })

  it('repeats one attribute, and reads any number', () => {
    assert.equal(written(numbers, { list: [1, 2] }), '14000180 06000700 01000000 06000700 02000000'.replaceAll(' ', ''))
    assert.deepEqual(read(numbers, '14000180 06000100 01000000 06000200 02000000'), { list: [1, 2] })
    assert.deepEqual(read(numbers, '04000180'), { list: [] })
  })

  it('skips items that are too short, and ends at a length that cannot be', () => {
    assert.deepEqual(read(numbers, '10000180 05000100 01000000 03000200'), { list: [] })
    assert.deepEqual(read(numbers, '14000180 06000100 01000000 ff000200 02000000'), { list: [1] })
  })

  it('of nests marks them as such', () => {
    const nests = attrs('X', { list: [1, list(7, inner)] })
    assert.equal(written(nests, { list: [{ id: 1 }] }), '10000180 0c000780 06000100 01000000'.replaceAll(' ', ''))
  })

  it('names the item that is wrong by its place', () => {
    const nests = attrs('X', { list: [1, list(7, inner)] })
    assert.equal(inputErrorOf(numbers, { list: [1, 70000] }).path, 'list[1]')
    assert.equal(inputErrorOf(nests, { list: [{}, { id: -1 }] }).path, 'list[1].id')
    assert.equal(inputErrorOf(numbers, { list: 5 }).message, 'must be an array, not 5')
    const hex = written(nests, { list: [{ id: 1 }, { id: 2 }] })
    assert.deepEqual(
      [0, 4, 8, 16, 20].map((offset) => pathAt(nests, hex, offset)),
      ['list', 'list[0]', 'list[0].id', 'list[1]', 'list[1].id'],
    )
  })
})

describe('an array', () => {
  it('is values without headers, as many as there is room for', () => {
    const pairs = attrs('X', { pairs: [1, array(u16)] })
    assert.equal(written(pairs, { pairs: [1, 2, 3] }), '0a000100 0100 0200 0300 0000'.replaceAll(' ', ''))
    assert.deepEqual(read(pairs, '09000100 0100 0200 03 000000'), { pairs: [1, 2] })
    assert.equal(inputErrorOf(pairs, { pairs: [1, -1] }).path, 'pairs[1]')
  })
})

describe('records', () => {
  const hops = attrs('X', {
    hops: [9, records(struct({ _len: u16, flags: u8, weight: u8, oif: u32 }), inner, '{ oif: 1 }')],
  })

  it('carry their own length, and make one object of header and attributes', () => {
    const hex = '1c000900 10000101 05000000 06000100 07000000 08000002 06000000'
    assert.equal(
      written(hops, { hops: [{ flags: 1, weight: 1, oif: 5, id: 7 }] }),
      '14000900 10000101 05000000 06000100 07000000'.replaceAll(' ', ''),
    )
    assert.deepEqual(read(hops, hex), {
      hops: [
        { flags: 1, weight: 1, oif: 5, id: 7 },
        { flags: 0, weight: 2, oif: 6 },
      ],
    })
  })

  it('end at a length that cannot be', () => {
    assert.deepEqual(read(hops, '0c000900 07000000 05000000'), { hops: [] })
    assert.deepEqual(read(hops, '0c000900 09000000 05000000'), { hops: [] })
    assert.deepEqual(read(hops, '08000900 08000000'), { hops: [] })
  })

  it('name the field that is wrong by its place', () => {
    assert.equal(inputErrorOf(hops, { hops: [{}, { id: -1 }] }).path, 'hops[1].id')
    assert.equal(inputErrorOf(hops, { hops: [{ weight: 256 }] }).path, 'hops[0].weight')
    assert.equal(inputErrorOf(hops, { hops: [{ gateway: 1 }] }).path, 'hops[0].gateway')
    assert.equal(inputErrorOf(hops, { hops: [5] }).path, 'hops[0]')
    const hex = written(hops, { hops: [{ oif: 1 }, { oif: 2, id: 3 }] })
    assert.deepEqual(
      [6, 8, 16, 20].map((offset) => pathAt(hops, hex, offset)),
      ['hops[0].flags', 'hops[0].oif', 'hops[1].oif', 'hops[1].id'],
    )
  })
})

describe('a choice', () => {
  const kinds = attrs('X', { kind: [1, text(15)], data: [2, choice('kind', { vlan: inner, wide: u64 })] })

  it('is what its sibling says', () => {
    assert.equal(
      written(kinds, { kind: 'vlan', data: { id: 5 } }),
      '09000100766c616e00000000 0c000280 06000100 05000000'.replaceAll(' ', ''),
    )
    assert.deepEqual(read(kinds, '09000100766c616e00000000 0c000280 06000100 05000000'), {
      kind: 'vlan',
      data: { id: 5 },
    })
  })

  it('keeps the bytes of unknown attributes, and accepts bytes for them', () => {
    assert.deepEqual(read(kinds, '080001006e657700 08000280 01020304'), {
      kind: 'new',
      data: Uint8Array.of(1, 2, 3, 4),
    })
    assert.equal(
      written(kinds, { kind: 'new', data: Uint8Array.of(1) }),
      '080001006e65770005000280 01000000'.replaceAll(' ', ''),
    )
    assert.deepEqual(read(kinds, '08000280 01020304'), { data: Uint8Array.of(1, 2, 3, 4) })
    assert.deepEqual(inputErrorOf(kinds, { kind: 'new', data: {} }), {
      path: 'data',
      kind: 'type',
      message: "must be a Uint8Array of attributes: kind 'new' has no options here",
    })
    assert.equal(inputErrorOf(kinds, { kind: 'constructor', data: {} }).path, 'data')
  })

  it('keeps the bytes of what is too short for its type', () => {
    assert.deepEqual(read(kinds, '090001007769646500000000 08000280 01020304'), {
      kind: 'wide',
      data: Uint8Array.of(1, 2, 3, 4),
    })
  })

  it('knows the paths inside', () => {
    const hex = written(kinds, { kind: 'vlan', data: { id: 5 } })
    assert.deepEqual(
      [0, 12, 16].map((offset) => pathAt(kinds, hex, offset)),
      ['kind', 'data', 'data.id'],
    )
    assert.equal(inputErrorOf(kinds, { kind: 'vlan', data: { id: -1 } }).path, 'data.id')
  })
})
