import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'
import { failing } from './support/failing.ts'

const ROUTES = `
  ip -batch - <<END
    route add 10.9.0.0/16 via 10.0.0.2 proto 77 metric 5
    route append 10.9.0.0/16 via 10.0.0.3 proto 77 metric 5
    route add 10.9.0.0/16 via 10.0.0.4 metric 6
    route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 2 nexthop via 10.0.1.2
    route add 10.7.0.0/16 via 10.0.0.2 table 100 mtu 1400
    route add blackhole 10.6.0.0/16
    route add fd09::/16 via fd00::2
    route add fd08::/16 via fd00::2 metric 7
    route append fd08::/16 via fd00::3 metric 7
    rule add from 10.1.0.0/16 lookup 100 pref 1000
    rule add from 10.2.0.0/16 lookup 100 pref 1000
    rule add from 10.3.0.0/16 lookup 100 pref 1000
    neighbour add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0
    neighbour add proxy 10.0.0.9 dev v0
    nexthop add id 5 via 10.0.0.2 dev v0
    nexthop add id 6 via 10.0.1.2 dev v1
    nexthop add id 7 group 5/6
END
`

describe('a batch that is rolled back, of changes with an exact inverse', () => {
  needs('veth', 'bridge', 'ifb')
  const here = eachPlace(TWO_LINKS + ROUTES)

  it('removes added routes of both families, also those of other tables', async () => {
    await failing(here(), (b) => {
      for (let i = 0; i < 200; i++) b.addRoute({ dst: `10.20.${i}.0/24`, gateway: '10.0.0.2' })
      b.addRoute({ dst: '10.21.0.0/16', gateway: '10.0.0.2', table: 101 })
      b.addRoute({ dst: '10.9.0.0/16', gateway: '10.0.0.5', priority: 7 })
      b.addRoute({ dst: 'fd21::/16', gateway: 'fd00::2' })
      b.addRoute({ dst: 'default', gateway: '10.0.0.2' })
      b.addRoute({ dst: '10.22.0.0/16', multipath: [{ gateway: '10.0.0.2' }, { gateway: '10.0.1.2' }] })
      b.addRoute({ dst: '10.23.0.0/16', type: 'unreachable' })
      b.addRoute({ dst: '10.24.0.0/16', nhId: 5 })
    })
  })

  it('puts deleted routes back, in their order', async () => {
    await failing(here(), (b) => {
      b.deleteRoute({ dst: '10.9.0.0/16', gateway: '10.0.0.2' })
      b.deleteRoute({ dst: '10.8.0.0/16' })
      b.deleteRoute({ dst: '10.7.0.0/16', table: 100 })
      b.deleteRoute({ dst: '10.6.0.0/16', type: 'blackhole' })
      b.deleteRoute({ dst: 'fd09::/16' })
      b.deleteRoute({ dst: 'fd08::/16', gateway: 'fd00::2' })
      b.deleteRoute({ dst: '10.0.1.0/24' })
    })
  })

  it('puts replaced and appended routes back', async () => {
    await failing(here(), (b) => {
      b.replaceRoute({ dst: '10.9.0.0/16', gateway: '10.0.1.2', priority: 5, protocol: 78 })
      b.replaceRoute({ dst: '10.8.0.0/16', gateway: '10.0.0.2' })
      b.replaceRoute({ dst: '10.7.0.0/16', gateway: '10.0.1.2', table: 100 })
      b.replaceRoute({ dst: 'fd08::/16', gateway: 'fd00:1::2', priority: 7 })
      b.replaceRoute({ dst: '10.5.0.0/16', gateway: '10.0.0.2' })
      b.appendRoute({ dst: '10.9.0.0/16', gateway: '10.0.0.7', priority: 5 })
      b.appendRoute({ dst: 'fd09::/16', gateway: 'fd00::4' })
    })
  })

  it('puts rules back, in their order', async () => {
    await failing(here(), (b) => {
      b.deleteRule({ src: '10.1.0.0/16', priority: 1000 })
      b.addRule({ src: '10.4.0.0/16', table: 100, priority: 1000 })
      b.addRule({ fwmark: 7, table: 100, priority: 900 })
      b.addRule({ family: 'inet6', fwmark: 7, table: 100 })
    })
  })

  it('puts neighbours back', async () => {
    await failing(here(), (b) => {
      b.deleteNeighbour({ link: 'v0', dst: '10.0.0.2' })
      b.deleteNeighbour({ link: 'v0', dst: '10.0.0.9', flags: ['proxy'] })
      b.addNeighbour({ link: 'v0', dst: '10.0.0.3', lladdr: '02:00:00:00:00:03' })
      b.addNeighbour({ link: 'v0', dst: 'fd00::3', lladdr: '02:00:00:00:00:03' })
    })
    await failing(here(), (b) => b.replaceNeighbour({ link: 'v0', dst: '10.0.0.2', lladdr: '02:00:00:00:00:09' }))
  })

  it('puts nexthops back, with the groups and routes that use them', async () => {
    here().sh('ip route add 10.30.0.0/16 nhid 5; ip route add 10.31.0.0/16 nhid 7; ip route add 10.32.0.0/16 nhid 6')
    await failing(here(), (b) => {
      b.addNexthop({ id: 9, gateway: '10.0.0.9', oif: 'v0' })
      b.addNexthop({ gateway: '10.0.0.10', oif: 'v0' })
      b.replaceNexthop({ id: 6, gateway: '10.0.1.9', oif: 'v1' })
      b.deleteNexthop(5)
    })
  })

  it('puts settings of links back', async () => {
    here().sh('ip link set v1 alias old group 3 txqueuelen 77; ip link property add dev v1 altname an-old-name')
    await failing(here(), (b) => {
      b.setLink('v0', { alias: 'new', group: 7, txqlen: 55, mtu: 1400, gsoMaxSize: 40000 })
      b.setLink('v1', { alias: null, group: 7, txqlen: 55, noarp: true, allmulti: true, multicast: false })
      b.addAltname('v0', ['one', 'two'])
      b.deleteAltname('v1', 'an-old-name')
      b.setLink('one', { afSpec: { inet: { conf: { proxyArp: 1 } } } })
    })
  })

  it('puts options of bridges and of their ports back', async () => {
    here().sh('ip link add br0 type bridge; ip link set p0 master br0; bridge link set dev p0 hairpin on cost 9')
    await failing(here(), (b) => {
      b.setLink('p0', { port: { mode: false, cost: 77, isolated: true, learning: false } })
      b.setLink('br0', { kind: 'bridge', data: { ageingTime: 777, mcastSnooping: false } })
    })
  })

  it('puts addresses back, with their lifetimes', async () => {
    here().sh('ip address add 10.5.0.1/24 dev v1 valid_lft 5900 preferred_lft 4900 label v1:x')
    await failing(here(), (b) => {
      b.addAddress({ link: 'v0', address: '10.0.0.77/24' })
      b.addAddress({ link: 'v0', address: '10.66.0.1/24' })
      // Not fd66::1: the kernel leaves the group of solicitations, which it shares with fd00::1, although it may not have joined it for the new address.
      b.addAddress({ link: 'v0', address: 'fd66::66/64' })
    })
    await failing(here(), (b) => {
      b.deleteAddress({ link: 'v0', address: 'fd00::1/64' })
      b.deleteAddress({ link: 'v1', address: '10.5.0.1/24' })
    })
    await failing(here(), (b) =>
      b.replaceAddress({ link: 'v1', address: '10.5.0.1/24', label: 'v1:x', cacheinfo: { valid: 60 } }),
    )
  })

  it('keeps routes over a link whose only addresses it removes', async () => {
    here().sh('ip link add d0 type ifb; ip link set d0 up; ip route add 10.40.0.0/16 dev d0')
    await failing(here(), (b) => b.addAddress({ link: 'd0', address: '10.41.0.1/24' }))
  })

  it('removes created links, also those without a name and those in other namespaces', async () => {
    const netns = await here().nl.createNetns()
    await failing(here(), (b) => {
      b.createIfb({ name: 'x0', up: true })
      b.addAddress({ link: 'x0', address: '10.50.0.1/24' })
      b.setLink('x0', { name: 'x1' })
      b.createIfb()
      b.createVeth({ name: 'x2', master: undefined, peer: { name: 'x3' } })
      b.createVeth({ name: 'x4', peer: { name: 'x5', netns } })
      b.createIfb({ name: 'x6', netns })
      b.createIfb({ name: 'x7' })
      b.setLink('x7', { netns })
      b.createIfb({ name: 'x8', index: 4000 })
    })
    await netns.close()
  })
})
