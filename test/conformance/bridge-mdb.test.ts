import assert from 'node:assert/strict'
import { mdbReported, mdbRequested } from '../../lib/bridge/mdb-message.ts'
import type { Mdb, MdbOptions } from '../../lib/index.ts'
import type { Feature } from '../support/features.ts'
import { needs, needsHere } from '../support/needs.ts'
import { eachPlace, type Place } from '../support/place.ts'
import { rowless } from './support/link-case.ts'

const HEADER = '/usr/include/linux/if_bridge.h'

/** A bridge (12) with the ports v0 (10) and v1 (11), and a VXLAN (13) that is not a port. */
const PLACE = `
  ip -batch - <<END
    link add br0 index 12 type bridge mcast_igmp_version 3 mcast_mld_version 2 mcast_querier 0
    link add v0 index 10 type veth peer name p0 index 20
    link add v1 index 11 type veth peer name p1 index 21
    link set v0 master br0
    link set v1 master br0
END
  for link in br0 v0 v1 p0 p1; do
    [ ! -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/$link/disable_ipv6
    ip link set $link up
  done
  for link in v0 v1; do until bridge link show dev $link | grep -q 'state forwarding'; do :; done; done
`
const VXLAN = `${PLACE}
  ip link add vx0 index 13 type vxlan id 5 dstport 4789
  ip link set vx0 up
`

/** An entry: as we add it, as `bridge mdb add` does, and what is listed. */
interface MdbCase {
  what: string
  rows: readonly string[]
  ours: Omit<MdbOptions, 'bridge' | 'port'> & Partial<Pick<MdbOptions, 'bridge' | 'port'>>
  /** Words after `bridge mdb add dev br0 port v0`; absent if iproute2 6.1 has none. */
  bridge?: string
  listed: Partial<Mdb>
  needs?: Feature
}

const FROM_BRIDGE: readonly MdbCase[] = [
  {
    what: 'a group of IPv4',
    rows: [],
    ours: { group: '239.1.1.1', permanent: true },
    bridge: 'grp 239.1.1.1 permanent',
    listed: { bridge: 12, port: 10, group: '239.1.1.1', permanent: true, flags: [], rtprot: 'static', timer: 0 },
  },
  {
    what: 'a group of IPv6',
    rows: [],
    ours: { group: 'ff0e::5', permanent: true },
    bridge: 'grp ff0e::5 permanent',
    listed: { group: 'ff0e::5', permanent: true },
  },
  {
    what: 'a group of Ethernet',
    rows: [],
    ours: { group: '01:00:5e:01:02:03', permanent: true },
    bridge: 'grp 01:00:5e:01:02:03 permanent',
    listed: { group: '01:00:5e:01:02:03', permanent: true },
  },
  {
    what: 'an entry that expires',
    rows: ['timer'],
    ours: { group: '239.1.1.1' },
    bridge: 'grp 239.1.1.1',
    listed: { group: '239.1.1.1', permanent: false },
  },
  {
    what: 'a source',
    rows: ['source'],
    ours: { group: '239.1.1.1', source: '192.0.2.1', permanent: true },
    bridge: 'grp 239.1.1.1 src 192.0.2.1 permanent',
    listed: { group: '239.1.1.1', source: '192.0.2.1' },
  },
  {
    what: 'a source of IPv6',
    rows: ['source'],
    ours: { group: 'ff0e::5', source: '2001:db8::1', permanent: true },
    bridge: 'grp ff0e::5 src 2001:db8::1 permanent',
    listed: { group: 'ff0e::5', source: '2001:db8::1' },
  },
  {
    what: 'the bridge itself',
    rows: [],
    ours: { port: 'br0', group: '239.1.1.1' },
    listed: { port: 12, group: '239.1.1.1' },
  },
  {
    what: 'sources that are included',
    rows: ['srcList', 'groupMode', 'rtprot'],
    needs: 'linux 6.3',
    ours: {
      group: '239.1.1.1',
      permanent: true,
      groupMode: 'include',
      srcList: [{ address: '192.0.2.1' }, { address: '192.0.2.2' }],
      rtprot: 'zebra',
    },
    listed: { groupMode: 'include', rtprot: 'zebra' },
  },
  {
    what: 'sources that are excluded',
    rows: ['srcList', 'groupMode'],
    needs: 'linux 6.3',
    ours: { group: 'ff0e::5', permanent: true, groupMode: 'exclude', srcList: [{ address: '2001:db8::1' }] },
    listed: { groupMode: 'exclude', rtprot: 'static' },
  },
]

const FROM_VXLAN: readonly MdbCase[] = [
  {
    what: 'a remote end',
    rows: ['dst', 'srcVni'],
    ours: { group: '239.1.1.1', permanent: true, dst: '192.0.2.4' },
    listed: { bridge: 13, port: 13, group: '239.1.1.1', dst: '192.0.2.4' },
  },
  {
    what: 'a remote end in all its parts',
    rows: ['dst', 'dstPort', 'vni', 'ifindex', 'srcVni'],
    ours: {
      group: 'ff0e::5',
      permanent: true,
      source: '2001:db8::1',
      dst: '2001:db8::4',
      dstPort: 4444,
      vni: 77,
      ifindex: 20,
      srcVni: 5,
    },
    listed: { source: '2001:db8::1', dst: '2001:db8::4', dstPort: 4444, vni: 77, ifindex: 20 },
  },
  {
    what: 'every group without an entry',
    rows: [],
    ours: { group: '0.0.0.0', permanent: true, dst: '192.0.2.4' },
    listed: { group: '0.0.0.0', dst: '192.0.2.4' },
  },
]

function members(whole: object | undefined, part: object): object {
  const has = (whole ?? {}) as Record<string, unknown>
  return Object.fromEntries(Object.keys(part).map((key) => [key, has[key]]))
}

/** What `bridge` shows, as it was sent without what counts down. */
function shown({ run }: Place): unknown {
  const [{ mdb }] = JSON.parse(run('bridge -j -d mdb show')) as [{ mdb: unknown[] }]
  return mdb
}

const steady = ({ timer: _, srcList, ...others }: Mdb): object => ({
  ...others,
  srcList: srcList?.map(({ address }) => address),
})

function cases(all: readonly MdbCase[], own: { bridge: string; port: string }, here: () => Place): void {
  for (const { what, ours, bridge, listed, needs: feature } of all) {
    const options = { ...own, ...ours } as MdbOptions
    it(`agree on ${what}`, async function () {
      if (feature !== undefined) needsHere(this, feature)
      const { nl, sh } = here()
      await nl.addMdb(options)
      const mine = (await nl.listMdb()).filter(
        ({ flags }) => !flags.includes('star_excl') && !flags.includes('blocked'),
      )
      const found = mine.filter(({ source }) => source === options.source)
      assert.deepEqual(
        found.map((one) => members(one, listed)),
        [listed],
      )
      assert.deepEqual(
        found[0]?.srcList?.map(({ address }) => address),
        options.srcList?.map(({ address }) => address),
      )
      const seen = shown(here())
      await nl.deleteMdb(found[0] as Mdb)
      assert.deepEqual(await nl.listMdb(), [])
      if (bridge === undefined) return
      sh(`bridge mdb add dev br0 port v0 ${bridge}`)
      assert.deepEqual(shown(here()), seen)
      assert.deepEqual((await nl.listMdb()).map(steady), mine.map(steady))
    })

    it(`have ${what} again after it was listed, deleted and added`, async function () {
      if (feature !== undefined) needsHere(this, feature)
      const { nl } = here()
      await nl.addMdb(options)
      const seen = (await nl.listMdb({ names: true })).map(steady)
      const found = (await nl.listMdb({ names: true })).filter(({ source }) => source === options.source)
      await nl.deleteMdb(found[0] as Mdb)
      await nl.addMdb(JSON.parse(JSON.stringify(found[0])) as Mdb)
      assert.deepEqual((await nl.listMdb({ names: true })).map(steady), seen)
    })
  }
}

describe('multicast tables of bridges and bridge(8)', () => {
  needs('bridge', 'veth')
  const here = eachPlace(PLACE)
  cases(FROM_BRIDGE, { bridge: 'br0', port: 'v0' }, here)

  it('compare every row of the tables', () => {
    const rows = [...FROM_BRIDGE, ...FROM_VXLAN].flatMap((one) => one.rows)
    for (const table of [mdbReported, mdbRequested]) {
      assert.deepEqual(
        table.rows.map(({ key }) => key).filter((key) => !rows.includes(key)),
        [],
      )
    }
    assert.deepEqual(rowless(mdbReported, HEADER), [])
    // A mask of a flush in one request.
    assert.deepEqual(rowless(mdbRequested, HEADER), [])
  })

  it('are replaced', async function () {
    needsHere(this, 'linux 6.3')
    const { nl } = here()
    await nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1' })
    await assert.rejects(nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1' }), {
      code: 'EEXIST',
      operation: 'addMdb',
    })
    await nl.replaceMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', permanent: true, rtprot: 'zebra' })
    const [found] = await nl.listMdb()
    assert.deepEqual(members(found, { permanent: true, rtprot: '' }), { permanent: true, rtprot: 'zebra' })
  })

  it('are filtered by bridge, port, group and permanence, named by name or index', async () => {
    const { nl, sh } = here()
    sh(`ip link add br1 index 15 type bridge; ip link set br1 up
      ip link add v2 index 14 type veth; ip link set v2 master br1 up
      bridge mdb add dev br0 port v0 grp 239.1.1.1 permanent
      bridge mdb add dev br0 port v1 grp 239.1.1.1
      bridge mdb add dev br1 port v2 grp 239.1.1.2 permanent`)
    const brief = (found: readonly Mdb[]) =>
      found
        .filter(({ group }) => group.startsWith('239.'))
        .map(({ bridge, port, group }) => `${bridge} ${port} ${group}`)
        .sort()
    const [one, two, three] = ['12 10 239.1.1.1', '12 11 239.1.1.1', '15 14 239.1.1.2']
    for (const [filter, found] of [
      [{}, [one, two, three]],
      [{ bridge: 'br0' }, [one, two]],
      [{ bridge: 15 }, [three]],
      [{ port: 'v1' }, [two]],
      [{ group: '239.1.1.1', permanent: true }, [one]],
      [{ permanent: false }, [two]],
    ] as const) {
      assert.deepEqual(brief(await nl.listMdb(filter)), found, JSON.stringify(filter))
      const streamed: Mdb[] = []
      for await (const entry of nl.streamMdb(filter)) streamed.push(entry)
      assert.deepEqual(brief(streamed), found)
    }
    await assert.rejects(nl.listMdb({ bridge: 'nosuchlink' }), { code: 'ENODEV', attribute: 'bridge' })
    await assert.rejects(nl.streamMdb({ bridge: 'nosuchlink' })[Symbol.asyncIterator]().next(), { code: 'ENODEV' })
    const [named] = await nl.listMdb({ port: 'v1', names: true })
    assert.deepEqual([named?.bridgeName, named?.portName], ['br0', 'v1'])
    assert.equal(await nl.flushMdb({ bridge: 'br0', permanent: false }), 1)
    assert.deepEqual(brief(await nl.listMdb()), [one, three])
    assert.equal(await nl.flushMdb({ bridge: 'br0' }), 1)
    assert.deepEqual(brief(await nl.listMdb()), [three])
  })

  it('say in the kernel’s words what cannot be', async () => {
    const { nl, sh } = here()
    await assert.rejects(nl.deleteMdb({ bridge: 'br0', port: 'v0', group: '239.9.9.9' }), { operation: 'deleteMdb' })
    await assert.rejects(nl.addMdb({ bridge: 'p0', port: 'p1', group: '239.1.1.1' }), { operation: 'addMdb' })
    await assert.rejects(nl.addMdb({ bridge: 'br0', port: 'nosuchlink', group: '239.1.1.1' }), {
      code: 'ENODEV',
      attribute: 'port',
    })
    sh('ip link set br0 down')
    await assert.rejects(nl.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1' }), { code: 'EINVAL' })
  })

  it('travel in a batch', async () => {
    const results = await here().nl.batch((b) => {
      b.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', permanent: true })
      b.addMdb({ bridge: 'br0', port: 'v0', group: '239.1.1.1', permanent: true })
      b.addMdb({ bridge: 'br0', port: 'v1', group: 'ff0e::5' })
    })
    assert.deepEqual(
      results.map((result) => (result.ok ? 'ok' : result.error?.code)),
      ['ok', 'EEXIST', 'ok'],
    )
  })

  it('have the ports with multicast routers that bridge shows', async () => {
    const { nl, sh, run } = here()
    sh('bridge link set dev v1 mcast_router 2')
    const found = await nl.listMdbRouters({ names: true })
    const [{ router }] = JSON.parse(run('bridge -j -d -s mdb show')) as [{ router: Record<string, { port: string }[]> }]
    assert.deepEqual(
      found.map(({ bridgeName, portName }) => [bridgeName, portName]),
      Object.entries(router).flatMap(([bridge, ports]) => ports.map(({ port }) => [bridge, port])),
    )
    assert.deepEqual(
      found.map(({ bridge, port, type, timer }) => ({ bridge, port, type, timer })),
      [{ bridge: 12, port: 11, type: 'perm', timer: 0 }],
    )
    assert.deepEqual(await nl.listMdbRouters({ bridge: 'v0' }), [])
  })
})

describe('multicast tables of VXLANs', () => {
  needs('bridge', 'veth', 'vxlan', 'linux 6.4')
  const here = eachPlace(VXLAN)
  cases(FROM_VXLAN, { bridge: 'vx0', port: 'vx0' }, here)
})
