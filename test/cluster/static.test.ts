import assert from 'node:assert/strict'
import { joinCluster, leaveCluster } from '../../lib/cluster/index.ts'
import { createNetns, type Netns, openNetlink } from '../../lib/index.ts'
import { outputInside } from '../support/inside.ts'
import { needs } from '../support/needs.ts'
import { until } from '../support/until.ts'

const nodes = [11, 12, 13].map((last) => ({ publicAddress: `192.0.2.${last}`, subnet: `10.244.${last}.0/24` }))
const network = '10.244.0.0/16'

const lines = (netns: Netns, command: string) =>
  outputInside(netns, command.split(' ')).trim().split('\n').filter(Boolean)

describe('joinCluster with a static list', () => {
  needs('vxlan')
  let host: Netns

  beforeEach(async () => {
    host = await createNetns()
    await using nl = await openNetlink({ netns: host })
    await nl.createVeth({ name: 'eth0', up: true, peer: { name: 'far', up: true } })
    await nl.addAddress({ link: 'eth0', address: '192.0.2.11/24' })
  })
  afterEach(() => host.close())

  it('makes a route to each other node, and leave removes them', async () => {
    const before = lines(host, 'ip route')
    const cluster = await joinCluster({
      store: { nodes },
      network,
      backend: 'host-gw',
      publicAddress: '192.0.2.11',
      netns: host,
    })
    assert.equal(cluster.subnet, '10.244.11.0/24')
    assert.equal(cluster.mtu, 1500)
    assert.deepEqual(
      lines(host, 'ip route show proto 120').map((line) => line.trim()),
      ['10.244.12.0/24 via 192.0.2.12 dev eth0', '10.244.13.0/24 via 192.0.2.13 dev eth0'],
    )
    assert.deepEqual(
      (await cluster.nodes()).map(({ self }) => self),
      [true, false, false],
    )
    await cluster.leave()
    await cluster.done
    assert.deepEqual(lines(host, 'ip route'), before)
    await assert.rejects(cluster.nodes(), { code: 'ERR_NETLINK_CLOSED' })
  })

  it('keeps routes after close, and leaveCluster removes them', async () => {
    const options = { store: { nodes }, network, backend: 'vxlan', publicAddress: '192.0.2.11', netns: host } as const
    const cluster = await joinCluster(options)
    assert.equal(cluster.mtu, 1450)
    await cluster.close()
    await cluster.close()
    assert.equal(lines(host, 'ip route show proto 120').length, 2)
    assert.equal(lines(host, 'ip neigh show dev nl.1 nud permanent').length, 2)
    await leaveCluster(options)
    await leaveCluster(options)
    assert.equal(lines(host, 'ip route show proto 120').length, 0)
    assert.equal(lines(host, 'ip -o link show type vxlan').length, 0)
  })

  it('reports a node to which another program has a route, and leaves that route alone', async () => {
    lines(host, 'ip route add 10.244.12.0/24 via 192.0.2.99 dev eth0')
    const problems: Error[] = []
    await using cluster = await joinCluster({
      store: { nodes },
      network,
      backend: 'host-gw',
      publicAddress: '192.0.2.11',
      netns: host,
      checkInterval: 100,
      onProblem: (problem) => problems.push(problem),
    })
    const errors = (await cluster.nodes()).map(({ error }) => error?.code)
    assert.deepEqual(errors, [undefined, 'EEXIST', undefined])
    assert.deepEqual(
      lines(host, 'ip route show 10.244.12.0/24').map((line) => line.trim()),
      ['10.244.12.0/24 via 192.0.2.99 dev eth0'],
    )
    lines(host, 'ip route delete 10.244.12.0/24')
    await until('the route', () => lines(host, 'ip route show proto 120').length === 2)
    assert.deepEqual(
      (await cluster.nodes()).map(({ error }) => error),
      [undefined, undefined, undefined],
    )
    assert.equal(problems.length, 1)
    await cluster.leave()
  })

  it('does not touch a link of another program', async () => {
    lines(host, 'ip link add nl.1 type bridge')
    const options = { store: { nodes }, network, backend: 'vxlan', publicAddress: '192.0.2.11', netns: host } as const
    await assert.rejects(joinCluster(options), { code: 'EEXIST', attribute: 'vni' })
    await leaveCluster(options)
    assert.equal(lines(host, 'ip -o link show nl.1').length, 1)
  })

  it('names the address that is missing here or in the list', async () => {
    const options = { store: { nodes }, network, backend: 'host-gw', netns: host } as const
    await assert.rejects(joinCluster(options), {
      name: 'TypeError',
      message: /publicAddress is missing; this host has no default route/,
    })
    await assert.rejects(joinCluster({ ...options, publicAddress: '192.0.2.12' }), {
      code: 'EADDRNOTAVAIL',
      attribute: 'publicAddress',
      message: /no link of this host has the address 192\.0\.2\.12/,
    })
    lines(host, 'ip address add 192.0.2.14/24 dev eth0')
    await assert.rejects(joinCluster({ ...options, publicAddress: '192.0.2.14' }), {
      code: 'EADDRNOTAVAIL',
      message: /store\.nodes does not contain 192\.0\.2\.14/,
    })
  })
})
