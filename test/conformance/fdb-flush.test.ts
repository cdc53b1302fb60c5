import assert from 'node:assert/strict'
import type { FdbFilter } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

/** A bridge with two ports and entries of each kind. */
const BRIDGE = `
  ip -batch - <<END
    link add br0 address 02:00:00:00:00:b0 type bridge vlan_default_pvid 0 mcast_snooping 0
    link add v0 address 02:00:00:00:00:a0 type veth peer name p0
    link add v1 address 02:00:00:00:00:a1 type veth peer name p1
    link set v0 master br0
    link set v1 master br0
END
  for link in br0 v0 v1 p0 p1; do
    [ ! -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/$link/disable_ipv6
    ip link set $link up
  done
  # A port takes entries that age when it forwards.
  for link in v0 v1; do until bridge link show dev $link | grep -q 'state forwarding'; do sleep 0.02; done; done
  bridge fdb add 02:00:00:00:01:01 dev v0 master static
  bridge fdb add 02:00:00:00:01:02 dev v0 master dynamic
  bridge fdb add 02:00:00:00:01:03 dev v1 master static sticky
  bridge fdb add 02:00:00:00:01:04 dev v1 master dynamic extern_learn
  bridge fdb add 02:00:00:00:01:05 dev v1 master local
`
/** Entries by the end of their address. */
const CASES: readonly (readonly [
  what: string,
  filter: Omit<FdbFilter, 'link'> & { link?: string },
  left: string,
  bridge: string,
])[] = [
  ['of one port', { port: 'v0' }, '03 04 05', 'dev br0 brport v0'],
  ['of one port, by its link', { link: 'v0', flags: ['master'] }, '03 04 05', 'dev v0 master'],
  ['that age', { dynamic: true }, '01 03 05', 'dev br0 dynamic'],
  ['that do not age', { static: true }, '02 04 05', 'dev br0 static'],
  ['that age or are local', { static: false }, '', 'dev br0 nostatic'],
  ['that are not local', { permanent: false }, '', 'dev br0 nopermanent'],
  ['that do not age, local or not', { dynamic: false }, '', 'dev br0 nodynamic'],
  ['of the ports themselves', { permanent: true }, '01 02 03 04', 'dev br0 permanent'],
  ['that a program learned', { extLearned: true }, '01 02 03 05', 'dev br0 extern_learn'],
  ['that stay where they are', { sticky: true }, '01 02 04 05', 'dev br0 sticky'],
  ['that are not sticky', { sticky: false, port: 'v1' }, '01 02 03', 'dev br0 brport v1 nosticky'],
]

describe('forwarding tables are flushed', () => {
  needs('bridge', 'veth', 'linux 5.19')
  const here = eachPlace(BRIDGE)

  const left = () =>
    (JSON.parse(here().run('bridge -j fdb show br br0')) as { mac: string }[])
      .map(({ mac }) => mac)
      .filter((mac) => mac.startsWith('02:00:00:00:01:'))
      .map((mac) => mac.slice(-2))
      .sort()
      .join(' ')

  for (const [what, filter, expected, words] of CASES) {
    it(`of entries ${what}, as bridge fdb flush does`, async () => {
      assert.equal(left(), '01 02 03 04 05')
      await here().nl.flushFdb({ link: 'br0', ...filter })
      const ours = left()
      here().sh(
        BRIDGE.split('\n')
          .filter((line) => line.includes('bridge fdb'))
          .join('\n')
          .replaceAll(' add ', ' replace '),
      )
      assert.equal(left(), '01 02 03 04 05')
      here().sh(`bridge fdb flush ${words}`)
      assert.equal(ours, left())
      if (expected !== '') assert.equal(ours, expected)
    })
  }

  it('of everything', async () => {
    await here().nl.flushFdb({ link: 'br0' })
    assert.equal(left(), '')
  })

  it('of the remote ends of a VXLAN', async function () {
    const { nl, sh, run } = here()
    const [major, minor] = run('uname -r').split('.').map(Number)
    if ((major ?? 0) * 100 + (minor ?? 0) < 607) return this.skip()
    sh(`ip link add vx0 type vxlan id 5 dstport 4789; ip link set vx0 up
      bridge fdb add 02:00:00:00:02:01 dev vx0 dst 192.0.2.1
      bridge fdb add 02:00:00:00:02:02 dev vx0 dst 192.0.2.2 vni 7
      bridge fdb add 02:00:00:00:02:03 dev vx0 dst 192.0.2.1 port 4444`)
    const ends = () =>
      (JSON.parse(run('bridge -j fdb show dev vx0')) as { mac: string }[])
        .map(({ mac }) => mac.slice(-2))
        .sort()
        .join(' ')
    await nl.flushFdb({ link: 'vx0', vni: 7 })
    assert.equal(ends(), '01 03')
    await nl.flushFdb({ link: 'vx0', dstPort: 4444 })
    assert.equal(ends(), '01')
    await nl.flushFdb({ link: 'vx0', dst: '192.0.2.1' })
    assert.equal(ends(), '')
  })
})
