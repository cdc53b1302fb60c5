import assert from 'node:assert/strict'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost, elements } from './support/test-host.ts'

interface Row {
  ifname: string
  dst: string
  gateway?: string
  dev: string
  scope?: string
  prefsrc?: string
  flags: string[]
  addr_info: { local: string; prefixlen: number }[]
}

describe('modes of networks', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('ptp: a route to each container, the gateway at its end of the cable, no bridge', async () => {
    const network = await testHost().create({ name: 'p0', mode: 'ptp', subnet: '10.0.0.0/24', subnet6: 'fd00:10::/64' })
    const netns = await testHost().container()
    const { link, address, address6 } = await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    assert.deepEqual([address, address6], ['10.0.0.2', 'fd00:10::2'])
    const links = testHost()
      .host.ip<Row>('-j link')
      .map(({ ifname }) => ifname)
    assert.deepEqual(links, ['lo', link])
    const [route] = testHost().host.ip<Row>('-j route show 10.0.0.2')
    assert.deepEqual([route?.dev, route?.scope, route?.prefsrc], [link, 'link', '10.0.0.1'])
    assert.equal(testHost().host.ip<Row>('-j -6 route show fd00:10::2')[0]?.dev, link)
    const [end] = testHost().host.ip<Row>(`-j address show ${link}`)
    assert.ok(end?.addr_info.some(({ local, prefixlen }) => local === '10.0.0.1' && prefixlen === 32))
    const inside = (command: string) => ip<Row>(command, `/proc/${process.pid}/fd/${netns.fd}`)
    const [gateway] = inside('-j route show 10.0.0.1')
    assert.deepEqual([gateway?.dev, gateway?.scope], ['eth0', 'link'])
    assert.equal(inside('-j route show default')[0]?.gateway, '10.0.0.1')
    assert.equal(inside('-j -6 route show default')[0]?.gateway, 'fd00:10::1')
    assert.deepEqual(elements(testHost(), 'inside'), [link])
  })

  it('ptp: detaching and deleting leave nothing', async () => {
    const before = testHost().kernel()
    const network = await testHost().create({ name: 'p0', mode: 'ptp', subnet: '10.0.0.0/24', subnet6: 'fd00:10::/64' })
    const made = testHost().kernel()
    const ports = [{ host: 8000, container: 80 }]
    await network.detach(await network.attach(await testHost().container(), { ports }))
    assert.equal(testHost().kernel(), made)
    await network.attach(await testHost().container(), { ports })
    await network.delete()
    assert.equal(testHost().kernel(), before)
  })

  it('ptp: is opened again, and not under another subnet', async () => {
    await testHost().create({ name: 'p0', mode: 'ptp', subnet: '10.0.0.0/24' })
    assert.equal((await testHost().create({ name: 'p0' })).mode, 'ptp')
    await assert.rejects(testHost().create({ name: 'p0', subnet: '10.0.1.0/24' }), { attribute: 'subnet' })
    await assert.rejects(testHost().create({ name: 'p1', mode: 'ptp', subnet: '10.0.0.0/16' }), {
      attribute: 'subnet',
      message: /overlaps another network's 10\.0\.0\.0\/24/,
    })
  })

  it('none: loopback alone', async () => {
    const network = await testHost().create({ name: 'n0', mode: 'none' })
    const netns = await testHost().container()
    const endpoint = await network.attach(netns)
    assert.deepEqual([endpoint.netns, endpoint.mode, endpoint.ports], [netns, 'none', []])
    const rows = ip<Row>('-j address', `/proc/${process.pid}/fd/${netns.fd}`)
    assert.deepEqual(
      rows.map(({ ifname, flags }) => [ifname, flags.includes('UP')]),
      [['lo', true]],
    )
  })

  it("host: the host's own namespace", async () => {
    const network = await testHost().create({ name: 'h0', mode: 'host' })
    const { netns } = await network.attach()
    assert.equal(netns.inode, testHost().host.netns.inode)
  })

  it('container: the namespace of another, by object, process or path', async () => {
    const bridge = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    const joining = await testHost().create({ name: 'c0', mode: 'container' })
    const first = await bridge.attach(await testHost().container())
    const child = first.netns.spawn('sleep', ['60'], { stdio: 'ignore' })
    try {
      for (const ref of [first.netns, { pid: child.pid as number }, `/proc/${child.pid}/ns/net`]) {
        const { netns } = await joining.attach(ref)
        assert.equal(netns.inode, first.netns.inode)
        if (netns !== first.netns) await netns.close()
      }
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('those without addresses of their own have no ports, and nothing to check, collect, detach or delete', async () => {
    const before = testHost().kernel()
    for (const mode of ['none', 'host', 'container'] as const) {
      const network = await testHost().create({ name: 'm0', mode })
      const netns = mode === 'host' ? undefined : await testHost().container()
      await assert.rejects(network.attach(netns, { ports: [{ host: 1, container: 1 }] }), {
        message: `attach: ports is not allowed in mode '${mode}'`,
      })
      const endpoint = await network.attach(netns)
      assert.deepEqual([await network.check(), await network.collect(), await network.endpoints()], [[], [], []])
      await network.detach(endpoint)
      await network.delete()
    }
    assert.equal(testHost().kernel(), before)
  })
})
