import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

describe('names: true of one object', () => {
  needs('veth', 'bridge', 'macvlan')
  const place = onePlace(`
    ip link set lo up; ip link add br0 type bridge; ip link add v0 type veth peer name v1
    ip link set v0 master br0; ip link set v1 up; ip link set v0 up; ip link add m0 link v1 type macvlan
    ip address add 10.0.0.1/24 dev v1; ip nexthop add id 7 via 10.0.0.2 dev v1
  `)

  it('names the master and the lower link as ip does', async () => {
    const { nl, ip } = place()
    const shown = (dev: string) => ip<{ master?: string; link?: string }>(`-j link show ${dev}`)[0]
    const [port, upper] = [
      await nl.getLink('v0', { names: true }),
      await nl.getLink('m0', { names: true, stats: false }),
    ]
    assert.deepEqual([port.masterName, upper.linkName], [shown('v0')?.master, shown('m0')?.link])
    assert.equal('masterName' in (await nl.getLink('v0')), false)
  })

  it('names the link of a route that is looked up, in either argument', async () => {
    const { nl, ip } = place()
    const [shown] = ip<{ dev: string }>('-j route get 10.0.0.9')
    assert.equal((await nl.lookupRoute({ dst: '10.0.0.9', names: true })).oifName, shown?.dev)
    assert.equal((await nl.lookupRoute({ dst: '10.0.0.9' }, { names: true, timeout: 5000 })).oifName, shown?.dev)
  })

  it('names the link of a nexthop', async () => {
    assert.equal((await place().nl.getNexthop(7, { names: true })).oifName, 'v1')
  })

  it('is refused where it is neither true nor false', async () => {
    const { nl } = place()
    const message = /: names must be true or false, not 5$/
    await assert.rejects(nl.getLink('v0', { names: 5 as never }), { name: 'TypeError', message })
    await assert.rejects(nl.lookupRoute({ dst: '10.0.0.9', names: 5 as never }), { name: 'TypeError', message })
  })

  it('is an error of the link where that does not exist', async () => {
    await assert.rejects(place().nl.getLink('nope', { names: true }), { code: 'ENODEV', attribute: 'link' })
  })
})
