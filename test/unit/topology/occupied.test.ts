import assert from 'node:assert/strict'
import { Occupied } from '../../../lib/topology/occupied.ts'
import { hashOf, Shapes } from '../../../lib/topology/shapes.ts'

/** RTA_DST, whose payload may differ, and the size of struct rtmsg. */
const DST = 1
const HEADER_SIZE = 12
/** The first word of struct rtmsg: AF_INET6, dst_len 128. */
const FIRST = 0x0000_800a
/** struct rtattr of an IPv6 address. */
const ATTRIBUTE = (DST << 16) | 20

const LENGTH = HEADER_SIZE / 4 + 5

/** Messages of routes to these addresses, which are equal otherwise. */
function routes(...addresses: readonly (readonly number[])[]): Occupied {
  const u32 = Uint32Array.from(addresses.flatMap((address) => [FIRST, 0, 0, ATTRIBUTE, ...address]))
  const starts = Int32Array.from(addresses, (_, i) => i * LENGTH)
  const ends = starts.map((start) => start + LENGTH)
  return new Occupied({ u32, u16: new Uint16Array(u32.buffer) }, starts, ends, new Shapes(HEADER_SIZE, DST))
}

const hash = (words: readonly number[]) => hashOf(Uint32Array.from(words), 0, words.length, FIRST)

describe('messages by their destinations', () => {
  const one = [0x0000_00fd, 2, 3, 4]
  // After the first word, the hash differs; the second word makes up for it.
  const other = [0x0000_01fd, (hash([0x0000_01fd]) ^ hash([0x0000_00fd]) ^ 2) >>> 0, 3, 4]

  it('are not confused if they have the same hash', () => {
    assert.equal(hash(one), hash(other))
    const [listed, wanted] = [routes(one), routes(other, one)]
    assert.deepEqual([listed.find(wanted, 0), listed.find(wanted, 1)], [-1, 0])
  })

  it('are found in their order, also several at one place', () => {
    const listed = routes(other, one, other, one)
    const wanted = routes(one)
    const first = listed.find(wanted, 0)
    const second = listed.after(first, wanted, 0)
    assert.deepEqual([first, second, listed.after(second, wanted, 0)], [1, 3, -1])
  })

  it('have one shape', () => {
    assert.equal(routes(one, other).shapes.length, 1)
  })
})
