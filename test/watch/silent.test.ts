import assert from 'node:assert/strict'
import { needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { EVERYTHING, sameAsLists } from './support/compare.ts'
import { Events } from './support/events.ts'

/** What the kernel changes without an event: a script, and the lines that must be among the events. */
const ROWS: readonly (readonly [what: string, before: string, action: string, ...lines: string[]])[] = [
  [
    'the routes of IPv4 over a link that goes down',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip route add 10.2.0.0/16 via 10.1.0.7; ip route add 10.3.0.0/16 dev b0 table 77',
    'ip link set b0 down',
    ...['removed route 10.1.0.0/24', 'removed route 10.2.0.0/16', 'removed route 10.3.0.0/16'],
  ],
  [
    'the routes of IPv4 over a link that is deleted, in every table',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip route add default via 10.1.0.7; ip route add 10.3.0.0/16 dev b0 table 77',
    'ip link del b0',
    ...['removed route default', 'removed route 10.3.0.0/16', 'removed route 10.1.0.255/32', 'removed link b0'],
  ],
  [
    'a hop of a multipath route over a link that is deleted',
    'for i in 0 1; do ip link add b$i type bridge; ip link set b$i up; ip addr add 10.$i.0.1/24 dev b$i; done; ip route add 10.9.0.0/16 nexthop via 10.0.0.7 nexthop via 10.1.0.7',
    'ip link del b1',
    'removed route 10.9.0.0/16',
  ],
  [
    'the state of a hop whose link goes down',
    'for i in 0 1; do ip link add b$i type bridge; ip link set b$i up; ip addr add 10.$i.0.1/24 dev b$i; done; ip route add 10.9.0.0/16 nexthop via 10.0.0.7 nexthop via 10.1.0.7',
    'ip link set b1 down',
    'changed route 10.9.0.0/16: multipath',
  ],
  [
    'nexthops over a link that goes down, their groups, and the routes that use them',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip nexthop add id 5 via 10.1.0.7 dev b0; ip nexthop add id 6 group 5; ip route add 10.5.0.0/16 nhid 5; ip route add 10.6.0.0/16 nhid 6',
    'ip link set b0 down',
    ...['removed nexthop 5', 'removed nexthop 6', 'removed route 10.5.0.0/16', 'removed route 10.6.0.0/16'],
  ],
  [
    'the routes of IPv4 that use a nexthop that is deleted',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip nexthop add id 5 via 10.1.0.7 dev b0; ip route add 10.5.0.0/16 nhid 5',
    'ip nexthop del id 5',
    ...['removed nexthop 5', 'removed route 10.5.0.0/16'],
  ],
  [
    'the hops of routes whose group changes',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip nexthop add id 5 via 10.1.0.7 dev b0; ip nexthop add id 7 via 10.1.0.8 dev b0; ip nexthop add id 6 group 5/7; ip route add 10.6.0.0/16 nhid 6',
    'ip nexthop del id 7',
    ...['removed nexthop 7', 'changed nexthop 6: group'],
  ],
  [
    'a leg of nexthop groups whose link goes down, and of the routes that use them',
    'for i in 0 1; do ip link add b$i type bridge; ip link set b$i addrgenmode none up; ip addr add 10.$i.0.1/24 dev b$i; ip addr add fd0$i::1/64 dev b$i nodad; ip nexthop add id 5$i via 10.$i.0.7 dev b$i; ip nexthop add id 6$i via fd0$i::7 dev b$i; done; ip nexthop add id 5 group 50/51; ip nexthop add id 6 group 60/61; ip route add 10.6.0.0/16 nhid 5; ip route add fd66::/16 nhid 6',
    'ip link set b1 down',
    ...['removed nexthop 51', 'removed nexthop 61', 'changed nexthop 5: group', 'changed nexthop 6: group'],
  ],
  [
    'the last leg of a nexthop group that is replaced',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip nexthop add id 5 via 10.1.0.7 dev b0; ip nexthop add id 7 via 10.1.0.8 dev b0; ip nexthop add id 6 group 5/7; ip route add 10.6.0.0/16 nhid 6; ip route add 10.7.0.0/16 nhid 6',
    'ip nexthop replace id 6 group 7,5',
    'changed nexthop 6: group',
  ],
  [
    'the routes of IPv6 over a link that goes down, where they have no events',
    'echo 1 >/proc/sys/net/ipv6/route/skip_notify_on_dev_down; ip link add b0 type bridge; ip link set b0 addrgenmode none up; ip addr add 2001:db8::1/64 dev b0 nodad; ip route add 2001:db8:1::/48 via 2001:db8::9; ip route add 2001:db8:2::/48 dev b0 table 77',
    'ip link set b0 down',
    ...['removed route 2001:db8::/64', 'removed route 2001:db8:1::/48', 'removed route 2001:db8:2::/48'],
  ],
  [
    'a hop of a route of IPv6 over a link that is deleted, where it has no event',
    'echo 1 >/proc/sys/net/ipv6/route/skip_notify_on_dev_down; for i in 0 1; do ip link add b$i type bridge; ip link set b$i addrgenmode none up; ip addr add fd0$i::1/64 dev b$i nodad; done; ip route add fd66::/16 nexthop via fd00::7 nexthop via fd01::7',
    'ip link del b1',
    ...['removed route fd01::/64', 'removed link b1'],
  ],
  [
    'the preferred source of routes whose address is deleted',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip addr add 10.7.0.1/32 dev b0; ip route add 10.8.0.0/16 via 10.1.0.7 src 10.7.0.1',
    'ip addr del 10.7.0.1/32 dev b0',
    'removed route 10.8.0.0/16',
  ],
  [
    'the routes of IPv4 over a link that loses its last address',
    'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip route add 10.3.0.0/16 dev b0; ip route add 10.4.0.0/16 via 10.1.0.7 table 77',
    'ip addr del 10.1.0.1/24 dev b0',
    ...['removed route 10.3.0.0/16', 'removed route 10.4.0.0/16'],
  ],
  [
    'the peer of the first end of a new veth pair',
    'true',
    'ip link add v0 type veth peer name v1',
    ...['added link v0', 'added link v1'],
  ],
  [
    'what a bridge takes from its ports',
    'ip link add b0 type bridge; ip link add v0 type veth peer name v1; ip link set v0 master b0',
    'ip link set v0 nomaster',
    ...['changed link b0: address data'],
  ],
  [
    'the preferred source of routes of IPv6 that stay',
    'ip link add b0 type bridge; ip link set b0 addrgenmode none up; ip addr add 2001:db8::1/64 dev b0 nodad; ip addr add 2001:db8::2/64 dev b0 nodad; ip route add 2001:db8:1::/48 via 2001:db8::9 src 2001:db8::2',
    'ip addr del 2001:db8::2/64 dev b0',
    'changed route 2001:db8:1::/48: prefsrc',
  ],
  [
    'the settings of a bridge port',
    'ip link add b0 type bridge; ip link add v0 type veth peer name v1; ip link set v0 master b0',
    'bridge link set dev v0 hairpin on learning off',
    'changed link v0: port',
  ],
  [
    'the state and cost of a bridge port',
    'ip link add b0 type bridge; ip link add v0 type veth peer name v1; ip link set v0 master b0',
    'bridge link set dev v0 cost 77',
    'changed link v0: port',
  ],
]

describe('what the kernel changes without an event is reported', () => {
  const here = eachPlace('ip link set lo up')

  for (const [what, before, action, ...lines] of ROWS) {
    it(what, async function () {
      if (before.includes('skip_notify_on_dev_down')) needsHere(this, 'skip_notify_on_dev_down')
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

  it('without anything else that happens: a waiting iteration gets the event', async () => {
    const { nl, sh } = here()
    sh(
      'ip link add b0 type bridge; ip link set b0 up; ip addr add 10.1.0.1/24 dev b0; ip route add 10.2.0.0/16 via 10.1.0.7',
    )
    for await (const event of nl.watch({ routes: true })) {
      if (event.type === 'synced') sh('ip link set b0 down')
      if (event.type === 'removed' && event.kind === 'route' && event.route.dst === '10.2.0.0/16') break
    }
  })

  for (const byName of [true, false])
    it(`the end of the link of a filter${byName ? '' : ' by its index'}, also if events are lost`, async () => {
      const { nl, sh } = here()
      const create =
        'ip link add b0 type bridge; ip link set b0 addrgenmode none up; ip addr add 10.1.0.1/24 dev b0; ip route add 10.2.0.0/16 via 10.1.0.7'
      sh(create)
      const link = byName ? 'b0' : (await nl.getLink('b0')).index
      await using watch = nl.watch({
        routes: { oif: link, family: 'inet' },
        addresses: { link, family: 'inet' },
        buffer: 4096,
      })
      const noise = 'for i in $(seq 100); do echo link set lo mtu 3$i; done | ip -batch -'
      for (let i = 0; i < 3; i++) {
        await watch.caughtUp()
        assert.deepEqual(
          watch.routes.map(({ dst }) => dst),
          i === 0 || byName ? ['10.1.0.0/24', '10.2.0.0/16'] : [],
        )
        sh(`${i === 0 ? noise : 'true'}; ip link del b0; ${i === 2 ? noise : 'true'}`)
        await watch.caughtUp()
        assert.deepEqual([...watch.routes, ...watch.addresses], [])
        sh(create)
      }
    })
})
