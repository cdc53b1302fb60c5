import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'
import { failing } from './support/failing.ts'

/** Everything that may hang on a link. */
const FULL = `
  ip -batch - <<END
    address add 10.0.0.11/24 dev v0
    address add 10.0.0.12/24 dev v0 label v0:two
    address add 10.0.5.1/24 dev v0
    address add fd05::1/64 dev v0 nodad
    address add fd05::2/64 dev v0 nodad
    route add 10.9.0.0/16 via 10.0.0.2 proto 77
    route add 10.8.0.0/16 dev v0 table 100
    route add 10.7.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2
    route add 10.6.0.0/16 via 10.0.1.2 src 10.0.0.1
    route add 10.6.1.0/24 via 10.0.1.2 src 10.0.0.11
    route add default via 10.0.0.2 metric 9
    route add fd09::/16 via fd00::2
    route add default via fd00::2 metric 1024
    neighbour add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0
    neighbour add fd00::2 lladdr 02:00:00:00:00:02 dev v0
    nexthop add id 5 via 10.0.0.2 dev v0
    nexthop add id 6 via 10.0.1.2 dev v1
    nexthop add id 7 group 5/6
    route add 10.30.0.0/16 nhid 5
    route add 10.31.0.0/16 nhid 7
    rule add iif v0 lookup 100 pref 900
END
  echo 1 >/proc/sys/net/ipv4/conf/v0/proxy_arp
  echo 0 >/proc/sys/net/ipv6/conf/v0/accept_ra
  echo 5 >/proc/sys/net/ipv6/conf/v0/router_solicitations
`

describe('a batch that is rolled back, of changes with which objects vanish', () => {
  needs('veth', 'bridge', 'ifb', 'macvlan')
  const here = eachPlace(TWO_LINKS + FULL)

  it('puts secondary addresses back with their primary one', async () => {
    await failing(here(), (b) => b.deleteAddress({ link: 'v0', address: '10.0.0.1/24' }))
  })

  it('makes the primary address primary again where the kernel promoted another one', async () => {
    here().sh('echo 1 >/proc/sys/net/ipv4/conf/v0/promote_secondaries')
    await failing(here(), (b) => b.deleteAddress({ link: 'v0', address: '10.0.0.1/24' }))
  })

  it('puts back what a link loses that goes down', async () => {
    await failing(here(), (b) => b.setLink('v0', { up: false }))
  })

  it('puts back what a link loses that goes down and up again', async () => {
    await failing(here(), (b) => {
      b.setLink('v0', { up: false })
      b.setLink('v0', { up: true })
    })
  })

  it('takes down a link that came up', async () => {
    here().sh('ip link add d0 type ifb; ip link set d0 up; ip link set d0 down; ip address add fd77::1/64 dev d0 nodad')
    await failing(here(), (b) => {
      b.setLink('d0', { up: true })
      b.addAddress({ link: 'd0', address: '10.77.0.1/24' })
    })
  })

  it('puts IPv6 back on a link whose MTU was too small for it', async () => {
    await failing(here(), (b) => b.setLink('v0', { mtu: 1000 }))
  })

  it('puts neighbours back after another hardware address', async () => {
    await failing(here(), (b) => b.setLink('v0', { address: '02:00:00:00:00:99' }))
  })

  it('puts names and labels back', async () => {
    await failing(here(), (b) => {
      b.setLink('v0', { up: false })
      b.setLink('v0', { name: 'other0' })
      b.setLink('other0', { up: true, mtu: 1400 })
    })
  })

  it('puts a port back with its options and its forwarding entries', async () => {
    here().sh(`
      ip link add br0 type bridge; ip link set br0 up; ip link set p0 master br0; ip link set p1 master br0
      bridge link set dev p0 hairpin on cost 9 isolated on learning off
      bridge fdb add 02:00:00:00:00:05 dev p0 master static`)
    await failing(here(), (b) => b.setLink('p0', { master: null }))
    await failing(here(), (b) => b.setLink('v0', { master: 'br0' }))
  })

  it('gives a bridge its address back that it loses with its only port', async () => {
    here().sh(`ip link add br0 type bridge; ip link set br0 addrgenmode none; ip link set p1 master br0; ip link set br0 up
      ip link set p1 nomaster; ip link set br0 address 02:00:00:00:07:07; echo 1 >/proc/sys/net/ipv6/conf/br0/disable_ipv6`)
    await failing(here(), (b) => b.setLink('p0', { master: 'br0' }))
    await failing(here(), (b) => b.createVeth({ name: 'x0', master: 'br0', up: true, peer: { name: 'x1', up: true } }))
  })

  it('puts nexthops back that a link loses with its carrier', async () => {
    await failing(here(), (b) => b.setLink('p0', { up: false }))
  })

  it('puts back a route of IPv6 over several links of which one is deleted', async () => {
    here().sh('ip -6 route add fd10::/16 via fd00::2; ip -6 route append fd10::/16 via fd00:1::2')
    await failing(here(), (b) => b.deleteLink('v0'))
  })

  it('brings a link back from another namespace', async () => {
    const netns = await here().nl.createNetns()
    await failing(here(), (b) => b.setLink('v0', { netns }))
    await failing(here(), (b) => b.setLink('v0', { netns, name: 'eth0' }))
    await netns.close()
  })

  it('creates a deleted link again with its index, address and all that was on it', async () => {
    await failing(here(), (b) => b.deleteLink('v0'))
  })

  it('creates bridges and what is on top of a deleted link again', async () => {
    here().sh(`
      ip link add br0 address 02:00:00:00:00:77 type bridge ageing_time 777; ip link set p0 master br0; ip link set br0 up
      ip address add 10.60.0.1/24 dev br0
      ip link add link v1 name v1.5 type macvlan mode bridge; ip link set v1.5 up; ip address add 10.61.0.1/24 dev v1.5
      ip route add 10.62.0.0/16 via 10.61.0.2`)
    await failing(here(), (b) => b.deleteLink('br0'))
    await failing(here(), (b) => b.deleteLink('v1'))
  })

  it('brings several links back in one batch', async () => {
    const netns = await here().nl.createNetns()
    await failing(here(), (b) => {
      b.setLink('v0', { up: false })
      b.deleteAddress({ link: 'v1', address: '10.0.1.1/24' })
      b.createBridge({ name: 'br1', up: true })
      b.setLink('v1', { master: 'br1', mtu: 1400 })
      b.deleteLink('p0')
      b.setLink('p1', { netns })
      b.addRoute({ dst: '10.99.0.0/16', oif: 'v1' })
    })
    await netns.close()
  })
})
