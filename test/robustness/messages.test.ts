import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { NetlinkError } from '../../lib/errors.ts'
import { verbs } from '../../lib/netlink/verbs.ts'
import { answered, readAnswers } from '../../lib/transport/answer.ts'
import { Batch } from '../../lib/transport/batch.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { HEADER, NLMSG_ERROR } from '../../lib/wire/header.ts'
import { Writer } from '../../lib/wire/writer.ts'
import { Dice } from '../nftables/support/mutation.ts'
import { needs } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'
import { type Captured, captured } from './support/captured.ts'
import { SAMPLES } from './support/samples.ts'

/** More of them: NETLINK_TS_FUZZ=2000000 scripts/test test/robustness/messages.test.ts */
const TIMES = Number(process.env.NETLINK_TS_FUZZ ?? 20_000)
const SEED = Number(process.env.NETLINK_TS_SEED ?? 1)

const GROUND = `${TWO_LINKS}
  ip link add br0 type bridge
  ip link set p0 master br0
  ip link set v0 alias "a name"
  ip link add x0 type vxlan id 5 remote 10.0.0.2 dev v0 dstport 4789
  ip link add m0 link v1 type macvlan mode source
  ip route add 10.1.0.0/16 nexthop via 10.0.0.2 weight 3 nexthop dev v1
  ip route add 10.2.0.0/16 via 10.0.0.2 mtu 1400 rto_min 40ms metric 7
  ip -6 route add fd02::/64 nexthop via fd00::2 nexthop via fd00:1::2
  ip rule add pref 5 from 10.0.0.0/8 iif v0 lookup 100 suppress_prefixlength 0
  ip neigh add 10.0.0.7 lladdr 02:00:00:00:00:07 dev v0 nud permanent
  ip neigh add proxy 10.0.0.8 dev v0
  bridge fdb add 02:00:00:00:00:09 dev p0 master static
`

/** Damages a message: bytes, lengths, types; cut short, or with one part of it in the place of another. */
function damaged(dice: Dice, message: Uint8Array): Uint8Array {
  const made = message.slice()
  for (let i = dice.roll(4); i >= 0; i--) {
    const at = 16 + dice.roll(Math.max(1, made.length - 16))
    const way = dice.roll(5)
    if (way === 0) made[at] = dice.roll(256)
    else if (way === 1)
      made.set([dice.pick([0, 1, 3, 4, 5, 8, 255]), dice.pick([0, 0, 255])], Math.min(at & ~3, made.length - 2))
    else if (way === 2) made.fill(dice.pick([0, 255]), at, at + dice.roll(16))
    else if (way === 3) made.copyWithin(at & ~3, dice.roll(made.length) & ~3, made.length)
    else made[(at & ~3) + 2] = dice.roll(80)
  }
  return dice.roll(4) === 0 ? made.subarray(0, 16 + dice.roll(made.length - 15)) : made
}

/** A buffer of its own, as answers come: the header says how long the message is. */
function buffer(message: Uint8Array): Bytes {
  const bytes = new Uint8Array((message.length + 3) & ~3)
  bytes.set(message)
  new DataView(bytes.buffer).setUint32(0, message.length, true)
  return new Bytes(bytes.buffer)
}

describe('damaged messages', () => {
  needs('veth', 'bridge', 'vxlan', 'macvlan')
  const place = onePlace(GROUND)
  let messages: Captured[]

  before(async () => {
    messages = await captured(place())
  })

  it(`of lists are read, ${TIMES} of them, as objects that JSON can say`, () => {
    const dice = new Dice(SEED)
    const inherited = Object.getOwnPropertyNames(Object.prototype).length
    let kept = 0
    for (let i = 0; i < TIMES; i++) {
      const { verb, keep, message } = dice.pick(messages)
      const made = damaged(dice, message)
      // The reader passes over messages that are shorter than their header.
      if (made.length < HEADER + (verb.message.headerSize ?? 0)) continue
      try {
        const value = answered(verb, buffer(made), 0)
        if (keep === undefined || keep(value as never)) kept++
        JSON.stringify(value)
      } catch (thrown) {
        throw new Error(`${verb.operation} of ${Buffer.from(made).toString('hex')}`, { cause: thrown })
      }
    }
    assert.ok(kept > TIMES / 4)
    assert.equal(Object.getOwnPropertyNames(Object.prototype).length, inherited)
  }).timeout('20m')

  it('that refuse a request become errors of ours, whatever they point at', () => {
    const dice = new Dice(SEED)
    const batch = everyChange()
    const ack = refusal(batch.writer.u8, batch.writer.at)
    let pointed = 0
    for (let i = 0; i < TIMES; i++) {
      const made = damaged(dice, ack)
      const replies = buffer(made)
      new DataView(replies.u8.buffer).setUint32(8, batch.first + dice.roll(batch.entries.length), true)
      replies.u8[4] = NLMSG_ERROR
      const { errors } = readAnswers(batch, { replies: replies.u8.buffer as ArrayBuffer, faults: undefined, tried: 1 })
      for (const error of errors?.values() ?? []) {
        assert.ok(error instanceof NetlinkError, inspect(error))
        if (error.attribute !== undefined || error.missing !== undefined) pointed++
      }
    }
    assert.ok(pointed > TIMES / 20)
  }).timeout('20m')
})

/** One request of every verb that changes something, laid in one batch. */
function everyChange(): Batch {
  const batch = new Batch(1, new Writer(4096))
  const collector = {
    request: (...args: Parameters<Batch['add']>) => {
      batch.add(...args)
      return new Promise(() => undefined)
    },
  }
  for (const { name, batchable, run } of verbs) {
    if (batchable) run(collector as never, ...(SAMPLES[name] as readonly never[]))
  }
  return batch
}

/** struct nlmsgerr with extended acks (NLMSGERR_ATTR_MSG, _OFFS, _MISS_TYPE, _MISS_NEST), and a request in between. */
function refusal(requests: Uint8Array, length: number): Uint8Array {
  const text = [...Buffer.from('the reason\0')]
  const attribute = (type: number, payload: number[]) => [payload.length + 4, 0, type, 0, ...payload, 0, 0, 0]
  const u32 = (value: number) => [value & 255, value >> 8, 0, 0]
  const padded = (bytes: number[]) => bytes.slice(0, (bytes[0]! + 3) & ~3)
  const offset = 16 + (length % 60)
  return Uint8Array.from([
    ...[0, 0, 0, 0, NLMSG_ERROR, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0, 0],
    ...[0xea, 0xff, 0xff, 0xff],
    ...[...requests.slice(0, 16)].with(0, 16).fill(0, 1, 4),
    ...[attribute(1, text), attribute(2, u32(offset)), attribute(6, u32(3)), attribute(5, u32(offset))].flatMap(padded),
  ])
}
