import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PlanStep, RollbackReport, Topology } from '../../lib/index.ts'
import { eachPlace, openPlace, type Place } from '../support/place.ts'
import { until } from '../support/until.ts'
import { dump } from './support/dump.ts'

const owner = { protocol: 77, tag: 'my-app' }
/** The kernel refuses it, after everything else was done. */
const REFUSED = { rules: [{ src: '10.0.0.0/8', action: 'goto', goto: 1, priority: 900 }] } as const

/** The kernel shows another text. */
const NEVER = { 'net.ipv4.ip_forward': '0x0' }

type Failed = Error & { code: string; step?: PlanStep; rollback: RollbackReport }

/** What the kernel deletes with a change, and changes whose opposite does not bring it back. */
const ROWS: readonly (readonly [what: string, topology: Topology])[] = [
  ['a default route over a link that goes down', { links: { f0: { up: false } } }],
  ['what belongs to IPv6 on a link whose MTU becomes too small', { links: { f0: { mtu: 1000 } } }],
  ['neighbours of a link whose hardware address changes', { links: { f0: { address: '02:00:00:00:00:99' } } }],
  ['secondary addresses of a primary one', { links: { f0: { addresses: [{ address: '10.78.0.1/24' }] } } }],
  ['the settings of a port that leaves its bridge', { links: { p0: { master: null } } }],
  [
    'a link of the owner that was created again',
    { links: { mine: { kind: 'bridge', mtu: 1400 }, vx: { kind: 'vxlan', data: { id: 9, port: 4789 } } } },
  ],
  ['links of the owner that were deleted, with their addresses and routes', { links: {}, routes: [] }],
  ['kernel parameters', { sysctls: { 'net.ipv4.ip_forward': 1, 'net.ipv4.conf.f0.forwarding': 0 } }],
  ['aliases and lengths of queues', { links: { f0: { alias: 'x', txqlen: 7, group: 5, gsoMaxSize: 40_000 } } }],
]

const SETUP = `
  ip link set lo up
  ip link add f0 index 50 address 02:00:00:00:00:50 type veth peer name f1 address 02:00:00:00:00:51
  ip link set f0 addrgenmode none up
  ip link set f1 addrgenmode none up
  ip address add 10.77.0.1/24 dev f0
  ip address add fd77::1/64 dev f0 nodad
  ip route add default via 10.77.0.9 proto static
  ip route add 10.79.0.0/16 dev f0 table 100
  ip -6 route add default via fd77::9 proto static
  ip neighbour add 10.77.0.9 lladdr 02:00:00:00:00:09 dev f0
  ip nexthop add id 90 via 10.77.0.9 dev f0
  ip route add 10.80.0.0/16 nhid 90
  ip link add b0 address 02:00:00:00:00:60 type bridge
  ip link add p0 address 02:00:00:00:00:61 type veth peer name p1 address 02:00:00:00:00:62
  ip link set p0 addrgenmode none master b0 up
  ip link set b0 addrgenmode none
  ip link set p1 addrgenmode none
  ip link set p0 type bridge_slave hairpin on isolated on
`

describe('a topology that fails', () => {
  let current: Place
  const place = () => current
  afterEach(() => current.close())

  async function again(): Promise<void> {
    current = await openPlace(SETUP)
    const none = { inet6: { addrGenMode: 'none' } } as const
    const mine: Topology = {
      links: {
        mine: { kind: 'bridge', up: true, address: '02:00:00:00:00:70', afSpec: none, addresses: ['10.90.0.1/24'] },
        vx: {
          kind: 'vxlan',
          address: '02:00:00:00:00:71',
          afSpec: none,
          data: { id: 8, port: 4789 },
          addresses: ['10.91.0.1/24'],
          up: true,
        },
        f0: { addresses: ['10.78.0.1/24', '10.78.0.2/24'] },
      },
      routes: [
        { dst: '10.92.0.0/16', gateway: '10.90.0.9' },
        { dst: '10.93.0.0/16', gateway: '10.78.0.9' },
      ],
    }
    await place().nl.applyTopology(mine, { owner })
  }
  beforeEach(again)

  for (const [what, topology] of ROWS) {
    it(`leaves ${what} as before`, async () => {
      const { nl } = place()
      const before = dump(place())
      const failing = { ...topology, ...REFUSED }
      await assert.rejects(nl.applyTopology(failing, { owner }), (thrown: Failed) => {
        assert.deepEqual(
          [thrown.code, thrown.step?.verb, thrown.rollback],
          ['EINVAL', 'addRule', { complete: true, left: [] }],
        )
        return true
      })
      assert.deepEqual(dump(place()), before)
    })

    it(`leaves ${what} as before, when the last comparison fails`, async () => {
      const { nl, netns } = place()
      const [before, forwarding] = [dump(place()), await netns.getSysctl('net.ipv4.ip_forward')]
      const failing = { ...topology, sysctls: { ...topology.sysctls, ...NEVER } }
      await assert.rejects(nl.applyTopology(failing, { owner, onError: 'stop' }), { code: 'ERR_NETLINK_DIFFERS' })
      const changed = dump(place())
      if (topology.links !== undefined) assert.notDeepEqual(changed, before)
      await place().close()
      await again()
      const fresh = dump(place())
      await assert.rejects(place().nl.applyTopology(failing, { owner }), (thrown: Failed) => {
        assert.deepEqual([thrown.code, thrown.rollback], ['ERR_NETLINK_DIFFERS', { complete: true, left: [] }])
        return true
      })
      assert.deepEqual(dump(place()), fresh)
      assert.equal(await place().netns.getSysctl('net.ipv4.ip_forward'), forwarding)
    })
  }

  it('reports what cannot be brought back', async () => {
    const { nl, sh } = place()
    const applied = await nl.applyTopology({ links: { f0: { mtu: 1400 } }, routes: [] }, { owner })
    sh('ip link del f0; ip link add taken index 50 type bridge')
    await assert.rejects(applied.rollback(), { code: 'EEXIST', operation: 'createVeth' })
    await assert.rejects(applied.commit(), { code: 'EEXIST', operation: 'createVeth' })
  })

  it('names in the error what could not be brought back', async () => {
    const { nl, sh } = place()
    let phases = 0
    const onProgress = () => {
      if (phases++ === 0) sh('ip link del f0; ip link add taken index 50 type bridge')
    }
    const failing = { links: { f0: { mtu: 1400 } }, ...REFUSED }
    await assert.rejects(nl.applyTopology(failing, { owner, onProgress }), (thrown: Failed) => {
      const { complete, left, cause } = thrown.rollback
      assert.deepEqual([thrown.code, complete, (cause as Failed).code], ['EINVAL', false, 'EEXIST'])
      assert.equal(left[0]?.verb, 'createVeth')
      assert.ok(left.some(({ verb, command }) => verb === 'addRoute' && command.includes('10.93.0.0/16')))
      return true
    })
  })
})

describe('a topology that has to be confirmed', () => {
  const place = eachPlace(SETUP)
  const wanted: Topology = { links: { f0: { up: false } } }

  it('is rolled back when the time is over', async () => {
    const before = dump(place())
    await place().nl.applyTopology(wanted, { owner, confirm: 200 })
    assert.notDeepEqual(dump(place()), before)
    await until('the rollback', () => JSON.stringify(dump(place())) === JSON.stringify(before))
  })

  it('is rolled back at the end of the block, and kept once it is committed', async () => {
    const before = dump(place())
    {
      await using applied = await place().nl.applyTopology(wanted, { owner, confirm: 60_000 })
      assert.equal(applied.plan.steps.length, 1)
    }
    assert.deepEqual(dump(place()), before)
    {
      await using applied = await place().nl.applyTopology(wanted, { owner, confirm: 60_000 })
      await applied.commit()
      await assert.rejects(applied.rollback(), { message: 'rollback: the topology was committed' })
    }
    await sleep(10)
    assert.notDeepEqual(dump(place()), before)
  })
})
