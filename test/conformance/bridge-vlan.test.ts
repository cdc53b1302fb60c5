import assert from 'node:assert/strict'
import { vlanEntry } from '../../lib/bridge/vlan-message.ts'
import type { BridgeVlan, BridgeVlanChange, BridgeVlanOptions } from '../../lib/index.ts'
import { needs, needsHere } from '../support/needs.ts'
import { eachPlace, type Place } from '../support/place.ts'
import { rowless } from './support/link-case.ts'
import { BRIDGE } from './support/vlan-bridge.ts'

const HEADER = '/usr/include/linux/if_bridge.h'

/** Something of a VLAN: as we set it, and as `bridge` does. */
interface VlanCase {
  what: string
  /** Rows of BRIDGE_VLANDB_ENTRY_*. */
  rows: readonly string[]
  before?: string
  ours: BridgeVlanOptions
  /** What setBridgeVlan sets after it was added. */
  change?: Omit<BridgeVlanChange, 'link' | 'vid'>
  bridge: string
  listed: Partial<BridgeVlan>
}

const CASES: readonly VlanCase[] = [
  {
    what: 'a VLAN',
    rows: ['info'],
    ours: { link: 'v0', vid: 10 },
    bridge: 'bridge vlan add dev v0 vid 10',
    listed: { link: 10, vid: 10, pvid: false, untagged: false, state: 'forwarding', mcastRouter: 'temp_query' },
  },
  {
    what: 'the VLAN of untagged frames',
    rows: ['info'],
    ours: { link: 'v0', vid: 10, pvid: true, untagged: true },
    bridge: 'bridge vlan add dev v0 vid 10 pvid untagged',
    listed: { vid: 10, pvid: true, untagged: true },
  },
  {
    what: 'a range',
    rows: ['info', 'range'],
    ours: { link: 'v0', vid: '20-25', untagged: true },
    bridge: 'bridge vlan add dev v0 vid 20-25 untagged',
    listed: { vid: '20-25', pvid: false, untagged: true },
  },
  {
    what: 'a VLAN of the bridge itself',
    rows: ['info'],
    ours: { link: 'br0', vid: 10 },
    bridge: 'bridge vlan add dev br0 vid 10 self',
    listed: { link: 12, vid: 10, pvid: false, untagged: false },
  },
  {
    what: 'a VLAN of the bridge itself, by self',
    rows: ['info'],
    ours: { link: 'br0', vid: '10-12', untagged: true, self: true },
    bridge: 'bridge vlan add dev br0 vid 10-12 untagged self',
    listed: { link: 12, vid: '10-12', untagged: true },
  },
  {
    what: 'a tunnel id',
    rows: ['tunnelInfo'],
    before: 'ip link set v0 type bridge_slave vlan_tunnel on',
    ours: { link: 'v0', vid: 10, tunnelId: 5000 },
    bridge: 'bridge vlan add dev v0 vid 10; bridge vlan add dev v0 vid 10 tunnel_info id 5000',
    listed: { vid: 10, tunnelId: 5000 },
  },
  {
    what: 'tunnel ids of a range',
    rows: ['tunnelInfo'],
    before: 'ip link set v0 type bridge_slave vlan_tunnel on',
    ours: { link: 'v0', vid: '20-23', tunnelId: 120 },
    bridge: 'bridge vlan add dev v0 vid 20-23; bridge vlan add dev v0 vid 20-23 tunnel_info id 120-123',
    listed: { vid: '20-23', tunnelId: 120 },
  },
  {
    what: 'the state',
    rows: ['state'],
    ours: { link: 'v0', vid: '20-23', state: 'blocking' },
    bridge: 'bridge vlan add dev v0 vid 20-23; bridge vlan set dev v0 vid 20-23 state blocking',
    listed: { vid: '20-23', state: 'blocking' },
  },
  {
    what: 'the state, of a VLAN that is there',
    rows: ['state'],
    ours: { link: 'v0', vid: '20-23' },
    change: { state: 'learning' },
    bridge: 'bridge vlan add dev v0 vid 20-23; bridge vlan set dev v0 vid 20-23 state learning',
    listed: { vid: '20-23', state: 'learning' },
  },
  {
    what: 'a multicast router',
    rows: ['mcastRouter'],
    before: 'ip link set br0 type bridge mcast_vlan_snooping 1',
    ours: { link: 'v0', vid: 10, mcastRouter: 'perm' },
    bridge: 'bridge vlan add dev v0 vid 10; bridge vlan set dev v0 vid 10 mcast_router 2',
    listed: { vid: 10, mcastRouter: 'perm' },
  },
  {
    what: 'no multicast router, of a VLAN that is there',
    rows: ['mcastRouter'],
    ours: { link: 'v0', vid: 10 },
    change: { mcastRouter: 'disabled' },
    bridge: 'bridge vlan add dev v0 vid 10; bridge vlan set dev v0 vid 10 mcast_router 0',
    listed: { vid: 10, mcastRouter: 'disabled' },
  },
]

/** Rows that have tests of their own below. */
const OTHERS = ['stats', 'mcastNGroups', 'mcastMaxGroups', 'neighSuppress']

/** What `bridge` shows of the VLANs of all links, their tunnels included. */
function shown({ run }: Place): unknown {
  return [run('bridge -j -d vlan show'), run('bridge -j vlan tunnelshow')].map((text) => JSON.parse(text || '[]'))
}

function members(whole: object | undefined, part: object): object {
  const has = (whole ?? {}) as Record<string, unknown>
  return Object.fromEntries(Object.keys(part).map((key) => [key, has[key]]))
}

describe('VLANs of bridges and bridge(8)', () => {
  needs('bridge', 'veth', 'vlan filtering')
  const here = eachPlace(BRIDGE)

  for (const { what, before = 'true', ours, change, bridge, listed } of CASES) {
    it(`agree on ${what}: what we set and what bridge sets are the same`, async () => {
      const { nl, sh } = here()
      sh(before)
      await nl.addBridgeVlan(ours)
      if (change !== undefined) await nl.setBridgeVlan({ link: ours.link, vid: ours.vid, ...change })
      const [mine] = await nl.listBridgeVlans({ link: ours.link })
      assert.deepEqual(members(mine, listed), listed)
      const seen = shown(here())
      await nl.deleteBridgeVlan({ link: ours.link, vid: ours.vid })
      assert.deepEqual(await nl.listBridgeVlans({ link: ours.link }), [])
      sh(bridge)
      assert.deepEqual(shown(here()), seen)
      assert.deepEqual(await nl.listBridgeVlans({ link: ours.link }), [mine])
    })

    it(`have ${what} again after it was listed, deleted and added`, async () => {
      const { nl, sh } = here()
      sh(`${before}; ${bridge}`)
      const seen = shown(here())
      for (const ranges of [true, false]) {
        const found = await nl.listBridgeVlans({ link: ours.link, ranges, names: true })
        await Promise.all(found.map((vlan) => nl.deleteBridgeVlan(vlan)))
        assert.deepEqual(await nl.listBridgeVlans(), [])
        await Promise.all(found.map((vlan) => nl.addBridgeVlan(JSON.parse(JSON.stringify(vlan)))))
        assert.deepEqual(shown(here()), seen)
      }
    })
  }

  it('count the frames of each VLAN', async () => {
    const { nl, sh, run } = here()
    sh('bridge vlan del dev v0 vid 1 2>/dev/null || true; ip link set br0 type bridge vlan_stats_enabled 1')
    await nl.addBridgeVlan({ link: 'v0', vid: 10, pvid: true, untagged: true })
    sh(
      'for i in p0 p1; do ip addr flush dev $i; done; ip addr add 10.9.0.1/24 dev p0; ping -c 2 -W 1 -i 0.2 10.9.0.2 >/dev/null || true',
    )
    const [mine] = await nl.listBridgeVlans({ link: 'v0', stats: true })
    const theirs = JSON.parse(run('bridge -j -d -s vlan show')) as {
      ifname: string
      vlans: Record<string, unknown>[]
    }[]
    const [vlan] = theirs.find(({ ifname }) => ifname === 'v0')?.vlans ?? []
    assert.equal(mine?.vid, 10)
    assert.equal(typeof mine?.stats?.rxBytes, 'number')
    assert.deepEqual(Object.keys(mine?.stats ?? {}).sort(), ['rxBytes', 'rxPackets', 'txBytes', 'txPackets'])
    assert.ok('rx_bytes' in (vlan ?? {}), JSON.stringify(vlan))
  })

  it('limit the multicast groups of a VLAN', async function () {
    needsHere(this, 'linux 6.3')
    const { nl, sh } = here()
    sh('ip link set br0 type bridge mcast_vlan_snooping 1')
    await nl.addBridgeVlan({ link: 'v0', vid: 10, mcastMaxGroups: 7 })
    await nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', vid: 10, permanent: true })
    const [vlan] = await nl.listBridgeVlans({ link: 'v0' })
    assert.deepEqual(members(vlan, { mcastMaxGroups: 0, mcastNGroups: 0 }), { mcastMaxGroups: 7, mcastNGroups: 1 })
    await nl.setBridgeVlan({ link: 'v0', vid: 10, mcastMaxGroups: 0 })
    assert.equal((await nl.listBridgeVlans({ link: 'v0' }))[0]?.mcastMaxGroups, 0)
  })

  it('suppress neighbours in a VLAN, which a list of ranges may hide', async function () {
    needsHere(this, 'linux 6.4')
    const { nl } = here()
    await nl.setLink('v0', { port: { neighVlanSuppress: true } })
    await nl.addBridgeVlan({ link: 'v0', vid: '20-22' })
    await nl.setBridgeVlan({ link: 'v0', vid: 21, neighSuppress: true })
    const found = await nl.listBridgeVlans({ link: 'v0', ranges: false })
    assert.deepEqual(
      found.map(({ vid, neighSuppress }) => [vid, neighSuppress]),
      [
        [20, false],
        [21, true],
        [22, false],
      ],
    )
    await nl.deleteBridgeVlan({ link: 'v0', vid: '20-22' })
    await Promise.all(found.map((vlan) => nl.addBridgeVlan(vlan)))
    assert.deepEqual(await nl.listBridgeVlans({ link: 'v0', ranges: false }), found)
  })

  it('compare every row of the table', () => {
    const rows = [...CASES.flatMap((one) => one.rows), ...OTHERS]
    assert.deepEqual(
      vlanEntry.rows.map(({ key }) => key).filter((key) => !rows.includes(key)),
      [],
    )
    assert.deepEqual(rowless(vlanEntry, HEADER), [])
  })
})

describe('lists of VLANs', () => {
  needs('bridge', 'veth', 'vlan filtering')
  const here = eachPlace(`${BRIDGE}
    bridge vlan add dev v0 vid 20-25
    bridge vlan add dev v1 vid 10 pvid untagged
    bridge vlan add dev br0 vid 30 self
  `)

  it('have the VLANs of all links, or of one, as streams do', async () => {
    const { nl } = here()
    const brief = (found: readonly BridgeVlan[]) => found.map(({ link, vid }) => `${link} ${vid}`)
    const all = ['10 20-25', '11 10', '12 30']
    assert.deepEqual(brief(await nl.listBridgeVlans()).sort(), all)
    assert.deepEqual(brief(await nl.listBridgeVlans({ link: 'v0' })), ['10 20-25'])
    assert.deepEqual(
      brief(await nl.listBridgeVlans({ link: 'v0', ranges: false })),
      [20, 21, 22, 23, 24, 25].map((vid) => `10 ${vid}`),
    )
    const streamed: BridgeVlan[] = []
    for await (const vlan of nl.streamBridgeVlans({ names: true })) streamed.push(vlan)
    assert.deepEqual(brief(streamed).sort(), all)
    assert.deepEqual(streamed.map(({ linkName }) => linkName).sort(), ['br0', 'v0', 'v1'])
  })

  it('have all of 4094 VLANs of several ports, whatever the number of messages', async () => {
    const { nl } = here()
    await Promise.all(['v0', 'v1'].map((link) => nl.addBridgeVlan({ link, vid: '1-4094' })))
    await nl.addBridgeVlan({ link: 'v1', vid: 10, pvid: true })
    const found = await nl.listBridgeVlans({ ranges: false })
    const of = (link: number) => found.filter((one) => one.link === link).map(({ vid }) => vid)
    const every = Array.from({ length: 4094 }, (_, i) => i + 1)
    assert.deepEqual(of(10), every)
    assert.deepEqual(of(11), every)
    // The VLAN of untagged frames is not part of a range.
    assert.deepEqual(
      (await nl.listBridgeVlans({ link: 'v1' })).map(({ vid }) => vid),
      ['1-9', 10, '11-4094'],
    )
  })

  it('are refused for a link that is neither a bridge nor a port', async () => {
    await assert.rejects(here().nl.listBridgeVlans({ link: 'p0' }), {
      code: 'EINVAL',
      attribute: 'link',
      message: /the link is neither a bridge nor a port of one/,
    })
  })
})

describe('changes of VLANs', () => {
  needs('bridge', 'veth', 'vlan filtering')
  const here = eachPlace(BRIDGE)

  it('say in the kernel’s words what cannot be', async () => {
    const { nl } = here()
    await assert.rejects(nl.addBridgeVlan({ link: 'p0', vid: 10 }), { code: 'EINVAL', operation: 'addBridgeVlan' })
    await assert.rejects(nl.addBridgeVlan({ link: 'nosuchlink', vid: 10 }), { code: 'ENODEV', attribute: 'link' })
    await assert.rejects(nl.setBridgeVlan({ link: 'v0', vid: 10, state: 'blocking' }), {
      code: 'ENOENT',
      message: /doesn't exist/,
    })
    await assert.rejects(nl.addBridgeVlan({ link: 'v0', vid: 10, tunnelId: 5 }), {
      code: 'EINVAL',
      message: /tunnel flag/,
    })
  })

  it('remove a tunnel id', async () => {
    const { nl, sh } = here()
    sh('ip link set v0 type bridge_slave vlan_tunnel on')
    await nl.addBridgeVlan({ link: 'v0', vid: 10, tunnelId: 5000 })
    await nl.setBridgeVlan({ link: 'v0', vid: 10, tunnelId: null })
    assert.equal((await nl.listBridgeVlans({ link: 'v0' }))[0]?.tunnelId, undefined)
  })

  it('move the VLAN of untagged frames', async () => {
    const { nl } = here()
    await nl.addBridgeVlan({ link: 'v0', vid: 10, pvid: true })
    await nl.addBridgeVlan({ link: 'v0', vid: 11, pvid: true })
    assert.deepEqual(
      (await nl.listBridgeVlans({ link: 'v0' })).map(({ vid, pvid }) => [vid, pvid]),
      [
        [10, false],
        [11, true],
      ],
    )
  })

  it('travel in a batch', async () => {
    const results = await here().nl.batch((b) => {
      b.addBridgeVlan({ link: 'v0', vid: '20-25' })
      b.setBridgeVlan({ link: 'v0', vid: 30, state: 'blocking' })
      b.deleteBridgeVlan({ link: 'v0', vid: '21-24' })
    })
    assert.deepEqual(
      results.map((result) => (result.ok ? 'ok' : result.error?.code)),
      ['ok', 'ENOENT', 'ok'],
    )
    const left = await here().nl.listBridgeVlans({ link: 'v0' })
    assert.deepEqual(
      left.map(({ vid }) => vid),
      [20, 25],
    )
  })
})
