import assert from 'node:assert/strict'
import { vlanGlobal } from '../../lib/bridge/vlan-message.ts'
import type { BridgeVlanGlobal, BridgeVlanGlobalChange } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, type Place } from '../support/place.ts'
import { rowless } from './support/link-case.ts'
import { BRIDGE } from './support/vlan-bridge.ts'

const HEADER = '/usr/include/linux/if_bridge.h'

type Options = Omit<BridgeVlanGlobalChange, 'link' | 'vid'>

/** Options of a VLAN of the bridge: as we set it, and the words of `bridge vlan global set`. */
const CASES: readonly (readonly [ours: Options, words: string])[] = [
  [{ mcastSnooping: false }, 'mcast_snooping 0'],
  [{ mcastIgmpVersion: 3 }, 'mcast_igmp_version 3'],
  [{ mcastMldVersion: 2 }, 'mcast_mld_version 2'],
  [{ mcastLastMemberCnt: 3 }, 'mcast_last_member_count 3'],
  [{ mcastStartupQueryCnt: 4 }, 'mcast_startup_query_count 4'],
  [{ mcastLastMemberIntvl: 200 }, 'mcast_last_member_interval 200'],
  [{ mcastMembershipIntvl: 27_000 }, 'mcast_membership_interval 27000'],
  [{ mcastQuerierIntvl: 26_000 }, 'mcast_querier_interval 26000'],
  [{ mcastQueryIntvl: 13_000 }, 'mcast_query_interval 13000'],
  [{ mcastQueryResponseIntvl: 1100 }, 'mcast_query_response_interval 1100'],
  [{ mcastStartupQueryIntvl: 3200 }, 'mcast_startup_query_interval 3200'],
  [{ mcastQuerier: true }, 'mcast_querier 1'],
]

/** Rows that have tests of their own below. */
const OTHERS = ['id', 'range', 'msti', 'mcastRouterPorts', 'mcastQuerierState']

/** What `bridge` shows, without what counts down. */
function shown({ run }: Place): unknown {
  const all = JSON.parse(run('bridge -j -d vlan global show') || '[]') as { vlans: Record<string, unknown>[] }[]
  return all.map(({ vlans, ...link }) => ({ ...link, vlans: vlans.map(({ querier_state: _, ...vlan }) => vlan) }))
}

const settled = ({ mcastQuerierState: _, ...others }: BridgeVlanGlobal): object => others

describe('options of VLANs of whole bridges and bridge(8)', () => {
  needs('bridge', 'veth', 'vlan filtering')
  const here = eachPlace(`${BRIDGE}
    ip link set br0 type bridge mcast_vlan_snooping 1
    bridge vlan add dev v0 vid 10-12
  `)

  for (const [ours, words] of CASES) {
    it(`agree on ${words}: what we set and what bridge sets are the same`, async () => {
      const { nl, sh } = here()
      await nl.setBridgeVlanGlobal({ link: 'br0', vid: '10-11', ...ours })
      const mine = await nl.listBridgeVlanGlobals({ link: 'br0' })
      assert.deepEqual(
        mine.map(({ vid }) => vid),
        ['10-11', 12],
      )
      const [key, value] = Object.entries(ours)[0] as [keyof BridgeVlanGlobal, unknown]
      assert.equal(mine[0]?.[key], value)
      const seen = shown(here())
      sh('bridge vlan del dev v0 vid 10-12; bridge vlan add dev v0 vid 10-12')
      sh(`bridge vlan global set dev br0 vid 10-11 ${words}`)
      assert.deepEqual(shown(here()), seen)
      assert.deepEqual((await nl.listBridgeVlanGlobals()).map(settled), mine.map(settled))
    })
  }

  it('have the ports with multicast routers, and the querier', async () => {
    const { nl, sh, run } = here()
    sh('bridge vlan set dev v0 vid 10 mcast_router 2; bridge vlan global set dev br0 vid 10 mcast_querier 1')
    const [first] = await nl.listBridgeVlanGlobals({ names: true })
    assert.deepEqual(
      first?.mcastRouterPorts?.map(({ port, portName, type }: { port: number; portName?: string; type?: unknown }) => ({
        port,
        portName,
        type,
      })),
      [{ port: 10, portName: 'v0', type: 'temp_query' }],
    )
    assert.match(run('bridge -j -d vlan global show'), /"router_ports":\[\{"port":"v0"/)
    assert.equal(first?.linkName, 'br0')
    assert.equal(typeof first?.mcastQuerierState, 'object')
  })

  it('compare every row of the table', () => {
    const rows = [...CASES.flatMap(([ours]) => Object.keys(ours)), ...OTHERS]
    assert.deepEqual(
      vlanGlobal.rows.map(({ key }) => key).filter((key) => !rows.includes(key)),
      [],
    )
    assert.deepEqual(rowless(vlanGlobal, HEADER), [])
  })

  it('are refused for a VLAN that the bridge does not have', async () => {
    await assert.rejects(here().nl.setBridgeVlanGlobal({ link: 'br0', vid: 77, mcastQuerier: true }), {
      code: 'ENOENT',
      operation: 'setBridgeVlanGlobal',
    })
    await assert.rejects(here().nl.setBridgeVlanGlobal({ link: 'v0', vid: 10, mcastQuerier: true }), {
      operation: 'setBridgeVlanGlobal',
    })
  })
})

describe('multiple spanning trees and bridge(8)', () => {
  needs('bridge', 'veth', 'vlan filtering')
  const here = eachPlace(BRIDGE)

  it('have the states that are set, and so have VLANs in bridge', async () => {
    const { nl } = here()
    await nl.setLink('br0', { data: { multiBoolopt: { mstEnable: true } } })
    await nl.addBridgeVlan({ link: 'v0', vid: '10-12' })
    await nl.setBridgeVlanGlobal({ link: 'br0', vid: '11-12', msti: 2 })
    assert.deepEqual(
      (await nl.listBridgeVlanGlobals()).map(({ vid, msti }) => [vid, msti]),
      [
        [10, 0],
        ['11-12', 2],
      ],
    )
    await nl.setBridgeMst({ link: 'v0', msti: 2, state: 'blocking' })
    assert.deepEqual(
      (await nl.listBridgeMst({ names: true })).filter(({ msti }) => msti === 2),
      [{ link: 10, linkName: 'v0', msti: 2, state: 'blocking' }],
    )
    assert.deepEqual(await nl.listBridgeMst({ link: 'v1' }), [])
    assert.deepEqual(
      (await nl.listBridgeVlans({ link: 'v0' })).map(({ vid, state }) => [vid, state]),
      [
        [10, 'forwarding'],
        ['11-12', 'blocking'],
      ],
    )
    // iproute2 6.1 has neither `bridge mst` nor `msti`; its view of the VLANs is the same.
    const [{ vlans }] = JSON.parse(here().run('bridge -j -d vlan show')) as [
      { vlans: { vlan: number; state: string }[] },
    ]
    assert.deepEqual(
      vlans.map(({ vlan, state }) => [vlan, state]),
      [
        [10, 'forwarding'],
        [11, 'blocking'],
      ],
    )
  })

  it('are refused without a bridge that has them', async () => {
    await assert.rejects(here().nl.setBridgeMst({ link: 'v0', msti: 2, state: 'blocking' }), {
      operation: 'setBridgeMst',
    })
  })
})
