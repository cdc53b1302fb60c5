import assert from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNetwork, listNetworks, type Network, openNetwork } from '../../lib/container/index.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost, elements } from './support/test-host.ts'

const V4 = { name: 'br0', subnet: '172.18.0.0/16' } as const
const FLUSH = 'nft flush ruleset'

const codes = async (network: Network) => (await network.check()).map(({ code }) => code)

describe('openNetwork', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const place = () => ({ netns: testHost().host.netns, state: join(testHost().state, 'br0') })
  const open = () => openNetwork('br0', place())
  const record = () => join(testHost().state, 'br0', 'network.json')

  it('opens a network that exists, with its containers, and changes nothing', async () => {
    const network = await testHost().create({ ...V4, isolate: false })
    await network.attach(await testHost().container(), { id: 'c1' })
    const [before, files] = [testHost().kernel(), testHost().files('br0')]
    await using opened = await open()
    assert.deepEqual([opened.name, opened.mode, opened.gateway], ['br0', 'bridge', '172.18.0.1'])
    assert.deepEqual(await opened.endpoints(), await network.endpoints())
    assert.deepEqual([testHost().kernel(), testHost().files('br0')], [before, files])
    await opened.detach({ id: 'c1' })
    assert.deepEqual(await network.endpoints(), [])
  })

  it('rejects a network that does not exist', async () => {
    const missing = { code: 'ENOENT', attribute: 'name', operation: 'openNetwork' }
    await assert.rejects(open(), { ...missing, message: "openNetwork: there is no network 'br0' (ENOENT, name)" })
    await (await testHost().create(V4)).close()
    const text = readFileSync(record(), 'utf8')
    for (const [changed, message] of [
      ['{', /no network 'br0': \/.*\/br0\/network\.json is not JSON/],
      [text.replace(/"ready":true/, '"ready":false'), /no network 'br0' \(/],
      [text.replace(/"boot":"./, '"boot":"x'), /no network 'br0' \(/],
    ] as const) {
      writeFileSync(record(), changed)
      await assert.rejects(open(), { ...missing, message })
    }
    writeFileSync(record(), text.replace('"inode":"', '"inode":"1'))
    await assert.rejects(open(), { code: 'EEXIST', attribute: 'state', message: /of another namespace/ })
    writeFileSync(record(), text.replace('"name":"br0"', '"name":"br1"'))
    await assert.rejects(open(), { code: 'EEXIST', message: /belongs to network 'br1', not to 'br0'/ })
  })

  it('rejects a name and options that cannot be', async () => {
    await assert.rejects(openNetwork('a/b'), /^TypeError: openNetwork: name must be an interface name, not 'a\/b'/)
    await assert.rejects(openNetwork('much-too-long-a-name'), /^RangeError: openNetwork: name must be at most 15 bytes/)
    await assert.rejects(openNetwork('br0', { subnet: '10.0.0.0/8' } as object), /^TypeError: openNetwork: unknown op/)
    await assert.rejects(
      openNetwork('br0', { state: 'run' }),
      /^TypeError: openNetwork: state must be an absolute path/,
    )
  })

  it('restores nothing; attach restores the firewall', async () => {
    await (await testHost().create(V4)).close()
    testHost().host.sh(FLUSH)
    await using network = await open()
    assert.ok((await codes(network)).includes('rules'))
    await network.attach(await testHost().container())
    assert.deepEqual(await network.check(), [])
  })

  it('opens a network without its bridge, to which nothing is attached', async () => {
    await (await testHost().create(V4)).close()
    testHost().host.sh('ip link del br0')
    await using network = await open()
    const before = testHost().kernel()
    const files = testHost().files('br0')
    const message = "attach: the bridge of network 'br0' is missing (ENODEV)"
    await assert.rejects(network.attach(await testHost().container()), { code: 'ENODEV', message })
    assert.deepEqual([testHost().kernel(), testHost().files('br0')], [before, files])
    assert.ok((await codes(network)).includes('link-missing'))
    await network.delete()
    assert.equal(testHost().kernel().includes('netlink_ts'), false)
  })

  for (const mode of ['bridge', 'ptp'] as const)
    it(`attaches nothing to a network of mode ${mode} that another process deletes`, async () => {
      await (await testHost().create({ ...V4, mode })).close()
      await using network = await open()
      writeFileSync(record(), readFileSync(record(), 'utf8').replace('"ready":true', '"ready":false'))
      testHost().host.sh(`${FLUSH}; ip link del br0 2>/dev/null || true`)
      await assert.rejects(network.attach(await testHost().container()), /attach: the (network was deleted|bridge of)/)
      assert.equal(testHost().kernel().includes('netlink_ts'), false)
      await network.delete()
      await assert.rejects(network.attach(await testHost().container()), /attach br0: the network was deleted/)
    })
})

describe('createNetwork with restore: false', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const reopen = (more: object = {}) => testHost().create({ ...V4, restore: false, ...more })

  it('opens an existing network as it is, without the lock', async () => {
    const first = await testHost().create(V4)
    testHost().host.sh('nft delete element inet netlink_ts inside { br0 }')
    testHost().host.sh('nft add table inet netlink_ts_lock')
    const again = await reopen({ timeout: 200 })
    assert.deepEqual(elements(testHost(), 'inside'), [])
    assert.deepEqual(await codes(again), await codes(first))
  })

  it('has attach restore a firewall that is gone', async () => {
    await (await reopen()).close()
    testHost().host.sh(FLUSH)
    const again = await reopen()
    await again.attach(await testHost().container())
    assert.deepEqual(await again.check(), [])
  })

  it('restores a network without its bridge, or whose host does not forward', async () => {
    await (await reopen()).close()
    testHost().host.sh('sysctl -q net.ipv4.ip_forward=0')
    assert.deepEqual(await codes(await reopen()), [])
    testHost().host.sh('ip link del br0')
    assert.deepEqual(await codes(await reopen()), [])
  })

  it('rejects options that differ, as ever', async () => {
    await (await reopen()).close()
    await assert.rejects(reopen({ masquerade: false }), { code: 'EEXIST', attribute: 'masquerade' })
    await assert.rejects(reopen({ restore: 0 }), /^TypeError: createNetwork: restore must be true or false, not 0$/)
  })
})

describe('listNetworks', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const netns = () => testHost().host.netns

  it('lists the networks of a namespace, each of which createNetwork accepts', async () => {
    const made = [
      await createNetwork({ netns: netns(), name: 'nlt1', mode: 'ptp', subnet: '172.19.0.0/16', masquerade: false }),
      await createNetwork({ netns: netns(), name: 'nlt0', ...{ subnet: '172.18.0.0/24', subnet6: 'fd00::/64' } }),
    ]
    try {
      const listed = await listNetworks({ netns: netns() })
      assert.deepEqual(
        listed.map(({ name, mode, subnet, gateway, gateway6, masquerade }) => [
          name,
          mode,
          subnet,
          gateway,
          gateway6,
          masquerade,
        ]),
        [
          ['nlt0', 'bridge', '172.18.0.0/24', '172.18.0.1', 'fd00::1', true],
          ['nlt1', 'ptp', '172.19.0.0/16', '172.19.0.1', undefined, false],
        ],
      )
      const before = testHost().kernel()
      for (const one of listed) await (await createNetwork({ netns: netns(), ...one })).close()
      assert.equal(testHost().kernel(), before)
      await using other = await testHost().container()
      assert.deepEqual(await listNetworks({ netns: other }), [])
      chmodSync('/run/netlink-ts/nlt0', 0o777)
      assert.deepEqual(
        (await listNetworks({ netns: netns() })).map(({ name }) => name),
        ['nlt1'],
      )
      chmodSync('/run/netlink-ts/nlt0', 0o700)
    } finally {
      for (const network of made) await network.delete()
    }
    assert.deepEqual(await listNetworks({ netns: netns() }), [])
  })

  it('rejects options that it does not have', async () => {
    await assert.rejects(listNetworks({ name: 'br0' } as object), /^TypeError: listNetworks: unknown option 'name'/)
  })
})
