import assert from 'node:assert/strict'
import { binary, chars, linkName, text } from '../../../lib/wire/text.ts'
import { fromHex, inputErrorOf, read, written } from './support/bytes.ts'

describe('text', () => {
  it('ends with a NUL, and is read up to it or to the end', () => {
    assert.equal(written(text(15), 'veth'), '7665746800')
    assert.equal(read(text(15), '7665746800ffff'), 'veth')
    assert.equal(read(text(15), '76657468'), 'veth')
    assert.equal(read(text(15), ''), '')
  })

  it('is UTF-8, and what is not is marked', () => {
    assert.equal(written(text(15), 'é'), 'c3a900')
    assert.equal(read(text(15), 'c3a900'), 'é')
    assert.equal(read(text(15), '61ff00'), 'a\ufffd')
    assert.equal(read(text(300), `${'61'.repeat(40)}00`), 'a'.repeat(40))
  })

  it('is limited in bytes, not in characters', () => {
    assert.equal(written(text(4), 'abcd'), '6162636400')
    assert.deepEqual(inputErrorOf(text(4), 'abcé'), {
      path: '',
      kind: 'range',
      message: 'must be at most 4 bytes long, not 5',
    })
  })

  it('holds no NUL, which would cut it', () => {
    assert.equal(inputErrorOf(text(15), 'a\0b').message, 'must not contain a NUL character')
    assert.equal(inputErrorOf(text(15), 5).message, 'must be a string, not 5')
  })

  it('as a character array is padded, and its last byte stays NUL', () => {
    assert.equal(written(chars(4), 'abc'), '61626300')
    assert.equal(written(chars(4), ''), '00000000')
    assert.equal(inputErrorOf(chars(4), 'abcd').kind, 'range')
    assert.equal(read(chars(4), '61620000'), 'ab')
  })
})

describe('names of links', () => {
  it('are at most 15 bytes', () => {
    assert.equal(written(linkName, 'eth0'), '6574683000')
    assert.equal(inputErrorOf(linkName, 'a'.repeat(16)).kind, 'range')
  })

  it('are what dev_valid_name() takes', () => {
    for (const name of ['', '.', '..', 'a b', 'a\tb', 'a/b', 'a:b', 'a\n']) {
      assert.match(inputErrorOf(linkName, name).message, /^must be an interface name/, JSON.stringify(name))
    }
    for (const name of ['...', 'a.b', 'a-b', 'é', 'a@b', '%']) assert.notEqual(written(linkName, name), '')
  })
})

describe('bytes as they are', () => {
  it('are copied when read, so that the buffer may be used again', () => {
    const bytes = fromHex('010203')
    const value = binary.read(bytes, 0, 3)
    bytes.u8.fill(0)
    assert.deepEqual(value, Uint8Array.of(1, 2, 3))
  })

  it('are given as a Uint8Array', () => {
    assert.equal(written(binary, Uint8Array.of(1, 2)), '0102')
    assert.equal(written(binary, Buffer.from('ab')), '6162')
    assert.equal(inputErrorOf(binary, [1, 2]).kind, 'type')
  })
})
