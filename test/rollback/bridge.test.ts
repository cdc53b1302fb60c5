import assert from 'node:assert/strict'
import { BRIDGE } from '../conformance/support/vlan-bridge.ts'
import { missing } from '../support/features.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, type Place } from '../support/place.ts'
import { failing } from './support/failing.ts'

const hasVlans = missing('vlan filtering') === undefined

/** What `bridge` shows of VLANs and of multicast tables, besides what every test of rollbacks compares. */
function shown({ run }: Place): unknown {
  const vlans = ['bridge -j -d vlan show', 'bridge -j vlan tunnelshow', 'bridge -j -d vlan global show']
  const texts = hasVlans ? vlans.map((command) => run(command)) : []
  const [{ mdb }] = JSON.parse(run('bridge -j -d mdb show')) as [{ mdb: { state: string }[] }]
  // The kernel learns others, and forgets them.
  const permanent = mdb.filter(({ state }) => state === 'permanent')
  return [
    ...texts.map((text) => JSON.parse(text || '[]') as unknown),
    permanent.map((one) => JSON.stringify(one)).sort(),
  ]
}

async function unchanged(place: Place, build: Parameters<typeof failing>[1]): Promise<void> {
  const before = shown(place)
  await failing(place, build)
  assert.deepEqual(shown(place), before)
}

const MDB = `
  bridge mdb add dev br0 port v0 grp 239.1.1.1 permanent
  bridge mdb add dev br0 port v1 grp 239.1.1.1 permanent
  bridge mdb add dev br0 port v0 grp ff0e::5 src 2001:db8::1 permanent
`

describe('a batch that is rolled back, of changes of multicast tables', () => {
  needs('veth', 'bridge')
  const here = eachPlace(`${BRIDGE.replace(' vlan_filtering 1 vlan_default_pvid 0', '')}${MDB}`)

  it('removes added entries, and puts deleted ones back', async () => {
    await unchanged(here(), (b) => {
      b.addMdb({ bridge: 'br0', port: 'v1', group: '239.1.1.2', permanent: true })
      b.addMdb({ bridge: 'br0', port: 'br0', group: 'ff0e::6' })
      b.deleteMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1' })
      b.deleteMdb({ bridge: 'br0', port: 'v0', group: 'ff0e::5', source: '2001:db8::1' })
    })
  })

  it('puts the entries of a port back that left its bridge', async () => {
    await unchanged(here(), (b) => b.setLink('v0', { master: null }))
  })

  it('leaves the entries of others alone', async () => {
    const { nl } = here()
    const result = nl.batch(
      (b) => {
        b.addMdb({ bridge: 'br0', port: 'v1', group: '239.1.1.2', permanent: true })
        b.deleteRoute({ dst: '203.0.113.0/24', table: 77 })
      },
      { onError: 'rollback' },
    )
    await assert.rejects(result, { operation: 'deleteRoute' })
    assert.equal((await nl.listMdb({ permanent: true })).length, 3)
  })
})

describe('a batch that is rolled back, of changes of VLANs', () => {
  needs('veth', 'bridge', 'vlan filtering')
  const here = eachPlace(`${BRIDGE}
    ip link set br0 type bridge mcast_vlan_snooping 1
    ip link set v1 type bridge_slave vlan_tunnel on
    bridge vlan add dev v0 vid 10 pvid untagged
    bridge vlan add dev v0 vid 20-25
    bridge vlan set dev v0 vid 21-22 state blocking
    bridge vlan add dev v1 vid 20-25
    bridge vlan add dev v1 vid 20-25 tunnel_info id 120-125
    bridge vlan add dev br0 vid 30 self
    bridge vlan global set dev br0 vid 20 mcast_igmp_version 3
    bridge mdb add dev br0 port v0 grp 239.1.1.1 vid 20 permanent
    bridge fdb add 02:00:00:00:00:99 dev v0 master static vlan 20
  `)

  it('removes added VLANs, and gives others their flags back', async () => {
    await unchanged(here(), (b) => {
      b.addBridgeVlan({ link: 'v0', vid: '100-105' })
      b.addBridgeVlan({ link: 'v0', vid: 11, pvid: true, untagged: true })
      b.addBridgeVlan({ link: 'v0', vid: '20-23', untagged: true })
      b.addBridgeVlan({ link: 'br0', vid: 31 })
      b.addBridgeVlan({ link: 'v1', vid: 40, tunnelId: 140 })
    })
  })

  it('puts deleted VLANs back, with what was in them', async () => {
    await unchanged(here(), (b) => {
      b.deleteBridgeVlan({ link: 'v0', vid: 10 })
      b.deleteBridgeVlan({ link: 'v0', vid: '20-22' })
      b.deleteBridgeVlan({ link: 'v1', vid: '20-25' })
      b.deleteBridgeVlan({ link: 'br0', vid: 30 })
    })
  })

  it('puts settings back', async () => {
    await unchanged(here(), (b) => {
      b.setBridgeVlan({ link: 'v0', vid: '20-22', state: 'learning', mcastRouter: 'perm' })
      b.setBridgeVlan({ link: 'v1', vid: 21, tunnelId: null })
      b.setBridgeVlanGlobal({ link: 'br0', vid: '20-22', mcastIgmpVersion: 2, mcastQuerier: true })
    })
  })

  it('puts the VLANs of a port back that left its bridge', async () => {
    await unchanged(here(), (b) => b.setLink('v0', { master: null }))
  })

  it('refuses VLANs of the device itself, which are not listed', async () => {
    await assert.rejects(
      here().nl.batch((b) => b.addBridgeVlan({ link: 'v0', vid: 5, self: true }), { onError: 'rollback' }),
      { name: 'TypeError', message: /addBridgeVlan/ },
    )
  })
})
