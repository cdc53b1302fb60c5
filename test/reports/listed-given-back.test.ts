import assert from 'node:assert/strict'
import type { Link } from '../../lib/index.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const OBJECTS = `${TWO_LINKS}
ip -batch - <<END
  nexthop add id 7 blackhole
  nexthop add id 8 via 10.0.0.2 dev v0
  address add 10.0.0.7/24 dev v0
  address add 10.0.4.1/24 dev v1 preferred_lft 0
  address add 10.0.5.1 peer 10.0.5.2/32 dev v1 label v1:far
  route add default via 10.0.0.2 metric 20 mtu lock 1400 rto_min 20ms
  route add 10.9.0.0/16 nhid 7
  route add 10.9.1.0/24 nhid 8
  route add 10.9.2.0/24 nexthop via 10.0.0.2 weight 256 nexthop via inet6 fd00:1::2 dev v1 onlink
  route add 10.9.3.0/24 via inet6 fd00::2 dev v0
  route add blackhole 10.9.4.0/24 tos 0x10
  route add unreachable 10.9.5.0/24
  route add prohibit 10.9.6.0/24 table 100
  route add throw 10.9.7.0/24 table 100
  route add multicast 224.9.0.0/16 dev v0
  route add broadcast 10.9.8.255 dev v0
  route add anycast 10.9.9.1 dev v0
  route add local 10.9.10.0/24 dev lo
  route add 10.9.11.0/24 encap ip id 42 dst 192.0.2.9 dev v0
  route add fd09::/64 from fd08::/64 dev v0 pref high
  route add fd09:1::/64 nexthop via fd00::2 nexthop via fd00:1::2 weight 3
  route add unreachable fd09:2::/64 metric 5
  route add local fd09:3::/64 dev lo
  route add anycast fd09:4::1 dev v0
  route add multicast ff05:9::/32 dev v0
END
`

describe('everything that is listed', () => {
  const here = eachPlace(OBJECTS)
  const shown = (what: string) => here().run(`ip -d ${what}`).split('\n').sort()

  it('among routes is deleted and added again, of every table and type', async () => {
    const { nl } = here()
    const before = [shown('-4 route show table all'), shown('-6 route show table all')]
    const routes = await nl.listRoutes({ table: 'all' })
    const ours = routes.filter(({ protocol }) => protocol !== 'kernel')
    assert.equal(ours.length, 20)
    for (const route of ours) await nl.deleteRoute(route)
    assert.deepEqual(
      (await nl.listRoutes({ table: 'all' })).filter(({ protocol }) => protocol !== 'kernel'),
      [],
    )
    for (const route of ours) await nl.appendRoute(route)
    assert.deepEqual([shown('-4 route show table all'), shown('-6 route show table all')], before)
  })

  it('among addresses is deleted and added again, the first of a subnet before the second', async () => {
    const { nl } = here()
    const steady = () => shown('address').map((line) => line.replace(/^\d+: .*/, ''))
    const before = steady()
    const addresses = await nl.listAddresses()
    for (const address of [...addresses].reverse()) await nl.deleteAddress(address)
    assert.deepEqual(await nl.listAddresses(), [])
    for (const address of addresses) await nl.addAddress({ ...address, flags: [...(address.flags ?? []), 'nodad'] })
    assert.deepEqual(
      steady().map((line) => line.replace(' nodad', '')),
      before.map((line) => line.replace(' nodad', '')),
    )
  })

  it('among links names one in every option and filter of addresses and routes', async () => {
    const { nl } = here()
    const link = (await nl.listLinks()).find(({ name }) => name === 'v1') as Link
    await nl.addAddress({ link, address: '10.77.0.1/24' })
    await nl.replaceAddress({ link, address: '10.77.0.1/24', rtPriority: 5 })
    assert.ok((await nl.listAddresses({ link })).some(({ address }) => address === '10.77.0.1/24'))
    await nl.addRoute({ dst: '10.78.0.0/16', oif: link })
    await nl.replaceRoute({ dst: '10.78.0.0/16', oif: link, priority: 0 })
    await nl.appendRoute({ dst: '10.79.0.0/16', multipath: [{ oif: link }, { oif: 'v0' }] })
    assert.ok((await nl.listRoutes({ oif: link })).some(({ dst }) => dst === '10.78.0.0/16'))
    assert.equal((await nl.lookupRoute({ dst: '10.77.0.9', oif: link })).oif, link.index)
    here().sh('echo 1 >/proc/sys/net/ipv4/ip_forward')
    assert.equal((await nl.lookupRoute({ dst: '10.0.0.9', src: '10.77.0.9', iif: link })).iif, link.index)
    await nl.deleteRoute({ dst: '10.79.0.0/16', multipath: [{ oif: link }, { oif: 'v0' }] })
    await nl.deleteRoute({ dst: '10.78.0.0/16', oif: link })
    await nl.deleteAddress({ link, address: '10.77.0.1/24' })
    assert.equal(await nl.flushRoutes({ oif: link, family: 'inet6', protocol: 'boot' }), 1)
    assert.ok((await nl.flushAddresses({ link })) > 0)
    assert.deepEqual(await nl.listAddresses({ link }), [])
  })
})
