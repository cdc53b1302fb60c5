import assert from 'node:assert/strict'
import { ip, prefix } from '../../../lib/wire/address.ts'
import { attrs } from '../../../lib/wire/attrs.ts'
import { family } from '../../../lib/wire/family.ts'
import { u8, u32 } from '../../../lib/wire/integers.ts'
import { message } from '../../../lib/wire/message.ts'
import { names } from '../../../lib/wire/names.ts'
import { linkRef } from '../../../lib/wire/reference.ts'
import { struct } from '../../../lib/wire/struct.ts'
import { fromHex, inputErrorOf, read, toHex, writer, written } from './support/bytes.ts'

const table = message('X', struct({ family, _length: u8, kind: names(u8, { plain: 1 }), table: u8, link: linkRef }), {
  dst: [1, prefix(1)],
  gateway: [2, ip],
  table: [3, u32],
})

/** What is written with values for fields of the header that were not given. */
function composed(value: object, preset: Readonly<Record<string, unknown>>): string {
  const into = writer()
  table.compose(into, value, preset)
  return toHex(into.u8.subarray(0, into.at))
}

describe('a message', () => {
  it('is a header and attributes, and one flat object', () => {
    const hex = written(table, { kind: 'plain', link: 5, gateway: '10.0.0.1' })
    assert.equal(hex, '0200010005000000080002000a000001')
    assert.deepEqual(read(table, hex), { family: 'inet', kind: 'plain', table: 0, link: 5, gateway: '10.0.0.1' })
  })

  it('takes the family from the first address, wherever it stands', () => {
    assert.equal(written(table, { link: 5, gateway: 'fd00::1' }).slice(0, 2), '0a')
    assert.equal(written(table, { gateway: 'fd00::1', family: 'inet6' }).slice(0, 2), '0a')
    assert.equal(written(table, { family: 'unspec', gateway: 'fd00::1' }).slice(0, 2), '0a')
    assert.equal(written(table, {}).slice(0, 2), '00')
    assert.match(
      inputErrorOf(table, { gateway: 'fd00::1', family: 'inet' }).message,
      /must be that of the addresses \(IPv6\), not 'inet'$/,
    )
    assert.equal(written(table, { family: 200 }).slice(0, 2), 'c8')
  })

  it('writes the attribute where header and attribute have the same key, and reads it last', () => {
    assert.equal(written(table, { table: 300 }), '0000000000000000' + '08000300' + '2c010000')
    assert.equal(read(table, '000001fe00000000 080003002c010000').table, 300)
    assert.equal(read(table, '000001fe00000000').table, 254)
  })

  it('sends a preset where nothing was given, and only there', () => {
    assert.equal(composed({}, { family: 'inet', kind: 'plain', table: 254 }).slice(0, 8), '020001fe')
    assert.equal(composed({ kind: 7, table: 1 }, { kind: 'plain', table: 254 }).slice(0, 8), '00000700')
    assert.equal(composed({ gateway: 'fd00::1' }, { family: 'inet' }).slice(0, 2), '0a')
    assert.equal(composed({ kind: undefined }, { kind: 'plain' }).slice(4, 6), '01')
  })

  it('of an older kernel may be shorter than its header', () => {
    assert.deepEqual(table.read(fromHex('020001fe05000000'), 0, 4), { family: 'inet', kind: 'plain', table: 254 })
    assert.deepEqual(table.read(fromHex('020001fe05000000'), 0, 0), {})
  })

  it('names what is wrong, in header and attributes alike', () => {
    assert.equal(inputErrorOf(table, { kind: 'other' }).path, 'kind')
    assert.equal(inputErrorOf(table, { link: -1 }).path, 'link')
    assert.equal(inputErrorOf(table, { gateway: 'x' }).path, 'gateway')
    assert.deepEqual(inputErrorOf(table, { gate: 1 }), {
      path: 'gate',
      kind: 'type',
      message: "unknown option; did you mean 'gateway'?",
    })
    assert.equal(inputErrorOf(table, 'x').kind, 'type')
  })

  it('gives the path of every byte', () => {
    const bytes = fromHex(written(table, { dst: '10.0.0.0/8', gateway: '10.0.0.1' }))
    const pathAt = (offset: number) => table.locate?.(bytes, 0, bytes.u8.length, offset, {})?.path
    assert.deepEqual([0, 2, 4, 8, 12, 16, 20].map(pathAt), [
      'family',
      'kind',
      'link',
      'dst',
      'dst',
      'gateway',
      'gateway',
    ])
    assert.equal(table.name?.(2, {}), 'gateway')
    assert.equal(table.name?.(99, {}), undefined)
  })

  it('inside of a message has a header and a family of its own', () => {
    const outer = message('Y', struct({ family, _length: u8, _pad: u8, _more: u8 }), {
      peer: [1, table],
      dst: [2, prefix(1)],
    })
    const hex = written(outer, { peer: { dst: 'fd00::/16' }, dst: '10.0.0.0/8' })
    assert.equal(hex.slice(0, 8), '02080000')
    assert.equal(hex.slice(8, 24), '20000180' + '0a100000')
    const { peer, dst } = read(outer, hex)
    assert.equal(peer?.dst, 'fd00::/16')
    assert.equal(dst, '10.0.0.0/8')
    assert.equal(inputErrorOf(outer, { peer: { dst: 'x' } }).path, 'peer.dst')
  })

  it('may be a nest without attributes', () => {
    assert.equal(written(attrs('Z', { message: [1, table] }), { message: {} }), `0c000180${'00'.repeat(8)}`)
  })
})
