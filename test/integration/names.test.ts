import assert from 'node:assert/strict'
import { createNetns, type Route } from '../../lib/index.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const OBJECTS = `${TWO_LINKS}
ip -batch - <<END
  link add br0 index 30 type bridge
  link set p1 master br0
  route add 10.9.0.0/16 via 10.0.0.2 dev v0
  route add 10.9.1.0/24 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.1.2
  neighbour add 10.0.1.9 lladdr 02:00:00:00:00:09 dev v1
  nexthop add id 7 via 10.0.0.2 dev v0
END
`

describe('names of links', () => {
  const here = eachPlace(OBJECTS)

  it('stand beside their indices where a list is asked for them, in the filter or after it', async () => {
    const { nl } = here()
    const judge = Object.fromEntries(
      here()
        .ip<{ ifindex: number; ifname: string }>('-j link show')
        .map((one) => [one.ifindex, one.ifname]),
    )
    const routes = await nl.listRoutes({ names: true, family: 'inet' })
    assert.ok(routes.some(({ oif }) => oif === 10))
    for (const { oif, oifName } of routes) assert.equal(oifName, oif === undefined ? undefined : judge[oif])
    const several = routes.find(({ multipath }) => multipath !== undefined)
    assert.deepEqual(
      several?.multipath?.map(({ oifName }) => oifName),
      ['v0', 'v1'],
    )
    const addresses = await nl.listAddresses({}, { names: true })
    assert.deepEqual(
      new Set(addresses.map(({ link, linkName }) => `${link} ${linkName}`)),
      new Set(['1 lo', '10 v0', '11 v1']),
    )
    const [neighbour] = await nl.listNeighbours({ names: true, link: 'v1', state: 'permanent' })
    assert.equal(neighbour?.linkName, 'v1')
    const port = (await nl.listLinks({ names: true })).find(({ name }) => name === 'p1')
    assert.deepEqual([port?.linkName, port?.masterName], ['v1', 'br0'])
    const [nexthop] = await nl.listNexthops({ names: true })
    assert.equal(nexthop?.oifName, 'v0')
    const entries = await nl.listNeighbours({ names: true, family: 'bridge', master: 'br0' })
    assert.ok(entries.some(({ masterName }) => masterName === 'br0'))
  })

  it('are not there where they were not asked for', async () => {
    const [route] = await here().nl.listRoutes({ names: false })
    assert.equal(route !== undefined && 'oifName' in route, false)
  })

  it('are found for links that are made while a stream is read', async () => {
    const { nl } = here()
    const many = '10.20.$((i / 250)).$((i % 250)) dev v0'
    here().sh(`i=0; while [ $i -lt 40000 ]; do echo "route add ${many}"; i=$((i + 1)); done | ip -batch -`)
    const found: Route[] = []
    for await (const route of nl.streamRoutes({ names: true, family: 'inet' })) {
      if (found.push(route) > 1) continue
      here().sh(
        'ip link add w0 type veth peer w1; ip link set w1 up; ip link set w0 up; ip route add 192.0.2.0/24 dev w0',
      )
    }
    const last = found.find(({ dst }) => dst === '192.0.2.0/24')
    assert.equal(last?.oifName, 'w0')
    assert.ok(found.every(({ oif, oifName }) => oif === undefined || oifName !== undefined))
  })

  it('are those of this namespace alone: the far end in another one has none', async () => {
    const { nl } = here()
    const there = await createNetns()
    try {
      await nl.createVeth({ name: 'w0', peer: { name: 'w1', netns: there } })
      const link = (await nl.listLinks({ names: true })).find(({ name }) => name === 'w0')
      assert.notEqual(link?.linkNetnsid, undefined)
      assert.equal(link?.linkName, undefined)
    } finally {
      await there.close()
    }
  })

  it('are given back without being sent', async () => {
    const { nl } = here()
    const routes = (await nl.listRoutes({ names: true, family: 'inet' })).filter(
      ({ protocol }) => protocol !== 'kernel',
    )
    assert.ok(routes.length >= 2)
    for (const route of routes) await nl.deleteRoute(route)
    for (const route of routes) await nl.addRoute(route)
    const [neighbour] = await nl.listNeighbours({ names: true, link: 'v1', state: 'permanent' })
    if (neighbour === undefined) assert.fail('no neighbour')
    await nl.deleteNeighbour(neighbour)
    await nl.addNeighbour(neighbour)
    for (const address of await nl.listAddresses({ names: true })) await nl.replaceAddress(address)
    const bridge = (await nl.listLinks({ names: true, kind: 'bridge' }))[0]
    if (bridge === undefined) assert.fail('no bridge')
    await nl.deleteLink(bridge)
    assert.equal((await nl.createLink({ ...bridge, kind: 'bridge' })).name, 'br0')
  })

  it('are refused where a link is changed, and by verbs that list nothing', async () => {
    const { nl } = here()
    await assert.rejects(nl.setLink('v0', { masterName: 'br0' } as object), {
      name: 'TypeError',
      message: 'setLink: `masterName` is only reported by the kernel and cannot be set',
    })
    await assert.rejects(nl.flushRoutes({ table: 100, names: true }), /flushRoutes: unknown filter 'names'/)
    await assert.rejects(nl.listRules({ names: true } as object), /listRules: unknown filter 'names'/)
    await assert.rejects(nl.listRoutes({ names: 1 } as never), {
      name: 'TypeError',
      message: 'listRoutes: names must be true or false, not 1',
    })
  })
})
