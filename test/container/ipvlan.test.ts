import assert from 'node:assert/strict'
import type { NetworkOptions } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { missing } from '../support/features.ts'
import { ip } from '../support/ip.ts'
import { needs } from '../support/needs.ts'
import { pathOf } from './support/attacher.ts'
import { request } from './support/client.ts'
import { withSite } from './support/containers.ts'
import { eachTestHost } from './support/test-host.ts'
import { ADDRESS } from './support/topology.ts'

interface Row {
  ifname: string
  address: string
  linkinfo?: { info_kind: string; info_data: { mode: string } }
}

const IPVLAN = {
  name: 'i0',
  mode: 'ipvlan',
  parent: 'up0',
  subnet: '192.0.2.0/24',
  subnet6: 'fd00:2::/64',
} satisfies NetworkOptions

describe('networks of mode ipvlan', () => {
  needs('ipvlan', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()

  beforeEach(() => {
    testHost().host.sh('ip link add up0 mtu 1400 type veth peer name far0; ip link set far0 up')
  })

  const ipvlanOf = (netns: Netns) => ip<Row>('-j -d link', pathOf(netns)).find(({ linkinfo }) => linkinfo !== undefined)

  for (const ipvlanMode of ['l2', 'l3', 'l3s'] as const) {
    it(`give a container an ipvlan of mode ${ipvlanMode}, with the address of the parent, and take it back`, async () => {
      const before = testHost().kernel()
      const network = await testHost().create({ ...IPVLAN, ipvlanMode })
      const netns = await testHost().container()
      const { mac } = await network.attach(netns, { id: 'a' })
      const link = ipvlanOf(netns)
      assert.deepEqual([link?.ifname, link?.address], ['eth0', mac])
      assert.equal(ip<Row>('-j link show up0', testHost().host.path)[0]?.address, mac)
      assert.deepEqual([link?.linkinfo?.info_kind, link?.linkinfo?.info_data.mode], ['ipvlan', ipvlanMode])
      ip('link set eth0 down', pathOf(netns))
      await network.repair()
      assert.deepEqual(await network.check(), [])
      await network.detach({ id: 'a' })
      assert.equal(ipvlanOf(netns), undefined)
      await network.attach(netns)
      await network.delete()
      assert.deepEqual([ipvlanOf(netns), testHost().kernel()], [undefined, before])
    })
  }

  it('refuse a hardware address of its own', async () => {
    const network = await testHost().create(IPVLAN)
    await assert.rejects(network.attach(await testHost().container(), { mac: '02:00:00:00:00:01' }), {
      message: "attach: mac is not allowed with mode 'ipvlan': it is that of the parent",
    })
  })
})

describe('packets of containers in mode ipvlan', () => {
  needs('ipvlan', 'veth', 'nftables', 'ipv6')

  it('reach the network outside and each other with their own addresses', () =>
    withSite(async (site) => {
      const { outside } = ADDRESS[4]
      const network = await site.network({ ...IPVLAN, subnet: '203.0.113.0/24', gateway: outside, subnet6: undefined })
      const [web, db] = [await site.container(network, 'web'), await site.container(network, 'db')]
      await site.outside.serve(7000)
      assert.equal(await request(web.netns, { address: outside, port: 7000 }), `outside to ${web.at[4]}`)
      assert.equal(await request(site.outside.netns, { address: web.at[4], port: 8080 }), `web to ${outside}`)
      assert.equal(await request(db.netns, { address: web.at[4], port: 8080 }), `web to ${db.at[4]}`)
    }))
})

describe('a kernel without ipvlan', () => {
  needs('veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  before(function () {
    if (missing('ipvlan') === undefined) this.skip()
  })

  it('is named, with what to do, and nothing is left', async () => {
    testHost().host.sh('ip link add up0 type veth peer name far0')
    const before = testHost().kernel()
    await assert.rejects(testHost().create({ ...IPVLAN, subnet6: undefined }), {
      code: 'EOPNOTSUPP',
      attribute: 'mode',
      message:
        'createNetwork: the kernel has no ipvlan: its module ipvlan (CONFIG_IPVLAN) is not loaded or not built (EOPNOTSUPP, mode)',
    })
    assert.deepEqual([testHost().kernel(), testHost().files('i0')], [before, []])
  })
})
