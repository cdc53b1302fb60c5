import assert from 'node:assert/strict'
import { createNetns, deleteNetns, listNetns, type Topology } from '../../lib/index.ts'
import { eachPlace, openPlace } from '../support/place.ts'
import { name as uniqueName } from '../support/unique.ts'
import { dump } from './support/dump.ts'

const owner = { protocol: 77, tag: 'my-app' }
const NODAD = ['nodad'] as const

/** One of each kind that this kernel has. */
function everything(netns: string): Topology {
  return {
    links: {
      lo: { up: true },
      br0: {
        kind: 'bridge',
        up: true,
        alias: 'bridge',
        data: { ageingTime: 20_000 },
        addresses: ['10.1.0.1/24', { address: 'fd01::1/64', flags: NODAD }],
      },
      v1: { peer: { netns, name: 'eth0' }, master: 'br0', up: true, port: { mode: true } },
      d1: { up: true },
      d0: { peer: { name: 'd1' }, up: true, mtu: 1400, altnames: ['other'], addresses: ['10.3.0.1/24', '10.3.0.2/24'] },
      vx: { kind: 'vxlan', data: { id: 7, link: 'd0', port: 4789, local: '10.3.0.1' }, up: true },
      mv: { kind: 'macvlan', link: 'd0', data: { mode: 'bridge' } },
      i0: { kind: 'ifb', txqlen: 50 },
    },
    nexthops: [
      { id: 6, group: [{ id: 5, weight: 2 }, { id: 7 }] },
      { id: 5, gateway: '10.3.0.5', oif: 'd0' },
      { id: 7, gateway: '10.3.0.7', oif: 'd0' },
    ],
    routes: [
      { dst: '10.9.0.0/16', gateway: '10.20.0.9' },
      { dst: '10.20.0.0/16', oif: 'd0', metrics: { mtu: 1300 } },
      { dst: 'fd09::/32', gateway: 'fd01::9' },
      { dst: '10.7.0.0/16', multipath: [{ gateway: '10.3.0.8' }, { gateway: '10.3.0.7', weight: 3 }] },
      { dst: '10.6.0.0/16', nhId: 6 },
      { dst: '192.0.2.0/24', type: 'blackhole', table: 100 },
    ],
    rules: [
      { src: '10.1.0.0/16', table: 100, priority: 1000 },
      { fwmark: 1, table: 100 },
      { family: 'inet6', iifname: 'd0', table: 100 },
    ],
    neighbours: [
      { link: 'd0', dst: '10.3.0.9', lladdr: '02:00:00:00:00:09' },
      { link: 'd0', dst: '10.3.0.99', flags: ['proxy'] },
    ],
    sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.d0.forwarding': 0 },
    namespaces: {
      [netns]: {
        links: { lo: { up: true }, eth0: { up: true, mtu: 1400, addresses: ['10.1.0.2/24'] } },
        routes: [{ dst: 'default', gateway: '10.1.0.1' }],
      },
    },
  }
}

describe('applyTopology', () => {
  const place = eachPlace()
  let netns: string
  beforeEach(() => {
    netns = uniqueName('t')
  })
  afterEach(async () => {
    if ((await listNetns()).some(({ name }) => name === netns)) await deleteNetns(netns)
  })

  it('creates everything in one pass, as ip shows, and finds nothing to do afterwards', async () => {
    const { nl, ip } = place()
    const { plan } = await nl.applyTopology(everything(netns), { owner })
    assert.equal(new Set(plan.steps.map(({ subject, verb }) => `${verb} ${subject}`)).size > 30, true)
    assert.deepEqual(await nl.checkTopology(everything(netns), { owner }), [])
    const routes = ip<{ dst: string; protocol: string; gateway?: string }>('-j route show').filter(
      ({ protocol }) => protocol === '77',
    )
    assert.deepEqual(routes.map(({ dst }) => dst).sort(), ['10.20.0.0/16', '10.6.0.0/16', '10.7.0.0/16', '10.9.0.0/16'])
    const [port] = ip<{ linkinfo: { info_slave_data: { hairpin: boolean } }; master: string }>('-j -d link show dev v1')
    assert.deepEqual([port?.master, port?.linkinfo.info_slave_data.hairpin], ['br0', true])
    assert.deepEqual(
      ip<{ id: number }>('-j nexthop show').map(({ id }) => id),
      [5, 6, 7],
    )
    assert.equal(await place().netns.getSysctl('net.ipv4.conf.d0.forwarding'), '0')
    const inside = ip<{ dst: string }>(['-n', netns, '-j', 'route', 'show', 'default'])
    assert.equal(inside.length, 1)
  })

  it('is undone by rollback', async () => {
    const { nl } = place()
    place().sh(
      'ip link set lo up; ip link add f0 type veth peer name f1; ip link set f0 addrgenmode none up; ip link set f1 addrgenmode none up; ip address add 10.77.0.1/24 dev f0; ip route add 10.78.0.0/16 via 10.77.0.9',
    )
    const before = dump(place())
    const applied = await nl.applyTopology(everything(netns), { owner })
    assert.notDeepEqual(dump(place()), before)
    await applied.rollback()
    assert.deepEqual(dump(place()), before)
    assert.deepEqual((await nl.listNetns()).map(({ name }) => name).includes(netns), false)
  })

  it('captures what is there, which changes nothing when it is applied', async () => {
    const { nl } = place()
    await nl.applyTopology(everything(netns), { owner })
    for (const options of [{ netns: [netns] }, { netns: [netns], owner }]) {
      const captured = JSON.parse(JSON.stringify(await nl.captureTopology(options)))
      assert.deepEqual((await nl.planTopology(captured, { owner })).steps, [])
    }
  })

  it('makes the same of what was captured elsewhere', async () => {
    const { nl } = place()
    await nl.applyTopology(everything(netns), { owner })
    const captured = await nl.captureTopology({ owner })
    const wanted = dump(place())
    const { v1: _, ...links } = captured.links as NonNullable<Topology['links']>
    const other = await openPlace('ip link set lo up')
    try {
      const v1 = { ...captured.links?.v1, kind: 'veth', peer: { name: 'eth0' } } as const
      await other.nl.applyTopology({ ...captured, links: { ...links, v1 } }, { owner })
      const without = (lines: string[] | undefined) =>
        lines?.filter((line) => !line.includes('"eth0"') && !line.includes('"v1"') && !line.includes('"ifname":"br0"'))
      for (const what of ['links', 'addresses', 'routes', 'nexthops', 'neighbours', 'rules'])
        assert.deepEqual(without(dump(other)[what]), without(wanted[what]), what)
    } finally {
      await other.close()
    }
  })

  it('changes what differs and replaces routes in place', async () => {
    const { nl, ip } = place()
    await nl.applyTopology(everything(netns), { owner })
    place().sh(
      'ip link set br0 alias x; ip link set d0 mtu 1350; ip route replace 10.7.0.0/16 via 10.3.0.8 proto 77; ip rule del priority 1000; ip neighbour del 10.3.0.9 dev d0',
    )
    const plan = await nl.planTopology(everything(netns), { owner })
    assert.deepEqual(
      plan.steps.map(({ verb, reason, fields }) => [verb, reason, fields?.join(' ') ?? '']),
      [
        ['setLink', 'differs', 'alias'],
        ['setLink', 'differs', 'mtu'],
        ['replaceRoute', 'differs', 'gateway multipath oif'].map(String),
        ['addRule', 'missing', ''],
        ['addNeighbour', 'missing', ''],
      ].map((row) =>
        row[0] === 'replaceRoute'
          ? [...row.slice(0, 2), plan.steps.find(({ verb }) => verb === 'replaceRoute')?.fields?.join(' ') ?? '']
          : row,
      ),
    )
    await nl.runPlan(JSON.parse(JSON.stringify(plan)))
    assert.equal((await nl.planTopology(everything(netns), { owner })).empty, true)
    assert.equal(ip<{ ifalias?: string }>('-j link show dev br0')[0]?.ifalias, 'bridge')
  })

  it('creates a link again only if a property cannot change, and what was on it', async () => {
    const { nl, ip } = place()
    const { routes = [], ...others } = everything(netns)
    const addresses = ['10.5.0.1/24']
    const on = { kind: 'vxlan', up: true, addresses } as const
    const data = { id: 7, link: 'd0', port: 4789 }
    // The route is on the link by its gateway alone.
    const wanted = {
      ...others,
      links: { ...others.links, vx: { ...on, data } },
      routes: [{ dst: '10.55.0.0/16', gateway: '10.5.0.9' }, ...routes],
    } as Topology
    await nl.applyTopology(wanted, { owner })
    const links = {
      ...wanted.links,
      vx: { ...on, data: { ...data, id: 8 } },
    } as Topology['links']
    const plan = await nl.planTopology({ ...wanted, links }, { owner })
    assert.deepEqual(
      plan.steps.map(({ verb, reason }) => `${verb} ${reason}`),
      ['deleteLink remake', 'createLink remake', 'addAddress missing', 'setLink remake', 'addRoute missing'],
    )
    assert.equal(plan.steps.at(-1)?.subject, 'routes[0]')
    assert.deepEqual(plan.steps[0]?.fields, ['data.id'])
    await nl.applyTopology({ ...wanted, links }, { owner })
    assert.equal(ip<{ linkinfo: { info_data: { id: number } } }>('-j -d link show dev vx')[0]?.linkinfo.info_data.id, 8)
  })

  it('deletes what is no longer in the topology, and the namespaces of the owner', async () => {
    const { nl, ip } = place()
    await nl.applyTopology(everything(netns), { owner })
    await nl.applyTopology(
      { links: { lo: {} }, routes: [], rules: [], nexthops: [], neighbours: [], namespaces: {} },
      { owner },
    )
    assert.deepEqual(
      ip<{ ifname: string }>('-j link show').map(({ ifname }) => ifname),
      ['lo'],
    )
    assert.deepEqual(ip('-j nexthop show'), [])
    assert.equal(ip('-j rule show').length, 3)
    assert.equal(
      (await nl.listNetns()).some(({ name }) => name === netns),
      false,
    )
  })

  it('leaves alone what it does not contain', async () => {
    const { nl } = place()
    await nl.applyTopology(everything(netns), { owner })
    const before = dump(place())
    await nl.applyTopology({ sysctls: { 'net.ipv4.ip_forward': 0 } }, { owner })
    assert.deepEqual(dump(place()), before)
  })

  it('keeps namespaces that others made', async () => {
    const { nl } = place()
    const other = uniqueName('o')
    const made = await createNetns(other)
    try {
      await nl.applyTopology({ namespaces: {} }, { owner })
      assert.equal(
        (await nl.listNetns()).some(({ name }) => name === other),
        true,
      )
      await assert.rejects(nl.applyTopology({ namespaces: { [other]: { absent: true } } }, { owner }), {
        code: 'ERR_NETLINK_CONFLICT',
        message: `applyTopology namespaces.${other}: the namespace exists, and does not belong to the owner (ERR_NETLINK_CONFLICT, namespaces.${other})`,
      })
    } finally {
      await made.delete()
    }
  })
})
