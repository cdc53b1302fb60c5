import assert from 'node:assert/strict'
import type { Rule } from '../../lib/nftables/bytecode.ts'
import { NFT_MSG } from '../../lib/nftables/kernel.ts'
import { addon } from '../../lib/nftables/native.ts'
import { attribute, be32, expression, message, read, ruleMessage, text, written } from './support/addon-message.ts'

describe('the addon nftables keeps what it does not know', () => {
  const strange = expression('inner', attribute(1, be32(7)), attribute(99, Buffer.from('abc')))

  it('an expression, whole', () => {
    const bytes = ruleMessage(expression('notrack'), strange, expression('notrack'))
    const rule = read(bytes) as Rule
    assert.deepEqual(
      rule.expressions.map(({ name }) => name),
      ['notrack', 'unknown', 'notrack'],
    )
    assert.deepEqual(read(written({ type: NFT_MSG.NEWRULE, flags: 0, object: rule })), rule)
  })

  it('a known expression with an attribute that is new', () => {
    const raw = Buffer.concat([attribute(1, be32(1)), attribute(9, be32(5))])
    const rule = read(ruleMessage(expression('cmp', raw))) as Rule
    assert.deepEqual(rule.expressions, [{ name: 'unknown', kind: 'cmp', raw: new Uint8Array(raw) }])
  })

  it('attributes of a table, behind the others', () => {
    const rest = attribute(50, Buffer.from('new!'))
    const table = read(message(NFT_MSG.NEWTABLE, attribute(1, text('t')), rest))
    assert.deepEqual(table, { family: 2, name: 't', rest: new Uint8Array(rest) })
    const again = written({ type: NFT_MSG.NEWTABLE, flags: 0, object: table as { family: number } })
    assert.deepEqual(again.subarray(-rest.length), rest)
  })

  it('a stateful object of a new kind', () => {
    const data = attribute(4, attribute(1, be32(3)))
    const object = read(
      message(NFT_MSG.NEWOBJ, attribute(1, text('t')), attribute(2, text('o')), attribute(3, be32(77)), data),
    )
    assert.deepEqual(object, { type: 77, family: 2, table: 't', name: 'o', rest: new Uint8Array(data) })
    assert.deepEqual(read(written({ type: NFT_MSG.NEWOBJ, flags: 0, object: object as { family: number } })), object)
  })
})

describe('the addon nftables reads no length that is wrong', () => {
  const whole = ruleMessage(expression('cmp', attribute(1, be32(1))))
  const broken = (at: number, value: number) => {
    const bytes = Buffer.from(whole)
    bytes.writeUInt16LE(value, at)
    return bytes
  }
  for (const length of [0, 1, 15, 19, whole.length + 1, 0xffff])
    it(`a message of ${length} bytes`, () => assert.throws(() => addon().parse(broken(0, length)), RangeError))
  for (const length of [0, 3, 0xffff])
    it(`an attribute of ${length} bytes`, () => assert.throws(() => addon().parse(broken(20, length)), RangeError))
  it('an attribute of the wrong size is kept from libnftnl', () => {
    const table = read(message(NFT_MSG.NEWTABLE, attribute(1, text('t')), attribute(2, Buffer.from([1, 2]))))
    assert.deepEqual(table, { family: 2, name: 't', rest: new Uint8Array(attribute(2, Buffer.from([1, 2]))) })
  })
  it('a text without an end is kept from libnftnl', () => {
    assert.deepEqual(read(message(NFT_MSG.NEWTABLE, attribute(1, Buffer.from('open')))), {
      family: 2,
      rest: new Uint8Array(attribute(1, Buffer.from('open'))),
    })
  })
})
