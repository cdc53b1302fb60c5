import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createNetns, openNetlink, type WatchEvent } from '../../lib/index.ts'
import { addon } from '../../lib/transport/native.ts'
import { needs, needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { until } from '../support/until.ts'
import { EVERYTHING, sameAsLists } from './support/compare.ts'
import { Events, line } from './support/events.ts'

/** Reads until `synced`. */
async function upToSynced(iterator: AsyncIterator<WatchEvent>): Promise<string[]> {
  const lines: string[] = []
  for (;;) {
    const { value, done } = await iterator.next()
    if (done === true) return lines
    lines.push(line(value))
    if (value.type === 'synced') return lines
  }
}

describe('a watch', () => {
  needs('bridge')
  const here = eachPlace('ip link set lo up; ip link add b0 type bridge')

  it('yields what is there, then synced, then what happens', async () => {
    const { nl, sh } = here()
    const events = nl.watch({ links: true, rules: { family: 'inet' } })[Symbol.asyncIterator]()
    const lines = [
      'added link lo',
      'added link b0',
      'added rule 0',
      'added rule 32766',
      'added rule 32767',
      'synced false',
    ]
    assert.deepEqual(await upToSynced(events), lines)
    sh('ip link set b0 mtu 1400')
    const { value } = await events.next()
    assert.ok(value.type === 'changed' && value.kind === 'link')
    assert.deepEqual([value.changed, value.link.mtu, value.before.mtu], [['mtu'], 1400, 1500])
    await events.return?.()
  })

  it('keeps only the last state of each object between two steps', async () => {
    const { nl, sh } = here()
    const events = nl.watch({ links: true, addresses: true })[Symbol.asyncIterator]()
    await upToSynced(events)
    sh(
      'for i in 1 2 3; do ip link set b0 mtu 140$i; ip link add c0 type bridge; ip addr add 10.0.0.1/24 dev c0; ip link del c0; done',
    )
    await setTimeout(50)
    sh('ip link add last type bridge')
    assert.deepEqual(
      [line((await events.next()).value), line((await events.next()).value)],
      ['changed link b0: mtu', 'added link last'],
    )
    await events.return?.()
  })

  it('has no event when nothing that is compared changes', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ links: true, addresses: true })
    const events = new Events(watch)
    sh('ip addr add 10.0.0.1/24 dev b0 valid_lft 1000 preferred_lft 500; ip link set b0 alias x')
    await events.since()
    sh('ip addr change 10.0.0.1/24 dev b0 valid_lft 1000 preferred_lft 500; ip link set b0 alias x')
    assert.deepEqual(await events.since(), [])
  })

  it('reports another link with the same index as removed and added', async () => {
    const { nl, sh } = here()
    const events = nl.watch({ links: true })[Symbol.asyncIterator]()
    await upToSynced(events)
    sh('ip link del b0; ip link add c0 index 2 type bridge')
    assert.deepEqual(
      [line((await events.next()).value), line((await events.next()).value)],
      ['removed link b0', 'added link c0'],
    )
    await events.return?.()
  })

  it('follows a link by a name that does not exist yet, and when it is renamed', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ links: { name: 'x0' }, addresses: { link: 'x0' } })
    const events = new Events(watch)
    assert.deepEqual(await events.since(), ['synced false'])
    sh('ip link add x0 type bridge; ip addr add 10.0.0.1/24 dev x0; ip addr add 10.0.1.1/24 dev b0')
    assert.deepEqual(await events.since(), ['added link x0', 'added address 10.0.0.1/24'])
    sh('ip link set x0 name y0; ip link set b0 name x0')
    // The label changes with the name. Whether that is seen before the removal depends on when the events are read.
    const lines = (await events.since()).filter((one) => one !== 'changed address 10.0.0.1/24: label')
    assert.deepEqual(lines.sort(), [
      'added address 10.0.1.1/24',
      'added link x0',
      'removed address 10.0.0.1/24',
      'removed link x0',
    ])
  })

  it('applies the filters of the list to events', async () => {
    const { nl, sh } = here()
    sh('ip link set b0 up; ip addr add 10.0.0.1/24 dev b0')
    await using watch = nl.watch({ routes: { protocol: 77, family: 'inet' }, links: { kind: 'bridge', up: true } })
    const events = new Events(watch)
    assert.deepEqual(await events.since(), ['added link b0', 'synced false'])
    sh(
      'ip route add 10.1.0.0/16 via 10.0.0.2 proto 77; ip route add 10.2.0.0/16 via 10.0.0.2; ip route add 10.3.0.0/16 via 10.0.0.2 proto 77 table 9',
    )
    assert.deepEqual(await events.since(), ['added route 10.1.0.0/16'])
    sh('ip route replace 10.1.0.0/16 via 10.0.0.3 proto 78; ip link set b0 down')
    assert.deepEqual((await events.since()).sort(), ['removed link b0', 'removed route 10.1.0.0/16'])
  })

  it('marks the changes of its own handle', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ addresses: true })
    const events = new Events(watch)
    await events.since()
    await nl.addAddress({ link: 'b0', address: '10.0.0.1/24' })
    sh('ip addr add 10.0.1.1/24 dev b0')
    await until('two addresses', () => events.all.length === 2)
    assert.deepEqual(
      events.all.map((event) => 'own' in event && event.own),
      [true, false],
    )
  })

  it('says where a link moved', async () => {
    const { nl, sh, netns } = here()
    sh('ip link add v0 type veth peer name v1')
    await using watch = nl.watch({ links: true })
    const events = new Events(watch)
    await events.since()
    const other = await createNetns()
    await nl.setLink('v1', { netns: other })
    await until('the event', () => events.all.some((event) => event.type === 'removed'))
    const gone = events.all.find((event) => event.type === 'removed' && event.kind === 'link')
    assert.ok(
      gone?.type === 'removed' &&
        gone.kind === 'link' &&
        typeof gone.moved?.index === 'number' &&
        netns.inode !== other.inode,
    )
    await other.close()
  })

  it('holds back what is undone within `settle`', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ addresses: { link: 'b0' }, settle: 300 })
    const events = new Events(watch)
    await events.since()
    sh('ip addr add 10.0.0.1/24 dev b0; sleep 0.05; ip addr del 10.0.0.1/24 dev b0; ip addr add 10.0.0.2/24 dev b0')
    await until('the address', () => events.lines.length > 0)
    assert.deepEqual(events.lines, ['added address 10.0.0.2/24'])
  })

  it('ends with its handle, with its signal, and when it is closed', async () => {
    const { netns } = here()
    const nl = await openNetlink({ netns })
    const control = new AbortController()
    const ends = async (end: (events: AsyncIterator<WatchEvent>) => unknown, signal?: AbortSignal) => {
      const watch = nl.watch({ links: true, ...(signal === undefined ? {} : { signal }) })
      const events = watch[Symbol.asyncIterator]()
      await upToSynced(events)
      const next = events.next()
      next.catch(() => undefined)
      await end(events)
      return next
    }
    assert.deepEqual(await ends((events) => events.return?.()), { value: undefined, done: true })
    const reason = new Error('on purpose')
    await assert.rejects(
      ends(() => control.abort(reason), control.signal),
      reason,
    )
    await using watch = nl.watch({ links: true })
    await watch.caughtUp()
    const next = watch[Symbol.asyncIterator]().next()
    assert.equal((await next).done, false)
    await assert.rejects(
      ends(() => nl.close()),
      { code: 'ERR_NETLINK_CLOSED' },
    )
    await assert.rejects(nl.watch({ links: true }).caughtUp(), { code: 'ERR_NETLINK_CLOSED' })
  })

  it('leaves no descriptor and no pending job', async () => {
    const { nl } = here()
    await nl.listLinks()
    const before = addon().stats()
    for await (const _ of nl.watch({ links: true, routes: true })) break
    const watch = nl.watch({ addresses: true })
    await watch.caughtUp()
    const waiting = nl.waitForLink('nope', 'up', { timeout: 20 })
    await assert.rejects(waiting, { code: 'ERR_NETLINK_TIMEOUT' })
    assert.ok(addon().stats().descriptors > before.descriptors)
    await watch.close()
    // Sockets of dumps stay for the next one, two at most.
    await until('the end of the listener', () => addon().stats().descriptors <= before.descriptors + 2)
    await nl.listLinks()
    await until('the end of all jobs', () => addon().stats().jobs === 0)
  })

  it('is one socket for all iterations of a handle', async () => {
    const { nl, run } = here()
    const sockets = () => run('cat /proc/net/netlink').split('\n').length
    const before = sockets()
    const all = Array.from({ length: 20 }, () => nl.watch({ links: true })[Symbol.asyncIterator]())
    await Promise.all(all.map(upToSynced))
    assert.ok(sockets() <= before + 3, `${sockets()} instead of ${before}`)
    await Promise.all(all.map((one) => one.return?.()))
  })

  it('is right after a burst that the buffer does not hold, and a reader that slept', async function () {
    this.timeout(60_000)
    const { nl, netns } = here()
    const writer = await openNetlink({ netns })
    const events = nl.watch({ routes: true, buffer: 4096 })
    const iterator = events[Symbol.asyncIterator]()
    await upToSynced(iterator)
    const routes = Array.from({ length: 50_000 }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`)
    await writer.batch((b) => {
      for (const dst of routes) b.addRoute({ dst, oif: 'lo' })
    })
    await writer.batch((b) => {
      for (const dst of routes.slice(0, 20_000)) b.deleteRoute({ dst })
    })
    await setTimeout(500)
    const lines = await upToSynced(iterator)
    assert.equal(lines.at(-1), 'synced true')
    await events.caughtUp()
    assert.equal(events.routes.length, 30_000)
    assert.deepEqual(
      new Set(events.routes.map(({ dst }) => dst)),
      new Set((await nl.listRoutes()).map(({ dst }) => dst)),
    )
    await events.close()
    await writer.close()
  })

  for (const [buffer, lost] of [
    [undefined, false],
    [4096, true],
  ] as const)
    it(`is right after a burst while the process is busy${lost ? ', with a buffer that is too small' : ', and loses nothing'}`, async function () {
      this.timeout(60_000)
      // A buffer beyond net.core.rmem_max takes CAP_NET_ADMIN of the machine.
      if (!lost) needsHere(this, 'root')
      const { nl, sh } = here()
      const events = nl.watch({ routes: true, ...(lost ? { buffer } : {}) })
      const iterator = events[Symbol.asyncIterator]()
      await upToSynced(iterator)
      sh(`seq 0 49999 | awk '{ printf "route add 10.0.%d.%d dev lo\\n", $1 / 256, $1 % 256 }' | ip -batch -`)
      await events.caughtUp()
      assert.equal(events.routes.length, 50_000)
      if (lost) assert.equal((await upToSynced(iterator)).at(-1), 'synced true')
      else for (let i = 0; i < 50_000; i++) assert.equal((await iterator.next()).value?.type, 'added')
      await nl.addRoute({ dst: '10.9.0.0/16', oif: 'lo' })
      await events.caughtUp()
      const { value } = await iterator.next()
      assert.ok(value?.type === 'added' && value.kind === 'route' && value.route.dst === '10.9.0.0/16')
      await events.close()
    })

  it('may be read as a replica alone', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ links: true })
    assert.equal(watch.links.size, 0)
    sh('ip link add c0 type bridge')
    await watch.caughtUp()
    assert.deepEqual(
      [...watch.links.values()].map(({ name }) => name),
      ['lo', 'b0', 'c0'],
    )
    await nl.deleteLink('c0')
    await watch.caughtUp()
    assert.equal(watch.links.size, 2)
    await using everything = nl.watch(EVERYTHING)
    await everything.caughtUp()
    await sameAsLists(everything, nl)
  })

  it('refuses what it does not know, before anything is opened', async () => {
    const { nl } = here()
    const refused: readonly (readonly [object, RegExp])[] = [
      [{}, /^watch: expected at least one of links, addresses/],
      [{ link: true }, /^watch: unknown option 'link'/],
      [{ links: { nam: 'x' } }, /^watch: unknown filter 'nam'/],
      [{ links: true, settle: -1 }, /^watch: settle must be a whole number from 0 to/],
      [{ neighbours: { master: 'b0' } }, /^watch: neighbours\.master is not allowed here/],
      [{ routes: { timeout: 5 } }, /^watch: routes\.timeout is not allowed here/],
    ]
    for (const [options, message] of refused) await assert.rejects(nl.watch(options as never).caughtUp(), { message })
  })
})
