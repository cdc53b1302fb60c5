import assert from 'node:assert/strict'
import { createNetwork, type Network } from '../../lib/container/index.ts'
import { createNetns, type Netns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost, elements, ruleCount } from './support/test-host.ts'

const BOTH = { name: 'br0', subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' }

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`an attachment with an id, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'ipv6', 'command nft')
    const testHost = eachTestHost()
    let network: Network
    let netns: Netns

    beforeEach(async () => {
      network = await testHost().create({ ...BOTH, mode })
      netns = await testHost().container()
    })

    it('is listed with id, labels and network', async () => {
      await network.attach(netns, { id: 'c1', labels: { app: 'web' } })
      const [record] = await network.endpoints()
      assert.deepEqual([record?.id, record?.labels, record?.network], ['c1', { app: 'web' }, 'br0'])
    })

    it('is the same one when it is attached again, also by another object and with other options', async () => {
      const ports = [{ host: 8000, container: 80 }]
      const first = await network.attach(netns, { id: 'c1', ports, labels: { app: 'web' } })
      const kernel = testHost().kernel()
      const { netns: _, ...expected } = first
      const other = await testHost().create({ name: 'br0' })
      for (const options of [{ ports }, { address: '172.18.0.99' }, {}]) {
        const { netns: _, ...again } = await other.attach(netns, { id: 'c1', ...options })
        assert.deepEqual(again, expected)
      }
      assert.equal(testHost().kernel(), kernel)
    })

    it('is made once where it is asked for several times at once', async () => {
      const other = await testHost().create({ name: 'br0' })
      const made = await Promise.all([network, network, other, other].map((one) => one.attach(netns, { id: 'c1' })))
      assert.equal(new Set(made.map(({ address }) => address)).size, 1)
      assert.equal((await network.endpoints()).length, 1)
      assert.deepEqual(await network.check(), [])
    })

    it('is refused in another namespace as long as the first one lives, and replaced then', async () => {
      const ended = await createNetns()
      const { link } = await network.attach(ended, { id: 'c1', ports: [{ host: 8000, container: 80 }] })
      await assert.rejects(network.attach(netns, { id: 'c1' }), {
        code: 'EEXIST',
        attribute: 'id',
        message: /container 'c1' is already attached with interface 'eth0' in another namespace/,
      })
      testHost().host.sh(`ip link del ${link}`)
      await ended.close()
      await network.attach(netns, { id: 'c1', ports: [{ host: 8000, container: 80 }] })
      assert.equal((await network.endpoints()).length, 1)
    })

    it('is detached by id and interface, also when its namespace is gone, and by what was listed', async () => {
      const before = testHost().kernel()
      const ended = await createNetns()
      await network.attach(ended, { id: 'c1' })
      await network.attach(ended, { id: 'c1', interface: 'eth1' })
      await network.attach(netns, { id: 'c2' })
      await network.detach({ id: 'c1', interface: 'eth1' })
      assert.deepEqual((await network.endpoints()).map((one) => `${one.id} ${one.interface}`).sort(), [
        'c1 eth0',
        'c2 eth0',
      ])
      await ended.close()
      await network.detach({ id: 'c1' })
      const [last, ...more] = await network.endpoints()
      assert.deepEqual([last?.id, more], ['c2', []])
      await network.detach(last as NonNullable<typeof last>)
      await network.detach({ id: 'c2' })
      assert.equal(testHost().kernel(), before)
      assert.deepEqual(testHost().files('br0'), ['network.json'])
    })

    it('is checked alone: what others lack is not reported', async () => {
      await network.attach(netns, { id: 'c1' })
      const other = await testHost().container()
      const { link } = await network.attach(other, { id: 'c2' })
      other.run(() => undefined)
      testHost().host.sh(`ip link set ${link} down`)
      assert.deepEqual(await network.check({ id: 'c1' }), [])
      assert.ok(
        (await network.check({ id: 'c2' })).some(({ code, subject }) => code === 'link-down' && subject === link),
      )
      const [missing] = await network.check({ id: 'c3' })
      assert.deepEqual([missing?.code, missing?.subject], ['not-attached', 'c3'])
      await assert.rejects(network.check({ id: '' }), { message: /check: id must be a non-empty string/ })
    })

    it('is collected where the caller does not list it any more', async () => {
      await network.attach(netns, { id: 'c1' })
      await network.attach(netns, { id: 'c1', interface: 'eth1' })
      await network.attach(await testHost().container(), { id: 'c2', ports: [{ host: 8000, container: 80 }] })
      await network.attach(await testHost().container())
      const collected = await network.collect({ keep: [{ id: 'c1', interface: 'eth0' }] })
      assert.deepEqual(collected.map(({ id }) => id).sort(), ['c1', 'c2'])
      assert.deepEqual((await network.endpoints()).map(({ id }) => id ?? 'none').sort(), ['c1', 'none'])
      assert.deepEqual(await network.collect({ keep: ['c1'] }), [])
      assert.deepEqual(await network.collect(), [])
      assert.deepEqual((await network.collect({ keep: [] })).length, 1)
      await assert.rejects(network.collect({ keep: 'c1' as never }), { message: /collect: keep must be an array/ })
      await assert.rejects(network.collect({ keep: [{} as never] }), { message: /collect: keep\[0\]\.id is missing/ })
    })

    it('publishes ranges, ports that are chosen, and ports that the caller reserves itself', async () => {
      const before = ruleCount(testHost())
      const { ports } = await network.attach(netns, {
        ports: [
          { host: 9000, container: 9000, count: 100 },
          { host: 7000, container: 80, count: 3 },
          { host: 0, container: 22 },
        ],
      })
      assert.equal(ruleCount(testHost()), before)
      const chosen = ports[2]?.host ?? 0
      assert.ok(chosen >= 49152 && chosen <= 65535, String(chosen))
      assert.deepEqual(elements(testHost(), 'ranges4'), [[{ concat: ['tcp', { range: [9000, 9099] }] }, '172.18.0.2']])
      assert.equal(elements(testHost(), 'published4').length, 4)
      assert.deepEqual(await network.check(), [])
      const reserved = await testHost().container()
      const server = (await import('node:net')).createServer()
      await testHost().host.netns.listen(server, { port: 8500 })
      try {
        await assert.rejects(network.attach(reserved, { ports: [{ host: 8500, container: 80 }] }), {
          code: 'EADDRINUSE',
        })
        await network.attach(reserved, { ports: [{ host: 8500, container: 80, reserved: true }] })
      } finally {
        server.close()
      }
    })

    it('refuses ports that meet a range, and ranges that meet a port, whichever comes first', async () => {
      const taken = {
        code: 'EADDRINUSE',
        attribute: 'ports[0].host',
        message: /is published for another container, 172/,
      }
      const range = { host: 9000, container: 9000, count: 100 }
      const first = await network.attach(netns, { ports: [range] })
      const attach = async (port: object) => network.attach(await testHost().container(), { ports: [port as never] })
      await assert.rejects(attach({ host: 9050, container: 80 }), taken)
      await assert.rejects(attach({ host: 9050, container: 80, address: '127.0.0.1' }), taken)
      await assert.rejects(attach({ host: 8950, container: 8950, count: 51 }), taken)
      await attach({ host: 9050, container: 80, protocol: 'udp' })
      await network.detach(first)
      await attach({ host: 9099, container: 80 })
      await assert.rejects(attach(range), taken)
      await attach({ host: 9098, container: 80, address: '127.0.0.1' })
      await assert.rejects(attach({ ...range, count: 99 }), taken)
      await attach({ ...range, count: 98 })
      assert.deepEqual(await network.check(), [])
    })

    it('has its ports back after the firewall was flushed: ranges, and those published later', async () => {
      await network.attach(netns, { id: 'c1', ports: [{ host: 9000, container: 9000, count: 10 }] })
      await network.publish({ id: 'c1' }, [{ host: 80, container: 80 }])
      const kernel = testHost().kernel()
      testHost().host.sh('nft flush ruleset')
      await network.repair()
      assert.equal(testHost().kernel(), kernel)
    })

    it('gets ports later, and loses them, in the record as in the kernel', async () => {
      await network.attach(netns, { id: 'c1', ports: [{ host: 8000, container: 80 }] })
      const kernel = testHost().kernel()
      const more = [
        { host: 8001, container: 81 },
        { host: 0, container: 82 },
      ]
      const all = await network.publish({ id: 'c1' }, more)
      assert.deepEqual([all[0]?.host, all[1]?.host, all.length], [8000, 8001, 3])
      assert.deepEqual((await network.endpoints())[0]?.ports, all)
      assert.deepEqual(await network.publish({ id: 'c1' }, [{ host: 8001, container: 81 }]), all)
      assert.equal(elements(testHost(), 'published4').length, 3)
      assert.deepEqual(await network.check(), [])
      await assert.rejects(
        network.publish(netns, [
          { host: 8002, container: 80 },
          { host: 8000, container: 81 },
        ]),
        {
          code: 'EADDRINUSE',
          attribute: 'ports[1].host',
          operation: 'publish',
        },
      )
      assert.deepEqual((await network.endpoints())[0]?.ports, all)
      assert.equal(elements(testHost(), 'published4').length, 3)
      assert.deepEqual(await network.withdraw({ id: 'c1' }, all.slice(1)), all.slice(0, 1))
      assert.equal(testHost().kernel(), kernel)
      assert.deepEqual(await network.withdraw({ id: 'c1' }), [])
      assert.deepEqual(elements(testHost(), 'published4'), [])
      await assert.rejects(network.publish({ id: 'c2' }, more), { code: 'ENOENT', operation: 'publish' })
      await assert.rejects(network.publish({ id: 'c1' }, [{ host: 1 } as never]), {
        message: /publish: ports\[0\]\.container is missing/,
      })
    })

    it('refuses bad options by name, before anything is done', async () => {
      const before = testHost().kernel()
      const bad: [object, RegExp][] = [
        [{ addresses: [] }, /attach: addresses must contain at least one address/],
        [{ addresses: [{ address: '10.0.0.300/8' }] }, /addresses\[0\]\.address must be an address such as/],
        [{ addresses: [{ address: '10.0.0.3/33' }] }, /addresses\[0\]\.address must have a prefix length from 1 to 32/],
        [{ addresses: [{ address: '10.0.0.3' }] }, /addresses\[0\]\.address must have a prefix length outside/],
        [
          { addresses: [{ address: '10.0.0.3/24', gateway: '10.0.1.1' }] },
          /addresses\[0\]\.gateway must be in the prefix/,
        ],
        [
          { addresses: [{ address: '10.0.0.3/24', gateway: 'fd00::1' }] },
          /addresses\[0\]\.gateway must be of the family/,
        ],
        [{ address: '172.18.0.9', addresses: [{ address: '172.18.0.9/16' }] }, /address is not allowed with addresses/],
        [{ labels: { a: 1 } }, /labels must be an object of strings, and 'a' is 1/],
        [{ id: 1 }, /id must be a non-empty string/],
        [{ ports: [{ host: 65000, container: 1, count: 537 }] }, /ports\[0\]\.count must be from 1 to 536, not 537/],
        [{ ports: [{ host: 0, container: 1, reserved: true }] }, /ports\[0\]\.reserved is not allowed with host 0/],
        [
          {
            ports: [
              { host: 9000, container: 9000, count: 9 },
              { host: 9008, container: 1 },
            ],
          },
          /ports\[1\]\.host is published twice/,
        ],
      ]
      for (const [options, message] of bad) await assert.rejects(network.attach(netns, options), { message })
      assert.equal(testHost().kernel(), before)
      assert.deepEqual(testHost().files('br0'), ['network.json'])
    })

    it('is made with its far end on the host for an engine that moves it', async () => {
      const before = testHost().kernel()
      const made = await network.createEndpoint({
        id: 'c1',
        addresses: [{ address: '172.18.0.5/16' }],
        ports: [{ host: 8000, container: 80 }],
      })
      assert.deepEqual(await network.createEndpoint({ id: 'c1' }), made)
      const [row] = testHost().host.ip<{ ifname: string; address: string }>(`-j link show ${made.peer}`)
      assert.equal(row?.address, made.mac)
      assert.equal(made.addresses?.[0], mode === 'ptp' ? '172.18.0.5/32' : '172.18.0.5/16')
      testHost().host.sh(`ip link set ${made.peer} netns /proc/${process.pid}/fd/${netns.fd} name eth0`)
      assert.deepEqual(await network.check(), [])
      await network.withdraw({ id: 'c1' })
      await network.detach({ id: 'c1' })
      assert.equal(testHost().kernel(), before)
      await assert.rejects(network.createEndpoint({} as never), { message: /createEndpoint: id is missing/ })
      await assert.rejects(network.createEndpoint({ id: 'c1', routes: [] } as never), {
        message: /routes is not allowed/,
      })
    })
  })
}

describe('publish, in mode none', () => {
  needs('bridge')
  it('is refused, as is createEndpoint', async () => {
    await using network = await createNetwork({ name: 'n', mode: 'none' })
    await assert.rejects(network.publish({ id: 'x' }, []), { message: /publish: is not possible in mode 'none'/ })
    await assert.rejects(network.createEndpoint({ id: 'x' }), { message: /createEndpoint: is not possible in mode/ })
  })
})
