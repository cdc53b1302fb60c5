import assert from 'node:assert/strict'
import { type Netlink, NetlinkError, openNetlink, type RouteOptions } from '../../lib/index.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { route } from '../../lib/route/message.ts'
import { Repeats } from '../../lib/route/repeat.ts'
import { Bytes } from '../../lib/wire/bytes.ts'
import { messageAt, nextAt } from '../../lib/wire/header.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'
import { openTransport } from '../support/transport.ts'

/** RTM_GETROUTE with NLM_F_DUMP, as the library's own lists ask. */
const DUMP = { protocol: rtnetlink, operation: 'listRoutes', type: 26, flags: 0x300, message: route }

/** Prefixes within each other, of any length, the same ones every time. */
function prefixes(count: number): string[] {
  let seed = 1
  const next = (most: number) => {
    seed = (seed * 48_271) % 0x7fff_ffff
    return seed % most
  }
  const found = new Set<string>()
  while (found.size < count) {
    const groups = Array.from({ length: 7 }, () => next(3).toString(16))
    const length = 16 + next(112)
    found.add(`fd${(next(4) + 10).toString(10)}:${groups.join(':')}/${length}`)
  }
  return [...found]
}

/** Every kind of neighbourhood: prefixes in each other, several routes of one, several hops, tables, routes by source. */
async function fill(nl: Netlink): Promise<void> {
  const many: RouteOptions[] = prefixes(3000).map((dst, i) => ({
    dst,
    oif: i % 3 === 0 ? 'v1' : 'v0',
    table: 100 + (i % 2),
  }))
  for (let i = 0; i < 300; i++) {
    const dst = `fd0e:${(i % 30).toString(16)}::/48`
    many.push({ dst, oif: i % 2 === 0 ? 'v0' : 'v1', priority: i >> 1 })
    many.push({ dst, oif: 'v1', src: `fd0f:${i.toString(16)}::/32` })
    many.push({ dst: `fd0d:${i.toString(16)}::/32`, multipath: [{ gateway: 'fd00::2' }, { gateway: 'fd00:1::2' }] })
  }
  const results = await nl.batch((b) => {
    for (const one of many) b.appendRoute(one)
  })
  assert.ok(results.filter(({ ok }) => ok).length > 3500)
}

describe('a dump of IPv6 routes', () => {
  const here = onePlace(TWO_LINKS)
  /** Its messages, one by one. */
  let messages: Uint8Array[]

  before(async () => {
    await fill(here().nl)
    const { transport } = openTransport(rtnetlink, here().netns)
    messages = []
    for await (const { bytes, end } of transport.dump(DUMP, { family: 'inet6' })) {
      for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end))
        messages.push(bytes.u8.slice(at, nextAt(bytes, at, end)))
    }
    await transport.close()
  })

  /** Whether messages, read in parts of `size`, have one twice. */
  function seen(parts: readonly Uint8Array[], size: number): boolean {
    const repeats = new Repeats()
    for (let i = 0; i < parts.length; i += size) {
      const joined = Buffer.concat(parts.slice(i, i + size))
      const bytes = new Bytes(new Uint8Array(joined).buffer)
      if (repeats.seenIn(bytes, joined.length)) return true
    }
    return false
  }

  it('has no route twice where nothing changes, however it is cut', () => {
    assert.ok(messages.length > 3500)
    for (const size of [1, 2, 7, 100, messages.length]) assert.equal(seen(messages, size), false, String(size))
  })

  it('is seen to have some twice wherever it steps back, by whichever number of routes', () => {
    for (const size of [1, 100, messages.length]) {
      for (let at = 10; at < messages.length; at += 97) {
        for (const back of [1, 2, 9]) {
          const sourced = messages.slice(at - back, at).every((one) => one[18] !== 0)
          if (sourced) continue
          const again = [...messages.slice(0, at), ...messages.slice(at - back)]
          assert.equal(seen(again, size), true, `${back} back at ${at}`)
        }
      }
    }
  })
})

describe('a list of IPv6 routes that others change', () => {
  const here = onePlace('ip link set lo up')
  const STABLE = 10_000
  const stable = (i: number) => `fd08:${(i >> 8).toString(16)}:${(i & 255).toString(16)}::/64`
  let writer: Netlink
  let going = true
  let churn: Promise<void>

  before(async () => {
    const { netns, nl } = here()
    writer = await openNetlink({ netns })
    await nl.batch((b) => {
      for (let i = 0; i < STABLE; i++) b.addRoute({ dst: stable(i), oif: 'lo' })
    })
    churn = (async () => {
      for (let i = 0; going; i++) {
        const some = Array.from({ length: 20 }, (_, k) => ({ dst: `fd07:${i % 200}:${k}::/64`, oif: 'lo' }))
        await Promise.all(some.map((one) => writer.addRoute(one)))
        await Promise.all(some.map((one) => writer.deleteRoute(one)))
      }
    })()
  })

  after(async () => {
    going = false
    await churn
    await writer.close()
  })

  function checkInterrupted(error: unknown): undefined {
    assert.ok(error instanceof NetlinkError)
    assert.equal(error.code, 'ERR_NETLINK_DUMP_INTERRUPTED')
    return undefined
  }

  it('has none of them twice, or says that it could not be had', async () => {
    for (let round = 0; round < 15; round++) {
      const routes = (await here().nl.listRoutes({ family: 'inet6' }).catch(checkInterrupted)) ?? []
      assert.equal(new Set(routes.map(({ dst }) => dst)).size, routes.length)
    }
  })

  it('says at its end that it may have gaps, where it is a stream', async () => {
    let interrupted = 0
    for (let round = 0; round < 15; round++) {
      const found: string[] = []
      try {
        for await (const { dst } of here().nl.streamRoutes({ family: 'inet6' })) found.push(dst)
        assert.equal(new Set(found).size, found.length)
      } catch (error) {
        checkInterrupted(error)
        interrupted++
      }
    }
    assert.ok(interrupted > 0, 'no stream was interrupted')
  })
})
