import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { openNetlink, type RawEvent, type RawMessage, type RawWatchOptions } from '../../lib/index.ts'
import { addon } from '../../lib/transport/native.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { until } from '../support/until.ts'

describe('a raw watch', () => {
  needs('bridge')
  const here = eachPlace('ip link set lo up; ip link add b0 type bridge')

  /** Begins an iteration: its socket is open when the promise of the first event was made and the handle has answered. */
  async function begun(options: RawWatchOptions) {
    const { nl } = here()
    const events = nl.watch(options)[Symbol.asyncIterator]()
    const before = addon().stats().descriptors
    const first = events.next()
    await until('the socket', () => addon().stats().descriptors > before)
    await nl.listLinks()
    return { events, first }
  }

  it('yields every message as it is, decoded by its table', async () => {
    const { sh } = here()
    const { events, first } = await begun({ raw: true, links: true, routes: true })
    sh('ip link set b0 mtu 1400; ip link set b0 mtu 1500; ip route add 10.1.0.0/16 dev lo proto 77 table 9')
    const found = [(await first).value, (await events.next()).value, (await events.next()).value] as RawMessage[]
    await events.return?.()
    assert.deepEqual(
      found.map(({ type, message, value }) => [type, message, value?.mtu ?? value?.dst]),
      [
        ['message', 'RTM_NEWLINK', 1400],
        ['message', 'RTM_NEWLINK', 1500],
        ['message', 'RTM_NEWROUTE', '10.1.0.0/16'],
      ],
    )
    const { bytes, value, flags, sequence } = found[2] as RawMessage
    assert.deepEqual([value?.table, value?.protocol, flags & 0x600], [9, 77, 0x600])
    assert.ok(sequence > 0)
    assert.equal(new DataView(bytes.buffer).getUint32(0, true), bytes.length)
  })

  it('joins further groups by name', async () => {
    const { sh } = here()
    const { events, first } = await begun({ raw: true, groups: ['ipv4_netconf'] })
    sh('ip link set b0 mtu 1400; echo 1 >/proc/sys/net/ipv4/conf/b0/forwarding')
    const event = (await first).value as RawMessage
    assert.deepEqual([event.message, event.value], ['RTM_NEWNETCONF', undefined])
    await events.return?.()
  })

  it('keeps what is not read in its socket, and says where messages were lost', async () => {
    const { nl } = here()
    const { events, first } = await begun({ raw: true, routes: true, buffer: 64 << 10 })
    await nl.addRoute({ dst: '10.1.0.0/16', oif: 'lo' })
    await first
    await nl.batch((b) => {
      for (let i = 0; i < 3000; i++) b.addRoute({ dst: `10.2.${i >> 8}.${i & 255}/32`, oif: 'lo' })
    })
    const seen: RawEvent[] = []
    while (seen.at(-1)?.type !== 'lost') seen.push((await events.next()).value)
    // An event takes 832 bytes of the buffer.
    assert.ok(seen.length > 60 && seen.length < 3000, `${seen.length}`)
    await nl.addRoute({ dst: '10.9.0.0/16', oif: 'lo' })
    for (;;) {
      const { value } = (await events.next()) as { value: RawEvent }
      if (value.type === 'message' && value.value?.dst === '10.9.0.0/16') break
    }
    await events.return?.()
  })

  it('ends by return, close, its signal and with its handle', async () => {
    const { netns } = here()
    const nl = await openNetlink({ netns })
    const before = addon().stats()
    const control = new AbortController()
    const reason = new Error('on purpose')
    const watch = nl.watch({ raw: true, links: true, signal: control.signal })
    const one = watch[Symbol.asyncIterator]()
    const pending = one.next()
    await setTimeout(20)
    assert.deepEqual(await one.return?.(), { value: undefined, done: true })
    assert.deepEqual(await pending, { value: undefined, done: true })
    const two = watch[Symbol.asyncIterator]()
    const aborted = two.next()
    await setTimeout(20)
    control.abort(reason)
    await assert.rejects(aborted, reason)
    assert.deepEqual(await two.next(), { value: undefined, done: true })
    const closing = nl.watch({ raw: true, links: true })
    const three = closing[Symbol.asyncIterator]().next()
    await setTimeout(20)
    await closing.close()
    assert.deepEqual(await three, { value: undefined, done: true })
    await until('the end of all sockets', () => addon().stats().descriptors <= before.descriptors)
    const four = nl.watch({ raw: true, links: true })[Symbol.asyncIterator]().next()
    four.catch(() => undefined)
    await setTimeout(20)
    await nl.close()
    await assert.rejects(four, { code: 'ERR_NETLINK_CLOSED' })
  })

  it('refuses what has no meaning without a replica', async () => {
    const { nl } = here()
    const refused: readonly (readonly [object, string])[] = [
      [
        { raw: true },
        'watch: expected at least one of links, addresses, nexthops, routes, rules, neighbours, vlans, mdb, groups',
      ],
      [{ raw: true, links: { kind: 'veth' } }, 'watch: links must be true with raw, not an object'],
      [{ raw: true, links: true, settle: 5 }, 'watch: settle is not allowed here with raw'],
      [{ raw: 1, links: true }, 'watch: raw must be true with raw, not 1'],
      [{ links: true, groups: ['tc'] }, 'watch: groups is not allowed here without raw'],
    ]
    for (const [options, message] of refused)
      await assert.rejects(
        nl
          .watch(options as never)
          [Symbol.asyncIterator]()
          .next() as Promise<unknown>,
        { message },
      )
    await assert.rejects(
      nl
        .watch({ raw: true, groups: ['nope'] })
        [Symbol.asyncIterator]()
        .next(),
      /groups must be names of link, notify/,
    )
  })
})
