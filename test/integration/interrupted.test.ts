import assert from 'node:assert/strict'
import { NetlinkError, openNetlink } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

describe('a table that changes while it is read', () => {
  const place = eachPlace('ip link set lo up')

  it('is listed as it was at some moment, or the caller hears that it could not be', async function () {
    this.timeout('60s')
    const { nl, netns } = place()
    const writer = await openNetlink({ netns })
    const stable = Array.from({ length: 400 }, (_, i) => `s${i}`)
    await Promise.all(stable.map((name) => nl.createLink({ kind: 'ifb', name })))

    let going = true
    const churn = (async () => {
      while (going) {
        await writer.createVeth({ name: 'v0', peer: { name: 'v1' } })
        await writer.deleteLink('v0')
      }
    })()
    let whole = 0
    for (let i = 0; i < 20; i++) {
      const names = await nl.listLinks({ stats: false }).then(
        (links) => new Set(links.map(({ name }) => name)),
        (error) => assert.equal(error instanceof NetlinkError && error.code, 'ERR_NETLINK_DUMP_INTERRUPTED'),
      )
      if (names === undefined) continue
      whole++
      assert.deepEqual(
        stable.filter((name) => !names.has(name)),
        [],
      )
      assert.equal(names.has('v0'), names.has('v1'), 'one end of a veth without the other')
    }
    going = false
    await churn
    assert.ok(whole > 0, 'no list came whole')
    await writer.close()
    await nl.deleteLinks(stable)
  })
})

describe('a stream', () => {
  const place = eachPlace('ip link set lo up')
  const fill = (count: number) =>
    place().nl.batch((b) => {
      for (let i = 0; i < count; i++) b.addRoute({ dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, oif: 'lo' })
    })

  it('that is left early leaves the handle usable', async () => {
    const { nl } = place()
    await fill(50_000)
    let seen = 0
    for await (const _ of nl.streamRoutes({ family: 'inet' })) if (++seen === 10) break
    assert.equal((await nl.listRoutes({ family: 'inet' })).length, 50_000)
  })

  it('gives each route once, in the order of a list', async () => {
    const { nl } = place()
    await fill(50_000)
    const streamed: string[] = []
    for await (const { dst } of nl.streamRoutes({ family: 'inet' })) streamed.push(dst)
    assert.deepEqual(
      streamed,
      (await nl.listRoutes({ family: 'inet' })).map(({ dst }) => dst),
    )
  })

  it('lets its reader change the table meanwhile', async () => {
    const { nl } = place()
    await fill(3000)
    let deleted = 0
    try {
      for await (const { dst } of nl.streamRoutes({ family: 'inet' })) {
        await nl.deleteRoute({ dst })
        deleted++
      }
    } catch (error) {
      assert.equal((error as NetlinkError).code, 'ERR_NETLINK_DUMP_INTERRUPTED')
    }
    assert.equal(place().ip('-j route').length, 3000 - deleted)
    assert.ok(deleted > 0)
  })

  it('holds no more than a part of the table at a time', async function () {
    this.timeout('60s')
    const { nl } = place()
    await fill(200_000)
    globalThis.gc?.()
    const before = process.memoryUsage().rss
    let most = 0
    let seen = 0
    for await (const _ of nl.streamRoutes({ family: 'inet' })) {
      if (++seen % 1000 === 0) await new Promise(setImmediate)
      if (seen % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss - before)
    }
    assert.equal(seen, 200_000)
    assert.ok(most < 64 << 20, `${most >> 20} MiB more`)
  })
})
