import assert from 'node:assert/strict'
import { eachPlace, type Place, TWO_LINKS } from '../support/place.ts'
import { until } from '../support/until.ts'

const at = (gateway: string) => ({ dst: '10.9.0.0/16', gateway })

/** The gateways of the routes to 10.9.0.0/16, in the kernel's order. */
function gateways(place: Place): string[] {
  return place.ip<{ gateway: string }>('-j route show 10.9.0.0/16').map(({ gateway }) => gateway)
}

describe('changes of routes', () => {
  const here = eachPlace(TWO_LINKS)

  it('addRoute refuses a second route of the same destination, tos and priority', async () => {
    await here().nl.addRoute(at('10.0.0.2'))
    await assert.rejects(here().nl.addRoute(at('10.0.0.3')), { code: 'EEXIST', errno: -17, operation: 'addRoute' })
    await here().nl.addRoute({ ...at('10.0.0.3'), priority: 5 })
    await here().nl.addRoute({ ...at('10.0.0.4'), tos: 0x10 })
    assert.equal(gateways(here()).length, 3)
  })

  it('replaceRoute takes the place of the one that is there, or is the first', async () => {
    await here().nl.replaceRoute(at('10.0.0.2'))
    await here().nl.replaceRoute(at('10.0.0.3'))
    assert.deepEqual(gateways(here()), ['10.0.0.3'])
  })

  it('appendRoute stands behind the one that is there', async () => {
    await here().nl.appendRoute(at('10.0.0.2'))
    await here().nl.appendRoute(at('10.0.0.3'))
    assert.deepEqual(gateways(here()), ['10.0.0.2', '10.0.0.3'])
  })

  it('deleteRoute takes the one that is described, else the first', async () => {
    for (const gateway of ['10.0.0.2', '10.0.0.3', '10.0.0.4']) await here().nl.appendRoute(at(gateway))
    await here().nl.deleteRoute(at('10.0.0.3'))
    assert.deepEqual(gateways(here()), ['10.0.0.2', '10.0.0.4'])
    await here().nl.deleteRoute({ dst: '10.9.0.0/16' })
    assert.deepEqual(gateways(here()), ['10.0.0.4'])
  })

  it('deleteRoute fails with ESRCH where nothing matches', async () => {
    await here().nl.addRoute(at('10.0.0.2'))
    await assert.rejects(here().nl.deleteRoute(at('10.0.0.3')), { code: 'ESRCH', operation: 'deleteRoute' })
    await assert.rejects(here().nl.deleteRoute({ dst: 'fd09::/64' }), { code: 'ESRCH' })
  })

  it('deleteRoute by type finds a route of any scope', async () => {
    here().sh('ip route add broadcast 10.9.0.255 dev v0 scope host')
    await here().nl.deleteRoute({ type: 'broadcast', dst: '10.9.0.255' })
    assert.equal(here().ip('-j route show table local 10.9.0.255').length, 0)
  })

  it('a route whose links are down comes back with what it was asked for', async () => {
    await here().nl.addRoute({ dst: '10.9.0.0/16', multipath: [{ gateway: '10.0.0.2' }, { gateway: '10.0.1.2' }] })
    here().sh('ip link set p1 down')
    const read = async () => (await here().nl.listRoutes({ family: 'inet', protocol: 'boot' }))[0]
    await until(
      'the loss of the carrier is known',
      async () => (await read())?.multipath?.[1]?.flags?.[0] === 'linkdown',
    )
    const dead = await read()
    await here().nl.deleteRoute({ dst: '10.9.0.0/16' })
    assert.ok(dead !== undefined)
    await here().nl.addRoute(dead)
    assert.deepEqual(await here().nl.listRoutes({ family: 'inet', protocol: 'boot' }), [dead])
  })

  it('every route of table main can be taken away and given back', async () => {
    const before = await here().nl.listRoutes()
    for (const route of before) await here().nl.deleteRoute(route)
    assert.deepEqual(await here().nl.listRoutes(), [])
    for (const route of before) await here().nl.addRoute(route)
    assert.deepEqual(await here().nl.listRoutes(), before)
  })
})
