import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addon, type Descriptor } from '../../lib/transport/native.ts'
import { needs } from '../support/needs.ts'
import { pathOf, startAttacher } from './support/attacher.ts'
import { eachTestHost, elements } from './support/test-host.ts'

const PROCESSES = 4
const EACH = 8

describe('addresses of containers', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('are files of the network, in both families, that say who has them', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' })
    const { link, address, address6 } = await network.attach(await testHost().container())
    assert.deepEqual(testHost().files('br0'), ['172.18.0.2', 'fd00:18::2', 'network.json'])
    const [first = '', second = ''] = readFileSync(join(testHost().state, 'br0', address as string), 'utf8').split('\n')
    assert.equal((JSON.parse(first) as { link: string }).link, link)
    const { addresses } = JSON.parse(second) as { addresses: { address: string }[] }
    assert.deepEqual(
      addresses.map((one) => one.address),
      [address, address6],
    )
  })

  it('are given out in order, and again only when the others have had their turn', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/29' })
    const given: (string | undefined)[] = []
    for (let i = 0; i < 7; i++) {
      const endpoint = await network.attach(await testHost().container())
      given.push(endpoint.address)
      if (i !== 1) await network.detach(endpoint)
    }
    const expected = [2, 3, 4, 5, 6, 2, 4].map((i) => `172.18.0.${i}`)
    assert.deepEqual(given, expected)
  })

  it('are all that the subnet has but its ends and the gateway', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/29', gateway: '172.18.0.4' })
    const attached = await Promise.allSettled(
      Array.from({ length: 6 }, async () => network.attach(await testHost().container())),
    )
    const given = attached.flatMap((result) => (result.status === 'fulfilled' ? [result.value.address] : []))
    assert.deepEqual(
      given.sort(),
      [1, 2, 3, 5, 6].map((i) => `172.18.0.${i}`),
    )
    assert.equal(attached.filter((result) => result.status === 'rejected').length, 1)
  })

  it('are written as the kernel writes them, however they were asked for', async () => {
    const network = await testHost().create({ name: 'br0', subnet6: 'FD00:0018::/64' })
    const { address, address6 } = await network.attach(await testHost().container(), { address6: 'fd00:18:0:0::00AB' })
    assert.deepEqual([network.subnet6, address, address6], ['fd00:18::/64', undefined, 'fd00:18::ab'])
  })

  it('are given back by who has them no more when they run out', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/30' })
    const netns = await testHost().container()
    await network.attach(netns, { ports: [{ host: 8000, container: 80 }] })
    testHost().host.sh(`ip link del ${testHost().host.ip<{ ifname: string }>('-j link show type veth')[0]?.ifname}`)
    const again = await network.attach(await testHost().container(), { ports: [{ host: 8000, container: 80 }] })
    assert.equal(again.address, '172.18.0.2')
  })

  it('a file without a line is an address that rests until it is collected, which it is not while it is locked', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    const file = join(testHost().state, 'br0', '172.18.0.2')
    const held = addon().lockFile(file, true, 0o600) as Descriptor
    try {
      assert.equal((await network.attach(await testHost().container())).address, '172.18.0.3')
      await network.collect()
      assert.ok(testHost().files('br0').includes('172.18.0.2'))
    } finally {
      held.close()
    }
    await network.collect()
    assert.ok(!testHost().files('br0').includes('172.18.0.2'))
  })

  it(`${PROCESSES} processes at once give out different ones, and different ports`, async function () {
    this.timeout(60_000)
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/24' })
    const kernel = testHost().kernel()
    const containers = await Promise.all(Array.from({ length: PROCESSES * EACH }, () => testHost().container()))
    const attachers = Array.from({ length: PROCESSES }, (_, i) =>
      startAttacher(
        testHost(),
        containers.slice(i * EACH, (i + 1) * EACH).map((netns, k) => `${pathOf(netns)}:${9000 + i * EACH + k}`),
      ),
    )
    const printed = await Promise.all(attachers.map(({ done }) => done))
    await Promise.all(attachers.map((attacher) => attacher.end()))
    const given = printed.flat().filter((line) => line.startsWith('172.'))
    assert.equal(new Set(given).size, PROCESSES * EACH)
    assert.equal(elements(testHost(), 'published4').length, PROCESSES * EACH)
    assert.deepEqual(await network.check(), [])
    await Promise.all(containers.map((netns) => network.detach(netns)))
    assert.equal(testHost().kernel(), kernel)
  })

  it('one port is published once where several processes want it', async function () {
    this.timeout(60_000)
    await testHost().create({ name: 'br0', subnet: '172.18.0.0/24' })
    const containers = await Promise.all(Array.from({ length: PROCESSES }, () => testHost().container()))
    const attachers = containers.map((netns) => startAttacher(testHost(), [`${pathOf(netns)}:9000`]))
    const results = await Promise.allSettled(attachers.map(({ done }) => done))
    await Promise.all(attachers.map((attacher) => attacher.end()))
    const lost = results.filter((result) => result.status === 'rejected')
    assert.equal(lost.length, PROCESSES - 1)
    for (const { reason } of lost as PromiseRejectedResult[])
      assert.match(String(reason), /EADDRINUSE, ports\[0\]\.host/)
    assert.equal(elements(testHost(), 'published4').length, 1)
    assert.equal(testHost().host.ip('-j link show type veth').length, 1)
  })
})
