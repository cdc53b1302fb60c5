import assert from 'node:assert/strict'
import type { Network } from '../../lib/container/index.ts'
import { probe, request } from '../container/support/client.ts'
import { type Container, HOST, PORTS, PRIVATE, type Site, withSite } from '../container/support/containers.ts'
import { eachTestHost, elements } from '../container/support/test-host.ts'
import { ADDRESS } from '../container/support/topology.ts'
import { needs } from '../support/needs.ts'
import { nft } from '../support/nft.ts'

const FAMILIES = [4, 6] as const
const RED = { name: 'red', subnet: '10.94.0.0/24', subnet6: 'fd00:94::/64' }
const BLUE = { name: 'blue', subnet: '10.95.0.0/24', subnet6: 'fd00:95::/64' }

interface Ward {
  readonly red: Network
  readonly blue: Network
  readonly web: Container
  readonly other: Container
}

async function configureLink(site: Site, mode: 'bridge' | 'ptp'): Promise<Ward> {
  const red = await site.network({ ...RED, mode })
  const blue = await site.network({ ...BLUE, mode })
  const web = await site.container(red, 'web', {
    ports: [...PORTS, { host: 8001, container: 9090, address: '203.0.113.1' }],
  })
  const other = await site.container(blue, 'other')
  return { red, blue, web, other }
}

/** Published ports answer, networks do not see each other, and nothing differs from what should be. */
async function isWhole(site: Site, { red, blue, web, other }: Ward): Promise<void> {
  assert.deepEqual([await red.check(), await blue.check()], [[], []])
  for (const family of FAMILIES) {
    const { host, outside } = ADDRESS[family]
    assert.equal(await request(site.outside.netns, { address: host, port: HOST }), `web to ${outside}`)
    assert.equal(await probe(other.netns, { address: web.at[family], port: PRIVATE }), 'ETIMEDOUT')
  }
  assert.equal(await request(site.outside.netns, { address: '203.0.113.1', port: 8001 }), 'web to 203.0.113.2')
  assert.equal(await probe(site.insider.netns, { address: ADDRESS[4].outside, port: PRIVATE }), 'ETIMEDOUT')
}

const WAYS: readonly [string, (site: Site, ward: Ward) => Promise<unknown>][] = [
  ['making the same network', (site) => site.network({ name: 'red' })],
  ['collect', (_, { red }) => red.collect()],
  ['repair', (_, { red }) => red.repair()],
  ['attaching another container', async (site, { red }) => red.attach((await site.machine('third')).netns)],
]

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`after 'nft flush ruleset', in mode ${mode}, networks are whole again`, () => {
    needs('veth', 'bridge', 'nftables', 'ipv6', 'command nft')

    for (const [name, mend] of WAYS) {
      it(`by ${name}, those beside it too, without new cables`, () =>
        withSite(async (site) => {
          const ward = await configureLink(site, mode)
          const cables = [ward.web.endpoint.link, ward.other.endpoint.link]
          nft('flush ruleset', `/proc/${process.pid}/fd/${site.host.netns.fd}`)
          await mend(site, ward)
          await isWhole(site, ward)
          const listed = [...(await ward.red.endpoints()), ...(await ward.blue.endpoints())].map(({ link }) => link)
          for (const cable of cables) assert.ok(listed.includes(cable))
        }))
    }

    it('and one of them can be deleted while the other stays', () =>
      withSite(async (site) => {
        const { red, blue, web } = await configureLink(site, mode)
        nft('flush ruleset', `/proc/${process.pid}/fd/${site.host.netns.fd}`)
        await blue.delete()
        assert.deepEqual(await red.check(), [])
        assert.equal(await request(site.outside.netns, { address: ADDRESS[4].host, port: HOST }), 'web to 203.0.113.2')
        await red.detach(web.endpoint)
        await red.delete()
        assert.equal(await site.host.netns.getSysctl('net.ipv4.ip_forward'), '0')
      }))

    it('and no port is given twice meanwhile', () =>
      withSite(async (site) => {
        const { red, blue } = await configureLink(site, mode)
        for (const network of [red, blue]) {
          nft('flush ruleset', `/proc/${process.pid}/fd/${site.host.netns.fd}`)
          const { netns } = await site.machine('greedy')
          await assert.rejects(network.attach(netns, { ports: PORTS }), {
            code: 'EADDRINUSE',
            attribute: 'ports[0].host',
          })
        }
        assert.deepEqual([await red.check(), await blue.check()], [[], []])
      }))
  })
}

describe('repair', () => {
  needs('bridge', 'veth', 'nftables', 'ipv6', 'command nft')
  const testHost = eachTestHost()
  const DUAL = { subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64' }
  const PUBLISHED = [
    { host: 8000, container: 80 },
    { host: 8001, container: 80, address: '127.0.0.1' },
  ]

  const LOSSES: readonly [string, string][] = [
    [
      'a chain',
      'nft flush chain inet netlink_ts guard; nft flush chain inet netlink_ts from_outside; nft delete chain inet netlink_ts from_outside',
    ],
    ['single rules', 'nft add rule inet netlink_ts forward accept; nft insert rule inet netlink_ts guard accept'],
    [
      'elements of the network',
      "nft 'flush set inet netlink_ts inside; flush set inet netlink_ts sources4; flush map inet netlink_ts between'",
    ],
    [
      'published ports',
      "nft 'flush map inet netlink_ts published4; flush map inet netlink_ts published6; flush map inet netlink_ts published4_at'",
    ],
    [
      'marks',
      "nft 'flush set inet netlink_ts taken4_at; flush set inet netlink_ts networks; flush set inet netlink_ts closed'",
    ],
    ['a table that sleeps', "nft 'add table inet netlink_ts { flags dormant; }'"],
    ['the policy of a chain', "nft 'chain inet netlink_ts forward { policy drop; }'"],
    [
      'the bridge',
      'ip link set br0 down; ip link set br0 address 02:00:00:00:00:07 mtu 1300; ip address flush dev br0',
    ],
    [
      'parameters of the bridge',
      'echo 1 >/proc/sys/net/ipv6/conf/br0/accept_ra; echo 1 >/proc/sys/net/ipv4/conf/br0/accept_redirects',
    ],
    ['forwarding', 'echo 0 >/proc/sys/net/ipv4/ip_forward; echo 0 >/proc/sys/net/ipv6/conf/all/forwarding'],
  ]

  for (const [what, script] of LOSSES) {
    it(`mends ${what}, says what it mended, and then has nothing more to do`, async () => {
      const network = await testHost().create({ name: 'br0', mtu: 1400, ...DUAL })
      await network.attach(await testHost().container(), { ports: PUBLISHED })
      const kernel = testHost().kernel()
      testHost().host.sh(script)
      const found = await network.check()
      assert.ok(found.length > 0)
      assert.deepEqual(await network.repair(), found)
      assert.deepEqual(await network.check(), [])
      assert.deepEqual(await network.repair(), [])
      assert.deepEqual(lines(testHost().kernel()), lines(kernel))
    })
  }

  it("mends a cable's end on the host, and the way to it", async () => {
    for (const mode of ['bridge', 'ptp'] as const) {
      const network = await testHost().create({
        name: `n-${mode}`,
        mode,
        subnet: mode === 'ptp' ? '10.1.0.0/24' : '10.2.0.0/24',
      })
      const { link } = await network.attach(await testHost().container())
      testHost().host.sh(
        `ip link set ${link} down; ip link set ${link} nomaster; echo 0 >/proc/sys/net/ipv6/conf/${link}/disable_ipv6`,
      )
      const found = await network.check()
      assert.ok(found.length > 1, JSON.stringify(found))
      assert.deepEqual(await network.repair(), found)
      assert.deepEqual(await network.check(), [])
    }
  })

  it('mends the end inside a container', async () => {
    const network = await testHost().create({ name: 'br0', ...DUAL })
    const netns = await testHost().container()
    const { link } = await network.attach(netns)
    const inside = (script: string) => netns.spawn('sh', ['-ec', script], { stdio: 'inherit' })
    const LOST: readonly [string, string[]][] = [
      ['ip link set eth0 down', ['container-down', 'container-address', 'container-route', 'container-route']],
      ['ip link set eth0 down; ip link set eth0 up', ['container-address', 'container-route', 'container-route']],
      ['ip address flush dev eth0 scope global', ['container-address', 'container-address', 'container-route']],
      ['ip route del default', ['container-route']],
      ['echo 1 >/proc/sys/net/ipv6/conf/eth0/accept_ra', ['container-parameter']],
    ]
    for (const [script, codes] of LOST) {
      await new Promise((resolve) => inside(script).once('close', resolve))
      const found = await network.check()
      assert.deepEqual(
        found.map(({ code }) => code),
        codes,
        script,
      )
      assert.ok(found.every(({ subject }) => subject === link))
      assert.deepEqual(await network.repair(), found)
      assert.deepEqual(await network.check(), [])
    }
  })

  it('takes no element away that an administrator has added to `between`', async () => {
    const network = await testHost().create({ name: 'br0', ...DUAL })
    testHost().host.sh(
      `nft 'add element inet netlink_ts between { "a" . "b" : accept }; flush chain inet netlink_ts guard'`,
    )
    await network.repair()
    assert.equal(elements(testHost(), 'between').length, 2)
  })
})

/** Lists have no order. */
function lines(text: string): string[] {
  return text.split('\n').sort()
}
