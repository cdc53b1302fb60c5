import assert from 'node:assert/strict'
import { Packets } from '../../lib/nftables/packet/packets.ts'
import { Bytes } from '../../lib/wire/bytes.ts'

const NFT_MSG_TRACE = (10 << 8) | 17
const OWN = 'own'

function attribute(type: number, value: Buffer): Buffer {
  const out = Buffer.alloc((4 + value.length + 3) & ~3)
  new Uint16Array(out.buffer, out.byteOffset, 2).set([4 + value.length, type])
  value.copy(out, 4)
  return out
}

function be32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value >>> 0)
  return out
}

const name = (text: string) => Buffer.from(`${text}\0`)

/** A rule's step of packet 5, NFT_TRACETYPE_RULE, as nft_trace_notify of net/netfilter/nf_tables_trace.c composes it. */
function step(table: string, code: number, handle = 7): Bytes {
  const attributes = Buffer.concat([
    attribute(6, be32(5)),
    attribute(4, be32(3)),
    ...(handle === 0 ? [] : [attribute(3, Buffer.concat([be32(0), be32(handle)]))]),
    attribute(2, name('c')),
    attribute(1, name(table)),
    attribute(5, attribute(1, be32(code))),
  ])
  const bytes = new Bytes(new ArrayBuffer(20 + attributes.length))
  bytes.u32[0] = bytes.u8.length
  new Uint16Array(bytes.u8.buffer, 4, 1)[0] = NFT_MSG_TRACE
  bytes.u8[16] = 1
  bytes.u8.set(attributes, 20)
  return bytes
}

function steps(...codes: readonly number[]) {
  const packets = new Packets(1e6)
  packets.add(step(OWN, -1), 0, OWN)
  for (const code of codes) packets.add(step('t', code), 0, OWN)
  return packets
}

describe('messages of a trace', () => {
  it('have verdicts that rules do not have', () => {
    const cases: readonly (readonly [number, object])[] = [
      [0x50003, { queue: 5 }],
      [3, { queue: 0 }],
      [2, { stolen: null }],
      [-1, { continue: null }],
      [-5, { return: null }],
    ]
    for (const [code, expected] of cases) {
      const packets = steps(code)
      packets.endAll()
      assert.deepEqual(packets.take()?.steps[0]?.verdict, expected)
    }
  })

  it('end the packet with drop and stolen alone', () => {
    for (const code of [0, 2]) assert.equal(steps(code).take()?.steps.length, 1)
    for (const code of [1, 3, -1, -5]) assert.equal(steps(code).take(), undefined)
  })

  it('begin another packet of the same number with the table of the trace', () => {
    const packets = steps(-1, 1)
    packets.add(step(OWN, -1, 0), 0, OWN)
    packets.add(step('t', 1), 0, OWN)
    packets.add(step(OWN, -1), 0, OWN)
    packets.add(step('t', -1), 0, OWN)
    packets.endAll()
    assert.deepEqual(
      [packets.take(), packets.take(), packets.take()].map((one) => one?.steps.length),
      [3, 1, undefined],
    )
  })

  it('of a packet whose beginning was lost are ignored', () => {
    const packets = steps(1)
    packets.endAll()
    packets.add(step('t', 1), 0, OWN)
    packets.endAll()
    assert.deepEqual([packets.take()?.steps.length, packets.take()], [1, undefined])
  })
})
