import assert from 'node:assert/strict'
import type { Topology } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'
import { dump } from './support/dump.ts'

const owner = { protocol: 77, tag: 'my-app' }
const PROTOCOLS = ['kernel', 'boot', 'static', 'dhcp', 'bird', '200']

describe('what belongs to others', () => {
  const place = eachPlace(`
    ip link set lo up
    ip link add f0 type veth peer name f1
    ip link set f0 addrgenmode none up
    ip link set f1 addrgenmode none up
    ip address add 10.77.0.1/24 dev f0
    ip rule add from 10.5.0.0/16 lookup 5 priority 500
    ip nexthop add id 90 via 10.77.0.9 dev f0
    ip neighbour add 10.77.0.9 lladdr 02:00:00:00:00:09 dev f0
  `)

  beforeEach(() => {
    for (const [i, protocol] of PROTOCOLS.entries()) {
      place().sh(
        `ip route add 10.${i + 100}.0.0/16 via 10.77.0.9 proto ${protocol}; ip -6 route add fd${i + 10}::/32 dev f0 proto ${protocol}`,
      )
    }
  })

  it('stays when everything of the owner goes', async () => {
    const { nl } = place()
    const before = dump(place())
    await nl.applyTopology(
      {
        links: {},
        routes: [{ dst: '10.200.0.0/16', oif: 'f0' }],
        rules: [{ table: 6, priority: 600 }],
        nexthops: [{ id: 5, oif: 'f0' }],
        neighbours: [],
      },
      { owner },
    )
    assert.notDeepEqual(dump(place()), before)
    await nl.applyTopology({ links: {}, routes: [], rules: [], nexthops: [], neighbours: [] }, { owner })
    assert.deepEqual(dump(place()), before)
    await nl.removeTopology({ owner })
    assert.deepEqual(dump(place()), before)
  })

  const CONFLICTS: readonly (readonly [topology: Topology, path: string, reason: RegExp])[] = [
    [
      { routes: [{ dst: '10.102.0.0/16', gateway: '10.77.0.8' }] },
      'routes[0]',
      /another one of protocol static is there/,
    ],
    [{ routes: [{ dst: '10.77.0.0/24', oif: 'f0' }] }, 'routes[0]', /another one of protocol kernel is there/],
    [
      { links: { f0: { kind: 'veth', mtu: 1300 } } },
      'links.f0',
      /a veth named 'f0' exists with other properties \(mtu\), and does not belong to the owner/,
    ],
    [{ links: { f0: { kind: 'bridge' } } }, 'links.f0', /a veth named 'f0' exists, and does not belong to the owner/],
    [{ links: { f0: { absent: true } } }, 'links.f0', /a veth named 'f0' exists, and does not belong/],
    [
      { links: { f0: { addresses: [{ address: '10.77.0.1/24', label: 'f0:x' }] } } },
      'links.f0.addresses[0]',
      /another one of no protocol is there/,
    ],
    [{ rules: [{ src: '10.5.0.0/16', table: 5, priority: 500 }] }, 'rules[0]', /another one of no protocol is there/],
    [{ nexthops: [{ id: 90, gateway: '10.77.0.8', oif: 'f0' }] }, 'nexthops[0]', /another one of no protocol is there/],
    [
      { neighbours: [{ link: 'f0', dst: '10.77.0.9', lladdr: '02:00:00:00:00:08' }] },
      'neighbours[0]',
      /another one of no protocol is there/,
    ],
  ]
  for (const [topology, path, reason] of CONFLICTS) {
    it(`is a conflict: ${JSON.stringify(topology)}`, async () => {
      const before = dump(place())
      await assert.rejects(
        place().nl.applyTopology(topology, { owner }),
        (thrown: { code: string; attribute: string; message: string }) => {
          assert.deepEqual([thrown.code, thrown.attribute], ['ERR_NETLINK_CONFLICT', path])
          assert.match(thrown.message, reason)
          return true
        },
      )
      assert.deepEqual(dump(place()), before)
    })
  }

  it('is changed with force', async () => {
    const { nl, ip } = place()
    await nl.applyTopology(
      { routes: [{ dst: '10.102.0.0/16', gateway: '10.77.0.8' }], links: { f0: { kind: 'veth', mtu: 1300 } } },
      { owner, force: true },
    )
    assert.deepEqual(
      ip<{ gateway: string; protocol: string }>('-j route show 10.102.0.0/16').map(({ gateway, protocol }) => [
        gateway,
        protocol,
      ]),
      [['10.77.0.8', '77']],
    )
  })

  it('is compared with the protocol that a topology gives', async () => {
    const { nl, ip } = place()
    const routes = [{ dst: '10.102.0.0/16', gateway: '10.77.0.8', protocol: 'static' as const }]
    await nl.applyTopology({ routes }, { owner })
    assert.equal(ip<{ gateway: string }>('-j route show 10.102.0.0/16')[0]?.gateway, '10.77.0.8')
    await nl.applyTopology({ routes: [] }, { owner })
    assert.equal(ip('-j route show 10.102.0.0/16').length, 1)
  })

  it('includes links of another tag', async () => {
    const { nl, ip } = place()
    await nl.applyTopology({ links: { b0: { kind: 'bridge' } } }, { owner: { protocol: 78, tag: 'other-app' } })
    await nl.applyTopology({ links: {} }, { owner })
    assert.equal(ip('-j link show dev b0').length, 1)
  })
})
