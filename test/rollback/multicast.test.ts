import assert from 'node:assert/strict'
import { eachPlace } from '../support/place.ts'
import { failing } from './support/failing.ts'

describe('the route of multicast addresses of IPv6', () => {
  const here = eachPlace('ip link set lo up; ip link add b0 address 02:00:00:00:00:b0 type bridge; ip link set b0 up')

  const groups = () => here().ip<{ dst: string; dev: string }>('-j -6 route show table local type multicast dev b0')
  const add = (address: string) =>
    failing(here(), (b) => b.addAddress({ link: 'b0', address, flags: address.includes(':') ? ['nodad'] : [] }))

  it('is removed again from a link without a carrier that has no address any more', async () => {
    assert.equal(groups().length, 0)
    await add('fd01::1/64')
    assert.equal(groups().length, 0)
    await add('10.1.0.1/24')
  })

  it('stays if it was there before', async () => {
    here().sh('ip address add fd02::1/64 dev b0 nodad; ip address del fd02::1/64 dev b0')
    assert.equal(groups().length, 1)
    await add('fd01::1/64')
    assert.equal(groups().length, 1)
  })

  it('is removed again if another address was there without it', async () => {
    here().sh('ip link set b0 down; ip address add fd02::1/64 dev b0 nodad; ip link set b0 up')
    assert.equal(groups().length, 0)
    await add('fd01::1/64')
    assert.equal(groups().length, 0)
  })
})
