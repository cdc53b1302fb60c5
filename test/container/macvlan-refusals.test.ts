import assert from 'node:assert/strict'
import type { NetworkOptions } from '../../lib/container/index.ts'
import { needs } from '../support/needs.ts'
import { eachTestHost } from './support/test-host.ts'

const MACVLAN = { name: 'm0', mode: 'macvlan', parent: 'up0', subnet: '192.0.2.0/24' } satisfies NetworkOptions

describe('what networks on a parent refuse', () => {
  needs('macvlan', 'bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  beforeEach(() => {
    testHost().host.sh('ip link add up0 type veth peer name far0')
  })

  const refused = async (options: NetworkOptions, expected: object) => {
    const before = testHost().kernel()
    await assert.rejects(testHost().create(options), expected)
    assert.deepEqual([testHost().kernel(), testHost().files(options.name)], [before, []])
  }

  it('options of networks whose packets pass the host', async () => {
    const options = [
      { masquerade: true },
      { isolate: true },
      { internal: true },
      { remoteSubnets: ['10.0.0.0/8'] },
      { allowForward: true },
      { spoofGuard: true },
      { bridgeNetfilter: true },
      { ipvlanMode: 'l3' as const },
    ]
    for (const option of options) {
      const [key] = Object.keys(option)
      const message = `createNetwork: ${key} is not allowed with mode 'macvlan'`
      await refused({ ...MACVLAN, ...option }, { name: 'TypeError', message })
    }
    await (await testHost().create({ ...MACVLAN, masquerade: false, isolate: false, internal: false })).delete()
  })

  it('a parent, and modes of its links, in other modes', async () => {
    for (const mode of ['bridge', 'ptp', 'none', 'host'] as const) {
      const rest = mode === 'bridge' || mode === 'ptp' ? { subnet: '10.0.0.0/24' } : {}
      for (const option of [{ parent: 'up0' }, { macvlanMode: 'bridge' as const }, { ipvlanMode: 'l2' as const }])
        await refused(
          { name: 'x0', mode, ...rest, ...option },
          { name: 'TypeError', message: `createNetwork: ${Object.keys(option)[0]} is not allowed with mode '${mode}'` },
        )
    }
  })

  it('a mode without a parent or a subnet, and modes that do not exist', async () => {
    const { parent: _, ...orphan } = MACVLAN
    await refused(orphan, { message: "createNetwork: parent is missing; mode 'macvlan' requires it" })
    const { subnet: __, ...bare } = MACVLAN
    await refused(bare, { message: "createNetwork: subnet is missing; mode 'macvlan' requires it, or subnet6" })
    await refused(
      { ...MACVLAN, macvlanMode: 'source' as never },
      { message: /^createNetwork: macvlanMode must be one of bridge, private, vepa, passthru, not 'source'/ },
    )
    await refused({ ...MACVLAN, parent: 0 }, { name: 'TypeError', message: /^createNetwork: parent must be the index/ })
  })

  it('a parent that does not exist or cannot have children, and an MTU above its own', async () => {
    await refused(
      { ...MACVLAN, parent: 'up9' },
      { code: 'ENODEV', attribute: 'parent', message: /no link named 'up9'/ },
    )
    await refused(
      { ...MACVLAN, parent: 999 },
      { code: 'ENODEV', attribute: 'parent', message: /no link with index 999/ },
    )
    await refused(
      { ...MACVLAN, parent: 'lo' },
      {
        code: 'EINVAL',
        attribute: 'parent',
        message: /'lo' is of type loopback; mode 'macvlan' requires an Ethernet link/,
      },
    )
    await refused({ ...MACVLAN, mtu: 9000 }, { code: 'EINVAL', attribute: 'mtu', message: /9000 is more than 1500/ })
    testHost().host.sh('ip link add b0 type bridge; ip link set up0 master b0')
    await refused({ ...MACVLAN }, { code: 'EBUSY', attribute: 'parent', message: /'up0' is a port of another link/ })
    testHost().host.sh('ip link set up0 nomaster; ip link add mv0 link up0 type macvlan')
    await refused({ ...MACVLAN, parent: 'mv0' }, { code: 'EINVAL', message: /'mv0' is a macvlan itself/ })
  })

  it('a parent that became the port of a bridge, at attach', async () => {
    const network = await testHost().create(MACVLAN)
    testHost().host.sh('ip link add b0 type bridge; ip link set up0 master b0')
    await assert.rejects(network.attach(await testHost().container()), {
      code: 'EBUSY',
      message: /^attach: the parent 'up0' of network 'm0' is in use by another kind of link, such as a bridge/,
    })
    assert.deepEqual(testHost().files('m0'), ['network.json'])
  })

  it('a subnet that another network on the same parent has; behind another parent it is another one', async () => {
    await testHost().create(MACVLAN)
    await refused(
      { ...MACVLAN, name: 'm1', subnet: '192.0.0.0/16' },
      {
        code: 'EEXIST',
        attribute: 'subnet',
        message: /overlaps a subnet of network 'm0', which is on parent 'up0' too/,
      },
    )
    await testHost().create({ ...MACVLAN, name: 'm1', parent: 'far0' })
  })

  it('ports of the host, which nothing would lead to a container', async () => {
    const network = await testHost().create(MACVLAN)
    const ports = [{ host: 8000, container: 80 }]
    const message = (operation: string) =>
      `${operation}: ports is not allowed with mode 'macvlan': its packets do not pass the host`
    const netns = await testHost().container()
    await assert.rejects(network.attach(netns, { ports }), { name: 'TypeError', message: message('attach') })
    await assert.rejects(network.createEndpoint({ id: 'a', ports }), { message: message('createEndpoint') })
    await network.attach(netns, { id: 'a' })
    await assert.rejects(network.publish({ id: 'a' }, ports), { message: message('publish') })
    assert.deepEqual(await network.withdraw({ id: 'a' }), [])
  })

  it('a name that a link of the container has, and then nothing is left', async () => {
    const network = await testHost().create(MACVLAN)
    const netns = await testHost().container()
    await network.attach(netns)
    const before = testHost().files('m0')
    await assert.rejects(network.attach(netns), { code: 'EEXIST', attribute: 'interface' })
    assert.deepEqual(testHost().files('m0'), before)
  })
})
