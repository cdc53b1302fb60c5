import assert from 'node:assert/strict'
import { BRIDGE } from '../conformance/support/vlan-bridge.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { EVERYTHING, sameAsLists } from './support/compare.ts'
import { Events } from './support/events.ts'

/** An action, and the events that it must have. */
const VLANS: readonly (readonly [what: string, before: string, action: string, ...lines: string[]])[] = [
  ['a VLAN that is added', 'true', 'bridge vlan add dev v0 vid 10', 'added vlan 10'],
  [
    'each VLAN of a range',
    'true',
    'bridge vlan add dev v0 vid 20-22',
    'added vlan 20',
    'added vlan 21',
    'added vlan 22',
  ],
  [
    'a part of a range that is deleted',
    'bridge vlan add dev v0 vid 20-22',
    'bridge vlan del dev v0 vid 21',
    'removed vlan 21',
  ],
  [
    'the VLAN of untagged frames, which another one was before',
    'bridge vlan add dev v0 vid 10 pvid',
    'bridge vlan add dev v0 vid 11 pvid untagged',
    ...['changed vlan 10: pvid', 'added vlan 11'],
  ],
  [
    'settings of VLANs',
    'bridge vlan add dev v0 vid 20-22',
    'bridge vlan set dev v0 vid 21-22 state blocking',
    ...['changed vlan 21: state', 'changed vlan 22: state'],
  ],
  [
    'VLANs of a port that leaves its bridge',
    'bridge vlan add dev v0 vid 20-22',
    'ip link set v0 nomaster',
    ...['removed vlan 20', 'removed vlan 21', 'removed vlan 22'],
  ],
  ['VLANs of a port that is deleted', 'bridge vlan add dev v0 vid 20', 'ip link del v0', 'removed vlan 20'],
  [
    'VLANs of a bridge that is deleted, and of its ports',
    'bridge vlan add dev v0 vid 20; bridge vlan add dev br0 vid 30 self',
    'ip link del br0',
    ...['removed vlan 20', 'removed vlan 30'],
  ],
  [
    'the VLAN that a new port has',
    'ip link set br0 type bridge vlan_default_pvid 7; ip link add v2 type veth',
    'ip link set v2 master br0',
    'added vlan 7',
  ],
  [
    'the VLAN of untagged frames of all ports, which the bridge changes',
    'ip link set br0 type bridge vlan_default_pvid 7',
    'ip link set br0 type bridge vlan_default_pvid 8',
    ...['removed vlan 7', 'added vlan 8'],
  ],
]

const MDB: readonly (readonly [what: string, before: string, action: string, ...lines: string[]])[] = [
  ['an entry that is added', 'true', 'bridge mdb add dev br0 port v0 grp 239.1.1.1 permanent', 'added mdb 239.1.1.1'],
  [
    'an entry that is deleted',
    'bridge mdb add dev br0 port v0 grp 239.1.1.1 permanent; bridge mdb add dev br0 port v1 grp 239.1.1.1 permanent',
    'bridge mdb del dev br0 port v0 grp 239.1.1.1',
    'removed mdb 239.1.1.1',
  ],
  [
    'entries of a port that leaves its bridge',
    'bridge mdb add dev br0 port v0 grp 239.1.1.1 permanent',
    'ip link set v0 nomaster',
    'removed mdb 239.1.1.1',
  ],
  [
    'entries of a bridge that is deleted',
    'bridge mdb add dev br0 port v0 grp ff0e::5 permanent',
    'ip link del br0',
    'removed mdb ff0e::5',
  ],
]

function follow(rows: typeof VLANS, here: ReturnType<typeof eachPlace>): void {
  for (const [what, before, action, ...lines] of rows) {
    it(`report ${what}`, async () => {
      const { nl, sh } = here()
      sh(before)
      await using watch = nl.watch(EVERYTHING)
      const events = new Events(watch)
      await events.since()
      sh(action)
      const found = await events.since()
      for (const expected of lines) assert.ok(found.includes(expected), `${expected} is not in\n${found.join('\n')}`)
      await sameAsLists(watch, nl)
    })
  }
}

describe('watches of VLANs', () => {
  needs('bridge', 'veth', 'vlan filtering')
  const here = eachPlace(BRIDGE)
  follow(VLANS, here)

  it('select those of a link, which need not be a port yet', async () => {
    const { nl, sh } = here()
    sh('ip link set v0 nomaster; bridge vlan add dev v1 vid 5')
    await using watch = nl.watch({ vlans: { link: 'v0' } })
    const events = new Events(watch)
    assert.deepEqual(await events.since(), ['synced false'])
    sh('ip link set v0 master br0; bridge vlan add dev v0 vid 10-11')
    assert.deepEqual(await events.since(), ['added vlan 10', 'added vlan 11'])
    assert.deepEqual(
      watch.vlans.map(({ link, vid }) => [link, vid]),
      [
        [10, 10],
        [10, 11],
      ],
    )
  })
})

describe('watches of multicast tables', () => {
  needs('bridge', 'veth')
  const here = eachPlace(`
    ip -batch - <<END
      link add br0 index 12 type bridge
      link add v0 index 10 type veth peer name p0
      link add v1 index 11 type veth peer name p1
      link set v0 master br0
      link set v1 master br0
      link set br0 up
      link set v0 up
      link set v1 up
END
  `)
  follow(MDB, here)

  it('select those of a port, by its name', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ mdb: { port: 'v1', group: '239.1.1.2' } })
    const events = new Events(watch)
    await events.since()
    sh(`bridge mdb add dev br0 port v0 grp 239.1.1.1 permanent
      bridge mdb add dev br0 port v1 grp 239.1.1.2 permanent
      bridge mdb add dev br0 port v1 grp 239.1.1.3 permanent`)
    assert.deepEqual(await events.since(), ['added mdb 239.1.1.2'])
    assert.deepEqual(
      watch.mdb.map(({ group }) => group),
      ['239.1.1.2'],
    )
  })
})

describe('options of watches of bridges', () => {
  const here = eachPlace()

  it('do not have those that only say how VLANs are read', async () => {
    for (const key of ['ranges', 'stats']) {
      const next = here()
        .nl.watch({ vlans: { [key]: true } as object })
        [Symbol.asyncIterator]()
        .next()
      await assert.rejects(next, { name: 'TypeError', message: `watch: vlans.${key} is not allowed here` })
    }
  })
})
