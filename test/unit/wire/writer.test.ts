import assert from 'node:assert/strict'
import { InputError } from '../../../lib/errors.ts'
import type { Held } from '../../../lib/wire/netns.ts'
import { linkRef, linkRefOrNone, netnsFd } from '../../../lib/wire/reference.ts'
import { Writer } from '../../../lib/wire/writer.ts'
import { inputErrorOf, toHex, written } from './support/bytes.ts'

/** A writer of which every namespace opens, except those at `/none`, and the descriptors it holds. */
function opening(): { writer: Writer; open: Set<number> } {
  const open = new Set<number>()
  let next = 10
  const opener = (netns: unknown): Held => {
    if (netns === '/none') throw new InputError('is not there', 'type', -2)
    const fd = next++
    open.add(fd)
    return { fd, close: () => void open.delete(fd) }
  }
  return { writer: new Writer(32, opener), open }
}

describe('a writer', () => {
  it('lays messages at multiples of four and writes their lengths', () => {
    const { writer } = opening()
    writer.begin(0x10, 0x605, 7)
    writer.bytes(Uint8Array.of(1, 2, 3))
    writer.end()
    writer.begin(0x11, 5, 8)
    writer.end()
    assert.equal(
      toHex(writer.u8.subarray(0, writer.at)),
      '13000000100005060700000000000000010203001000000011000500' + '0800000000000000',
    )
  })

  it('grows, and keeps what is there', () => {
    const { writer } = opening()
    for (let i = 0; i < 1000; i++) writer.bytes(Uint8Array.of(i & 0xff, i >> 8))
    assert.ok(writer.u8.length >= 2000)
    assert.equal(toHex(writer.u8.subarray(1998, 2000)), 'e703')
    assert.equal(writer.u32.length * 4, writer.u8.length)
  })

  it('takes a failed message back, with the names and namespaces that it had asked for', () => {
    const { writer, open } = opening()
    writer.begin(1, 1, 1)
    writer.fixup('kept')
    writer.hold('/kept')
    writer.end()
    const before = { at: writer.at, bytes: toHex(writer.u8.subarray(0, writer.at)) }
    writer.begin(1, 1, 2)
    writer.fixup('kept')
    writer.fixup('lost')
    writer.hold('/lost')
    writer.rollback()
    assert.deepEqual({ at: writer.at, bytes: toHex(writer.u8.subarray(0, writer.at)) }, before)
    assert.deepEqual(writer.names, ['kept'])
    assert.deepEqual(writer.fixups, [16, 0])
    assert.deepEqual([...open], [10])
    writer.begin(1, 1, 2)
    writer.fixup('lost')
    writer.end()
    assert.deepEqual(writer.names, ['kept', 'lost'])
    assert.deepEqual(writer.fixups, [16, 0, 36, 1])
  })

  it('opens a file once in a batch, and what changes its meaning each time', () => {
    const { writer, open } = opening()
    const fdOf = (path: string) => writer.hold(path).fd
    writer.begin(1, 1, 1)
    assert.deepEqual([fdOf('/a'), fdOf('/b'), fdOf('/a')], [10, 11, 10])
    writer.end()
    writer.begin(1, 1, 2)
    assert.deepEqual([fdOf('/a'), fdOf('/c'), fdOf('/c')], [10, 12, 12])
    writer.rollback()
    assert.deepEqual([...open], [10, 11])
    writer.begin(1, 1, 3)
    assert.deepEqual(
      [fdOf('/c'), fdOf('/proc/self/fd/5'), fdOf('/proc/self/fd/5'), fdOf('/proc/1/ns/net')],
      [13, 14, 15, 16],
    )
    writer.end()
    writer.reset()
    assert.deepEqual([...open], [])
    writer.begin(1, 1, 4)
    assert.equal(fdOf('/a'), 17)
  })

  it('names a link once, however often it is asked for', () => {
    const { writer } = opening()
    writer.begin(1, 1, 1)
    for (const name of ['a', 'b', 'a']) writer.fixup(name)
    writer.end()
    assert.deepEqual(writer.names, ['a', 'b'])
    assert.deepEqual(writer.fixups, [16, 0, 20, 1, 24, 0])
  })

  it('brings the fixups of a message into the order of bytes', () => {
    const { writer } = opening()
    writer.begin(1, 1, 1)
    writer.zeros(16)
    for (const [at, name] of [
      [28, 'c'],
      [16, 'a'],
      [20, 'b'],
    ] as const) {
      writer.at = at
      writer.fixup(name)
    }
    writer.at = 32
    writer.end()
    assert.deepEqual(writer.fixups, [16, 1, 20, 2, 28, 0])
  })

  it('is empty after a reset, and holds nothing', () => {
    const { writer, open } = opening()
    writer.begin(1, 1, 1)
    writer.fixup('a')
    writer.hold('/a')
    writer.end()
    writer.reset()
    assert.deepEqual([writer.at, writer.names, writer.fixups, [...open]], [0, [], [], []])
    writer.begin(1, 1, 1)
    writer.fixup('b')
    assert.deepEqual(writer.names, ['b'])
  })

  it('writes over old bytes as if they were zero', () => {
    const { writer } = opening()
    writer.bytes(new Uint8Array(64).fill(0xff))
    writer.reset()
    writer.begin(1, 1, 1)
    const start = writer.attribute(3)
    writer.bytes(Uint8Array.of(1))
    writer.close(start)
    writer.end()
    assert.equal(toHex(writer.u8.subarray(16, writer.at)), '0500030001000000')
  })
})

describe('a link', () => {
  it('is its index, or a name that is resolved later', () => {
    assert.equal(written(linkRef, 5), '05000000')
    const { writer } = opening()
    linkRef.write(writer, 'eth0')
    assert.deepEqual([writer.names, writer.fixups, writer.at], [['eth0'], [0, 0], 4])
  })

  it('may have an alternative name of up to 127 bytes', () => {
    const { writer } = opening()
    linkRef.write(writer, 'a'.repeat(127))
    assert.equal(inputErrorOf(linkRef, 'a'.repeat(128)).kind, 'range')
    for (const value of ['', 'a\0b', null, {}, true, -1, 1.5])
      assert.ok(inputErrorOf(linkRef, value).message.length > 0)
  })

  it('may be none, where that has a meaning', () => {
    assert.equal(written(linkRefOrNone, null), '00000000')
    assert.equal(written(linkRefOrNone, 7), '07000000')
  })
})

describe('a namespace', () => {
  it('is held open until the request is answered', () => {
    const { writer, open } = opening()
    netnsFd.write(writer, 'blue')
    assert.equal(toHex(writer.u8.subarray(0, 4)), '0a000000')
    assert.deepEqual([...open], [10])
  })

  it('that cannot be opened is the error of opening it', () => {
    const { writer } = opening()
    assert.throws(() => netnsFd.write(writer, '/none'), { message: 'is not there', errno: -2 })
  })

  it('cannot be given where nothing is sent', () => {
    assert.throws(() => netnsFd.write(new Writer(32), 'blue'), { message: 'must not be given here' })
  })
})
