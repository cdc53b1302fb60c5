import assert from 'node:assert/strict'
import type { Neighbour, NeighbourOptions } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, type Place } from '../support/place.ts'
import { until } from '../support/until.ts'

/** A bridge with a port, a VXLAN beside it, and one that takes its network identifiers from its entries. */
const FORWARDING = `
  ip -batch - <<END
    link add v0 index 10 address 02:00:00:00:00:a0 type veth peer name v1 index 11
    link add br0 index 12 address 02:00:00:00:00:b0 type bridge vlan_default_pvid 0
    link add vx0 index 13 type vxlan id 5 dstport 4789
    link add vx1 index 14 type vxlan external dstport 4790
END
  for link in v0 v1 br0 vx0 vx1; do
    [ ! -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/$link/disable_ipv6
  done
  ip -batch - <<END
    link set v0 master br0
    link set v0 up
    link set v1 up
    link set br0 up
    link set vx0 up
    link set vx1 up
END
`

/** One kind of entry: as we are asked for it, and as `bridge fdb add` is. */
interface EntryCase {
  what: string
  ours: NeighbourOptions
  bridge: string
  /** Members of the object that listNeighbours gives. */
  listed: object
}

const lladdr = '02:00:00:00:00:99'
const common = { family: 'bridge', lladdr } as const

const cases: readonly EntryCase[] = [
  {
    what: 'an address of a link’s own',
    ours: { ...common, link: 'v0' },
    bridge: `${lladdr} dev v0`,
    listed: { ...common, link: 10, flags: ['self'], state: 'permanent' },
  },
  {
    what: 'a local address of a bridge',
    ours: { ...common, link: 'v0', flags: ['master'] },
    bridge: `${lladdr} dev v0 master local`,
    listed: { ...common, link: 10, master: 12, flags: [], state: 'permanent' },
  },
  {
    what: 'a static address of a bridge',
    ours: { ...common, link: 'v0', flags: ['master'], state: 'noarp' },
    bridge: `${lladdr} dev v0 master static`,
    listed: { ...common, link: 10, master: 12, flags: [], state: 'noarp' },
  },
  {
    what: 'a sticky address of a bridge',
    ours: { ...common, link: 'v0', flags: ['master', 'sticky'], state: 'noarp' },
    bridge: `${lladdr} dev v0 master static sticky`,
    listed: { ...common, link: 10, master: 12, flags: ['sticky'], state: 'noarp' },
  },
  {
    what: 'an address that ages',
    ours: { ...common, link: 'v0', flags: ['master'], state: 'reachable' },
    bridge: `${lladdr} dev v0 master dynamic`,
    listed: { ...common, link: 10, master: 12, flags: [], state: 'reachable' },
  },
  {
    what: 'an address of the bridge itself',
    ours: { ...common, link: 'br0' },
    bridge: `${lladdr} dev br0 self`,
    listed: { ...common, link: 12, master: 12, flags: [], state: 'permanent' },
  },
  {
    what: 'the remote end of a VXLAN',
    ours: { ...common, link: 'vx0', dst: '192.0.2.1', state: ['noarp', 'permanent'] },
    bridge: `${lladdr} dev vx0 dst 192.0.2.1`,
    listed: { ...common, link: 13, dst: '192.0.2.1', flags: ['self'], state: ['noarp', 'permanent'] },
  },
  {
    what: 'a remote end in all its parts',
    ours: {
      ...common,
      link: 'vx0',
      dst: '192.0.2.1',
      port: 4444,
      vni: 77,
      ifindex: 'v1',
      state: ['noarp', 'permanent'],
    },
    bridge: `${lladdr} dev vx0 dst 192.0.2.1 port 4444 vni 77 via v1`,
    listed: { ...common, link: 13, dst: '192.0.2.1', port: 4444, vni: 77, ifindex: 11 },
  },
  {
    what: 'a remote end for one network identifier',
    ours: { ...common, link: 'vx1', dst: '192.0.2.1', vni: 100, srcVni: 100, state: ['noarp', 'permanent'] },
    bridge: `${lladdr} dev vx1 dst 192.0.2.1 src_vni 100 vni 100`,
    listed: { ...common, link: 14, vni: 100, srcVni: 100 },
  },
]

/** The entries that a case made, without their ages. */
async function listed(place: Place): Promise<Neighbour[]> {
  const all = await place.nl.listNeighbours({ family: 'bridge' })
  return all.filter((one) => one.lladdr === lladdr).map(({ cacheinfo: _, ...rest }) => rest)
}

function shown(place: Place): string[] {
  const lines = place.run('bridge -d fdb').split('\n')
  return lines.filter((line) => line.startsWith(lladdr)).map((line) => line.trim())
}

async function only(place: Place): Promise<{ entry: Neighbour; words: string }> {
  const [entry, ...others] = await listed(place)
  const [words, ...more] = shown(place)
  assert.deepEqual([others, more], [[], []])
  assert.ok(entry !== undefined && words !== undefined, 'there is no entry')
  return { entry, words }
}

describe('forwarding tables and bridge', () => {
  needs('vxlan', 'bridge')
  const here = eachPlace(FORWARDING)

  // A port takes entries that age only when it forwards, which it does some time after it came up (fdb_add_entry).
  beforeEach(() => until('the port forwards', () => here().run('bridge link show dev v0').includes('state forwarding')))

  for (const { what, ours, bridge, listed: expected } of cases) {
    describe(`about ${what}`, () => {
      it('agree on what we add, have the same from both, and have it again when it is given back', async () => {
        await here().nl.addNeighbour(ours)
        const made = await only(here())
        const told = made.entry as unknown as Record<string, unknown>
        assert.deepEqual(Object.fromEntries(Object.keys(expected).map((key) => [key, told[key]])), expected)

        await here().nl.deleteNeighbour(made.entry)
        assert.deepEqual(await listed(here()), [])
        here().run(`bridge fdb add ${bridge}`)
        assert.deepEqual(await only(here()), made)

        await here().nl.deleteNeighbour(made.entry)
        await here().nl.addNeighbour(made.entry)
        assert.deepEqual(await only(here()), made)
      })
    })
  }

  it('agree on where unknown addresses are flooded to', async () => {
    const flood = { family: 'bridge', link: 'vx0', lladdr: '00:00:00:00:00:00' } as const
    await here().nl.addNeighbour({ ...flood, dst: '192.0.2.1' })
    await assert.rejects(here().nl.addNeighbour({ ...flood, dst: '192.0.2.2' }), { code: 'EEXIST' })
    await here().nl.appendNeighbour({ ...flood, dst: '192.0.2.2' })
    const theirs = here().ip<{ mac: string; dst?: string }>(['-j', 'link', 'show', 'dev', 'vx0'])
    assert.equal(theirs.length, 1)
    const lines = here().run('bridge fdb show dev vx0').split('\n').filter(Boolean)
    assert.deepEqual(lines.map((line) => line.match(/dst (\S+)/)?.[1]).sort(), ['192.0.2.1', '192.0.2.2'])
    await here().nl.deleteNeighbour({ ...flood, dst: '192.0.2.1' })
    const left = await here().nl.listNeighbours({ family: 'bridge', link: 'vx0' })
    assert.deepEqual(
      left.map(({ dst }) => dst),
      ['192.0.2.2'],
    )
  })

  it('are listed by bridge and by port as bridge does', async () => {
    const { nl } = here()
    await nl.addNeighbour({ ...common, link: 'v0', flags: ['master'] })
    const theirs = (words: string) =>
      (JSON.parse(here().run(`bridge -j fdb show ${words}`)) as { mac: string }[]).map(({ mac }) => mac)
    const ours = async (filter: object) =>
      (await nl.listNeighbours({ family: 'bridge', ...filter })).map((one) => one.lladdr)
    assert.deepEqual(await ours({}), theirs(''))
    assert.deepEqual(await ours({ master: 'br0' }), theirs('br br0'))
    assert.deepEqual(await ours({ link: 'v0' }), theirs('brport v0'))
    assert.deepEqual(await ours({ state: 'noarp' }), [])
  })

  it('say in the kernel’s words what cannot be', async () => {
    const { nl } = here()
    await assert.rejects(nl.addNeighbour({ ...common, link: 'v1', flags: ['master'] }), { code: 'EOPNOTSUPP' })
    await assert.rejects(nl.addNeighbour({ ...common, link: 'v0', lladdr: '02:00' }), {
      name: 'RangeError',
      message: /lladdr must be 6 bytes long, not 2/,
    })
    await assert.rejects(nl.deleteNeighbour({ ...common, link: 'v0' }), { code: 'ENOENT' })
  })
})
