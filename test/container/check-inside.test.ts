import assert from 'node:assert/strict'
import type { Network } from '../../lib/container/index.ts'
import type { Netns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { pathOf } from './support/attacher.ts'
import { eachTestHost } from './support/test-host.ts'

const DUAL = { subnet: '172.18.0.0/16', subnet6: 'fd00:18::/64', mtu: 1400 }
const ROUTES = [{ dst: '10.9.0.0/16' }, { dst: 'fd00:9::/64', gateway: 'fd00:18::5' }]

/** What a process does to the link of a container, and what `check` reports and `repair` restores. */
const CHANGES: readonly (readonly [what: string, script: string, codes: readonly string[]])[] = [
  ['another hardware address', 'ip link set eth0 address 02:00:00:00:00:99', ['container-mac']],
  ['another MTU', 'ip link set eth0 mtu 1300', ['container-mtu']],
  [
    'another name',
    'ip link set eth0 down; ip link set eth0 name lan0; ip link set lan0 up',
    ['container-name', 'container-address', 'container-route', 'container-route', 'container-route', 'container-route'],
  ],
  [
    'another IPv4 address',
    'ip address del 172.18.0.2/16 dev eth0; ip address add 172.18.0.77/16 dev eth0; ip route replace default via 172.18.0.1; ip route replace 10.9.0.0/16 via 172.18.0.1',
    ['container-address'],
  ],
  [
    'another IPv4 prefix length',
    'ip address del 172.18.0.2/16 dev eth0; ip address add 172.18.0.2/24 dev eth0; ip route add default via 172.18.0.1; ip route add 10.9.0.0/16 via 172.18.0.1',
    ['container-address'],
  ],
  [
    'another IPv6 prefix length',
    'ip address del fd00:18::2/64 dev eth0; ip address add fd00:18::2/80 dev eth0 nodad',
    ['container-address'],
  ],
  ['another IPv4 gateway', 'ip route replace default via 172.18.0.99', ['container-route']],
  [
    'another IPv6 gateway',
    'ip -6 route del default; ip -6 route add default via fd00:18::99 dev eth0',
    ['container-route'],
  ],
  [
    'lost routes of the caller',
    'ip route del 10.9.0.0/16; ip -6 route replace fd00:9::/64 via fd00:18::1 dev eth0',
    ['container-route', 'container-route'],
  ],
]

describe('check inside a container', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  let network: Network
  let netns: Netns
  let link: string

  beforeEach(async () => {
    network = await testHost().create({ name: 'br0', ...DUAL })
    netns = await testHost().container()
    link = (await network.attach(netns, { id: 'web', routes: ROUTES })).link as string
    assert.deepEqual(await network.check(), [])
  })

  const inside = (script: string) =>
    testHost().host.sh(`nsenter --net=${pathOf(netns)} sh -ec ${JSON.stringify(script)}`)

  const found = async () => {
    const findings = await network.check({ id: 'web' })
    for (const { subject } of findings) assert.equal(subject, link)
    return findings.map(({ code }) => code)
  }

  for (const [what, script, codes] of CHANGES) {
    it(`finds ${what}, and repair restores it`, async () => {
      inside(script)
      assert.deepEqual(await found(), codes)
      assert.deepEqual(await network.check(), await network.repair())
      assert.deepEqual(await network.check(), [])
      const shown = inside('ip -br address show dev eth0; ip route show default; ip -6 route show default')
      assert.match(shown, /172\.18\.0\.2\/16 .*fd00:18::2\/64 [\s\S]*via 172\.18\.0\.1 [\s\S]*via fd00:18::1 /)
    })
  }

  it('reports both values', async () => {
    inside(
      'ip link set eth0 mtu 1300 address 02:00:00:00:00:99; ip address del fd00:18::2/64 dev eth0; ip address add fd00:18::2/80 dev eth0 nodad',
    )
    assert.deepEqual(
      (await network.check()).map(({ message, expected, found }) => [message, expected, found]),
      [
        [
          'eth0 in the container of 172.18.0.2, fd00:18::2 has the hardware address 02:00:00:00:00:99, not 02:00:ac:12:00:02',
          '02:00:ac:12:00:02',
          '02:00:00:00:00:99',
        ],
        ['eth0 in the container of 172.18.0.2, fd00:18::2 has the MTU 1300, not 1400', '1400', '1300'],
        [
          'eth0 in the container of 172.18.0.2, fd00:18::2 has fd00:18::2/80, not fd00:18::2/64',
          'fd00:18::2/64',
          'fd00:18::2/80',
        ],
      ],
    )
  })

  it('does not repair a link whose name another one has', async () => {
    inside('ip link set eth0 down; ip link set eth0 name lan0; ip link set lan0 up; ip link add eth0 type bridge')
    const before = await found()
    assert.ok(before.includes('container-name'), before.join())
    assert.deepEqual(await network.repair(), [])
    assert.match(inside('ip -br -d link show type veth'), /^lan0@/)
  })

  for (const where of ['another container', 'the host'])
    it(`finds a link that was moved to ${where}, and leaves it there`, async () => {
      const other = await testHost().container()
      inside(`ip link set eth0 netns ${where === 'the host' ? testHost().host.path : pathOf(other)}`)
      assert.deepEqual(await found(), ['container-missing'])
      assert.deepEqual(await network.repair(), [])
      const [one] = await network.check()
      assert.equal(
        one?.message,
        'eth0 is missing in the container of 172.18.0.2, fd00:18::2: it was moved to another namespace',
      )
      await network.detach({ id: 'web' })
      assert.deepEqual(await network.check(), [])
    })
})

describe('check of the way to a container', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  /** What is found after a script; `repair` restores it. */
  async function found(network: Network, script: string): Promise<string[]> {
    assert.deepEqual(await network.check(), [])
    testHost().host.sh(script)
    const findings = await network.check()
    assert.deepEqual(await network.repair(), findings)
    assert.deepEqual(await network.check(), [])
    return findings.map(({ code, subject, expected }) => `${code} ${subject} ${expected}`)
  }

  it('finds what mode ptp has lost of it', async () => {
    const network = await testHost().create({ name: 'p0', mode: 'ptp', subnet: '10.0.0.0/24' })
    const { link } = await network.attach(await testHost().container())
    assert.deepEqual(await found(network, `ip address del 10.0.0.1/32 dev ${link}`), [
      `address-missing ${link} 10.0.0.1/32`,
      `route-missing ${link} 10.0.0.2/32`,
    ])
    const elsewhere = 'ip link add up0 up type veth peer up1; ip route replace 10.0.0.2/32 dev up0'
    assert.deepEqual(await found(network, elsewhere), [`route-missing ${link} 10.0.0.2/32`])
  })

  it('finds what the bridge has lost of it, for addresses outside the subnet', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    await network.attach(await testHost().container(), {
      addresses: [{ address: '10.5.0.2/24', gateway: '10.5.0.1' }],
    })
    assert.deepEqual(await found(network, 'ip address del 10.5.0.1/24 dev br0'), ['address-missing br0 10.5.0.1/24'])
  })
})
