import assert from 'node:assert/strict'
import { eachPlace, onePlace, TWO_LINKS } from '../support/place.ts'

describe('a route without a destination', () => {
  const here = eachPlace(`${TWO_LINKS} ip route add default via 10.0.0.2; ip route add 10.9.0.0/16 via 10.0.0.2`)
  const routes = () => here().run('ip -d route')

  for (const verb of ['addRoute', 'replaceRoute', 'appendRoute', 'deleteRoute'] as const) {
    it(`is refused by ${verb}, and the default route stays`, async () => {
      const before = routes()
      const { nl } = here()
      const wrong: [object, RegExp][] = [
        [{}, /^\w+: dst is missing/],
        [{ dst: undefined, gateway: '10.0.0.3' }, /^\w+: dst is missing/],
        [{ gateway: '10.0.0.3', priority: 5 }, /^\w+: dst is missing/],
        [{ dst: '' }, /^\w+: dst must be an IP address, not ''$/],
        [{ dst: null }, /^\w+: dst must be an IP address, not null$/],
      ]
      for (const [options, message] of wrong) {
        await assert.rejects(nl[verb](options as never), { name: 'TypeError', message })
      }
      assert.equal(routes(), before)
    })
  }

  it('is called so in errors', async () => {
    const { nl } = here()
    const asked = [
      nl.addRoute({ dst: 'default', gateway: '203.0.113.1' }),
      nl.replaceRoute({ dst: 'default', gateway: 'fd77::1' }),
      nl.appendRoute({ dst: 'default', gateway: '203.0.113.1', table: 77 }),
      nl.deleteRoute({ dst: 'default', table: 77 }),
    ]
    for (const one of asked) await assert.rejects(one, { message: /^\w+Route default: / })
    const [result] = await nl.batch((b) => b.addRoute({ dst: 'default', gateway: '203.0.113.1' }))
    assert.match(String((result as { error: Error }).error.message), /^addRoute default: /)
  })

  it('is the default one where that is said', async () => {
    await here().nl.deleteRoute({ dst: 'default' })
    assert.deepEqual(here().ip('-j route show default'), [])
  })

  it('cannot be looked up', async () => {
    for (const dst of [undefined, 'default'] as const) {
      await assert.rejects(here().nl.lookupRoute({ dst } as never), {
        name: 'TypeError',
        message: /^lookupRoute: dst /,
      })
    }
  })
})

describe('a slip in a route', () => {
  const here = onePlace(TWO_LINKS)

  it('is reported in the units of the caller: weights are from 1 to 256', async () => {
    const { nl } = here()
    for (const [weight, name, message] of [
      [0, 'RangeError', 'addRoute: multipath[0].weight must be from 1 to 256, not 0'],
      [257, 'RangeError', 'addRoute: multipath[0].weight must be from 1 to 256, not 257'],
      ['2', 'TypeError', "addRoute: multipath[0].weight must be a whole number from 1 to 256, not '2'"],
      [1.5, 'TypeError', 'addRoute: multipath[0].weight must be a whole number from 1 to 256, not 1.5'],
    ] as const) {
      const options = { dst: '10.9.0.0/16', multipath: [{ oif: 'v0', weight: weight as number }] }
      await assert.rejects(nl.addRoute(options), { name, message })
    }
    await nl.addRoute({ dst: '10.9.0.0/16', multipath: [{ oif: 'v0', weight: 256 }, { oif: 'v1' }] })
    assert.equal(here().ip('-j route show 10.9.0.0/16')[0]?.nexthops?.[0]?.weight, 256)
  })

  it('names the family that does not fit, also where that is MPLS', async () => {
    const { nl } = here()
    await assert.rejects(nl.addRoute({ family: 'mpls', dst: '10.9.0.0/16', oif: 'v0' }), {
      name: 'TypeError',
      message: 'addRoute: dst must be MPLS here, not IPv4',
    })
    await assert.rejects(nl.addRoute({ family: 'inet', dst: '101', oif: 'v0' }), {
      name: 'TypeError',
      message: 'addRoute: dst must be IPv4 here, not MPLS',
    })
    for (const [options, name, message] of [
      [{ dst: '1048576' }, 'RangeError', 'addRoute: dst must have labels from 0 to 1048575, not 1048576'],
      [{ dst: '101', newdst: '200/1048576' }, 'RangeError', /newdst must have labels from 0 to 1048575, not 1048576$/],
      [{ dst: '101', newdst: '200/' }, 'TypeError', /newdst must be a label such as '100', or .*, not '200\/'$/],
    ] as const) {
      await assert.rejects(nl.addRoute(options), { name, message })
    }
  })
})

describe('an answer to a lookup', () => {
  const here = onePlace(`${TWO_LINKS} ip route add default via 10.0.0.2`)

  for (const [dst, cache, ip] of [
    ['10.0.0.1', ['local'], ['local']],
    ['224.0.0.5', ['multicast'], ['mc']],
    ['10.0.0.255', ['local', 'broadcast'], ['local', 'brd']],
    ['8.8.8.8', undefined, []],
    ['fd00::7', undefined, undefined],
  ] as const) {
    it(`has the flags of the route cache apart from those of the route: ${dst}`, async () => {
      const oif = dst === '224.0.0.5' ? { oif: 'v0' } : {}
      const route = await here().nl.lookupRoute({ dst, ...oif })
      assert.deepEqual(route.cache, cache)
      assert.deepEqual(route.flags, dst.includes(':') ? [] : ['cloned'])
      assert.deepEqual(here().ip(`-j route get ${dst}${'oif' in oif ? ' oif v0' : ''}`)[0]?.cache, ip)
    })
  }

  it('is accepted back, as a route to that address', async () => {
    const { nl, ip } = here()
    const found = await nl.lookupRoute({ dst: '10.0.0.255' })
    await nl.addRoute({ ...found, scope: undefined, table: 77 })
    const shown = ip('-j -d route show table 77')[0]
    assert.deepEqual([shown?.type, shown?.dst, shown?.dev], ['broadcast', '10.0.0.255', 'v0'])
  })

  it('is found for a protocol by word and by number', async () => {
    const { nl, sh } = here()
    sh('ip rule add ipproto tcp dport 80 lookup 105; ip route add default via 10.0.0.105 dev v0 table 105')
    for (const ipProto of ['tcp', 6] as const) {
      assert.equal((await nl.lookupRoute({ dst: '8.8.8.8', ipProto, dport: 80 })).gateway, '10.0.0.105')
    }
    assert.equal((await nl.lookupRoute({ dst: '8.8.8.8', ipProto: 'udp', dport: 80 })).gateway, '10.0.0.2')
  })
})
