import assert from 'node:assert/strict'
import { be16, u8, u16, u32 } from '../../../lib/wire/integers.ts'
import { flags, names } from '../../../lib/wire/names.ts'
import { reportedFlags } from '../../../lib/wire/reported.ts'
import { inputErrorOf, read, written } from './support/bytes.ts'

describe('names', () => {
  const scope = names(u8, { universe: 0, link: 253, host: 254 })

  it('are words for numbers, both ways', () => {
    assert.equal(written(scope, 'link'), 'fd')
    assert.equal(read(scope, 'fe'), 'host')
    assert.equal(written(names(be16, { '802.1q': 0x8100 }), '802.1q'), '8100')
  })

  it('leave a number without a word as it is, both ways', () => {
    assert.equal(read(scope, '07'), 7)
    assert.equal(written(scope, 7), '07')
    assert.equal(inputErrorOf(scope, 256).kind, 'range')
  })

  it('read the first of two words for one number', () => {
    const two = names(u8, { first: 1, second: 1 })
    assert.equal(read(two, '01'), 'first')
    assert.equal(written(two, 'second'), '01')
  })

  it('refuse other words, and say which they know', () => {
    assert.equal(inputErrorOf(scope, 'globe').message, "must be one of universe, link, host or a number, not 'globe'")
    for (const value of ['toString', '__proto__', '', true, null, ['link']])
      assert.equal(inputErrorOf(scope, value).kind, 'type')
  })
})

describe('flags', () => {
  const bits = { up: 1, running: 0x40, last: 0x8000_0000 }
  const state = flags(u32, bits)

  it('are words for bits, both ways', () => {
    assert.equal(written(state, ['up', 'last']), '01000080')
    assert.deepEqual(read(state, '41000080'), ['up', 'running', 'last'])
    assert.deepEqual(read(state, '00000000'), [])
    assert.equal(written(state, []), '00000000')
  })

  it('keep the bits without a word as one number at the end', () => {
    assert.deepEqual(read(state, '13000000'), ['up', 0x12])
    assert.equal(written(state, ['up', 0x12]), '13000000')
    assert.deepEqual(read(flags(u16, { up: 1 }), 'ffff'), ['up', 0xfffe])
  })

  it('reject other words, numbers that are not bits, and anything but an array', () => {
    assert.equal(inputErrorOf(state, ['down']).message, "must contain only up, running, last, not 'down'")
    assert.equal(inputErrorOf(state, 'up').message, "must be an array of up, running, last, not 'up'")
    for (const word of [1.5, -1, 2 ** 32, Number.NaN, null, 'toString'])
      assert.equal(inputErrorOf(state, [word]).kind, 'type')
    assert.equal(inputErrorOf(flags(u8, { up: 1 }), [0x100]).kind, 'range')
  })
})

describe('flags of which the kernel only reports some', () => {
  const state = reportedFlags(u32, { onlink: 4, dead: 1, pervasive: 2 }, ['dead'])

  it('are read, and accepted without being sent', () => {
    assert.deepEqual(read(state, '05000000'), ['onlink', 'dead'])
    assert.equal(written(state, ['onlink', 'dead']), '04000000')
  })

  it('list only those that can be set in errors', () => {
    assert.equal(inputErrorOf(state, ['ded']).message, "must contain only onlink, pervasive, not 'ded'")
    assert.equal(inputErrorOf(state, 'dead').message, "must be an array of onlink, pervasive, not 'dead'")
  })
})
