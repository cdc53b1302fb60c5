import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { createNetns, deleteNetns, listNetns, openNetlink, openNetns, type WatchEvent } from '../../lib/index.ts'
import { addon } from '../../lib/transport/native.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { name as unique } from '../support/unique.ts'
import { until } from '../support/until.ts'
import { sameAsLists } from './support/compare.ts'
import { Events } from './support/events.ts'

type Named = { name?: string; dst?: string; address?: string }

/** An event in words, with its namespace. */
function text(event: WatchEvent): string {
  if (event.type === 'synced') return `synced ${event.lost}`
  if (event.kind === 'netns') return `${event.type} netns ${event.netns.name ?? '-'}`
  const { name, dst, address } = (event as unknown as Record<string, Named>)[event.kind] as Named
  const where = event.netns === undefined ? 'home' : (event.netns.name ?? '-')
  return `${where}: ${event.type} ${event.kind} ${name ?? dst ?? address}`
}

describe('a watch of namespaces', () => {
  needs('bridge', 'veth')
  const here = eachPlace('ip link set lo up')
  const names: string[] = []

  async function made(): Promise<string> {
    const name = unique('w')
    names.push(name)
    await (await createNetns(name)).close()
    return name
  }

  afterEach(async () => {
    for (const name of names.splice(0)) await deleteNetns(name).catch(() => undefined)
  })

  it('reports those that come and go, with their names and ids', async () => {
    const { nl, sh } = here()
    const first = await made()
    await using watch = nl.watch({ netns: true })
    const events = new Events(watch)
    await events.since()
    assert.deepEqual(
      watch.namespaces.find(({ name }) => name === first),
      {
        ...{ name: first, links: new Map(), addresses: [], routes: [], rules: [], neighbours: [], nexthops: new Map() },
        ...{ vlans: [], mdb: [] },
      },
    )
    const second = unique('w')
    names.push(second)
    sh(`ip netns add ${second}; ip netns set ${second} 77`)
    await until('the name', () => watch.namespaces.some(({ name, nsid }) => name === second && nsid === 77))
    assert.deepEqual((await nl.listNetns()).find(({ name }) => name === second)?.nsid, 77)
    events.all.length = 0
    sh(`ip netns del ${second}`)
    await until('its end', () => events.all.some((event) => event.type === 'removed'))
    const gone = events.all.find((event) => event.type === 'removed')
    assert.deepEqual(gone, { type: 'removed', kind: 'netns', netns: { name: second, nsid: 77 } })
  })

  it('reports the name that a namespace loses', async () => {
    const { nl, sh } = here()
    const name = await made()
    sh(`ip netns set ${name} 78`)
    await using watch = nl.watch({ netns: true })
    const events = new Events(watch)
    await events.since()
    await using held = await openNetns(name)
    sh(`ip netns del ${name}`)
    await until('the change', () => events.all.length > 0)
    const before = { name, nsid: 78 }
    const netns = { nsid: 78 }
    assert.deepEqual(events.all, [{ type: 'changed', kind: 'netns', netns, before, changed: ['name'] }])
    assert.ok(held.inode > 0)
  })

  it("with 'all', yields what is in each of them, and what happens there", async () => {
    const { nl, sh } = here()
    const first = await made()
    sh(`ip -n ${first} link add b0 type bridge; ip -n ${first} addr add 10.0.0.1/24 dev b0`)
    await using watch = nl.watch({ netns: 'all', links: true, addresses: true, routes: { family: 'inet' } })
    const events = new Events(watch)
    await watch.caughtUp()
    await until('the end of the list', () => events.all.some((event) => event.type === 'synced'))
    const mine = (one: string) => one.startsWith(first)
    assert.deepEqual(events.all.map(text).filter(mine), [
      `${first}: added link lo`,
      `${first}: added link b0`,
      `${first}: added address 10.0.0.1/24`,
    ])
    assert.equal(events.all.filter((event) => event.type === 'synced').length, 1)
    assert.ok(events.all.every((event) => event.type === 'synced' || event.initial))
    events.all.length = 0
    sh(`ip -n ${first} link set b0 up; ip -n ${first} route add 10.9.0.0/16 via 10.0.0.2`)
    await until('the route', () => events.all.map(text).includes(`${first}: added route 10.9.0.0/16`))
    events.all.length = 0
    // IPv4 routes have no event when their link goes down.
    sh(`ip -n ${first} link set b0 down`)
    await until('the lost route', () => events.all.map(text).includes(`${first}: removed route 10.9.0.0/16`))
    const second = await made()
    await until('its loopback link', () => events.all.map(text).includes(`${second}: added link lo`))
    sh(`ip -n ${second} link set lo up`)
    await until('its link', () => events.all.map(text).some((one) => one === `${second}: changed link lo`))
  })

  it("with 'all', holds of each what the lists return there, until it is deleted", async () => {
    const { nl, sh } = here()
    const all = [await made(), await made(), await made()]
    const options = { netns: 'all', links: true, addresses: true, routes: { table: 'all' }, rules: true } as const
    await using watch = nl.watch({ ...options, neighbours: true, nexthops: true })
    const events = new Events(watch)
    await watch.caughtUp()
    for (const [i, name] of all.entries()) {
      sh(
        `ip -n ${name} link add c0 type veth peer name c1; ip -n ${name} link set c0 up; ip -n ${name} link set c1 up; ` +
          `ip -n ${name} addr add 10.${i}.0.1/24 dev c0; ip -n ${name} route add 10.200.0.0/16 via 10.${i}.0.2; ip -n ${name} rule add priority 5 table 7; ` +
          `ip -n ${name} neigh add 10.${i}.0.9 lladdr 02:00:00:00:00:0${i} dev c0 nud permanent`,
      )
    }
    await setTimeout(2500) // duplicate address detection of IPv6
    await watch.caughtUp()
    for (const name of all) {
      const there = await openNetlink({ netns: name })
      const held = watch.namespaces.find((one) => one.name === name)
      await sameAsLists(held as never, there)
      await there.close()
    }
    events.all.length = 0
    sh(`ip netns del ${all[1]}`)
    await until('its end', () => events.all.some((event) => event.type !== 'synced' && event.kind === 'netns'))
    const lines = events.all.map(text)
    assert.ok(lines.includes(`${all[1]}: removed link c0`), lines.join('\n'))
    assert.equal(lines.at(-1), `removed netns ${all[1]}`)
    assert.ok(lines.every((one) => one.includes(`${all[1]}`)))
  }).timeout('30s')

  it("with 'all', keeps no namespace alive, and no cable into one", async () => {
    const { nl, sh } = here()
    const count = 60
    await using watch = nl.watch({ netns: 'all', links: true, routes: true })
    await watch.caughtUp()
    const descriptors = addon().stats().descriptors
    const all = Array.from({ length: count }, () => unique('w'))
    names.push(...all)
    const batch = all.flatMap((name, i) => [
      `link add h${i} type veth peer name p${i} netns ${name}`,
      `link set h${i} up`,
    ])
    sh(`for n in ${all.join(' ')}; do ip netns add $n; done; ip -batch - <<END\n${batch.join('\n')}\nEND`)
    await until('all of them', () => watch.namespaces.filter(({ name }) => all.includes(`${name}`)).length === count)
    await watch.caughtUp()
    const held = watch.namespaces.filter(({ name }) => all.includes(`${name}`))
    assert.ok(held.every(({ links }) => [...links.values()].some(({ kind }) => kind === 'veth')))
    assert.equal([...watch.links.values()].filter(({ kind }) => kind === 'veth').length, count)
    assert.ok(addon().stats().descriptors <= descriptors + 4, 'no socket remains in them')
    sh(`for n in ${all.join(' ')}; do ip netns del $n; done`)
    await until('the end of their cables', () => sh('ip -o link show type veth') === '')
    await until('their end', () => watch.namespaces.every(({ name }) => !all.includes(`${name}`)))
    await watch.caughtUp()
    assert.equal(watch.links.size, 1)
  }).timeout('60s')

  it('assigns no id if that is not wanted', async () => {
    const { nl } = here()
    const name = await made()
    await using watch = nl.watch({ netns: 'all', links: true, assignIds: false })
    await watch.caughtUp()
    assert.equal(watch.namespaces.find((one) => one.name === name)?.links.size, 0)
    assert.equal((await nl.listNetns()).find((one) => one.name === name)?.nsid, undefined)
    await using other = nl.watch({ netns: 'all', links: true })
    await other.caughtUp()
    assert.equal(other.namespaces.find((one) => one.name === name)?.links.size, 1)
    assert.equal(typeof (await nl.listNetns()).find((one) => one.name === name)?.nsid, 'number')
    await until('the id', () => watch.namespaces.some((one) => one.name === name && one.links.size === 1))
  })

  it('lists every namespace again after events were lost, and says so once', async () => {
    const { nl, sh } = here()
    const name = await made()
    await using watch = nl.watch({ netns: 'all', links: true, routes: true, buffer: 4096 })
    const events = new Events(watch)
    await watch.caughtUp()
    await until('the end of the list', () => events.all.some((event) => event.type === 'synced'))
    events.all.length = 0
    const routes = Array.from({ length: 2000 }, (_, i) => `route add 10.1.${i >> 8}.${i & 255} dev lo`)
    sh(`ip -n ${name} link set lo up; ip -n ${name} -batch - <<END\n${routes.join('\n')}\nEND`)
    await until('the lists', () => events.all.some((event) => event.type === 'synced' && event.lost))
    await watch.caughtUp()
    assert.equal(watch.namespaces.find((one) => one.name === name)?.routes.length, 2000)
    assert.ok(events.all.some((event) => event.type === 'added' && event.resync))
  }).timeout('30s')

  it('refuses options that have no meaning', async () => {
    const { nl } = here()
    const refused: readonly (readonly [object, string])[] = [
      [{ netns: 'some' }, "watch: netns must be true or 'all', not 'some'"],
      [{ netns: true, assignIds: false }, "watch: assignIds is not allowed here without netns: 'all'"],
    ]
    for (const [options, message] of refused) await assert.rejects(nl.watch(options as never).caughtUp(), { message })
    await assert.rejects(nl.watch({ netns: 'all' }).caughtUp(), /^TypeError: watch: expected at least one of links/)
    assert.ok(Array.isArray(await listNetns()))
  })
})
