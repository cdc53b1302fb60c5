import assert from 'node:assert/strict'
import type { LinkRef } from '../../lib/index.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'

describe('a link as an option', () => {
  const place = onePlace(TWO_LINKS)

  it('is named by an object that was listed', async () => {
    const { nl, ip } = place()
    const link = (await nl.listLinks()).find(({ name }) => name === 'v0') as { index: number }
    await nl.addAddress({ link, address: '10.77.0.1/24' })
    await nl.addRoute({ dst: '10.78.0.0/16', oif: link })
    await nl.addRoute({ dst: '10.79.0.0/16', multipath: [{ oif: link, gateway: '10.77.0.2' }, { oif: 'v1' }] })
    assert.deepEqual(
      (await nl.listAddresses({ link })).map(({ address }) => address),
      (await nl.listAddresses({ link: 10 })).map(({ address }) => address),
    )
    const [route] = ip('-j route show 10.78.0.0/16')
    assert.equal(route?.dev, 'v0')
    assert.equal(ip('-j route show 10.79.0.0/16')[0]?.nexthops?.[0]?.dev, 'v0')
  })

  it('is named by an alternative name with a colon, a space or a slash', async () => {
    const { nl, ip } = place()
    for (const [i, altname] of ['enp1s0:1', 'a b', 'a/b', 'a:b-longer-than-fifteen-bytes'].entries()) {
      await nl.addAltname('v1', altname)
      await nl.addAddress({ link: altname, address: `10.80.${i}.1/24` })
      assert.equal(ip(`-j address show to 10.80.${i}.1`)[0]?.ifname, 'v1', altname)
    }
  })

  it('that is none is refused, and the option is named', async () => {
    const { nl } = place()
    const wrong: [unknown, RegExp][] = [
      [{}, /addRoute: oif must be the index or the name of a link, or a listed link, not an object$/],
      [{ index: 'v0' }, /oif must be .*, not an object whose index is 'v0'$/],
      [{ index: 0 }, /oif must be .*, not an object whose index is 0$/],
      [{ index: 1.5 }, /not an object whose index is 1.5$/],
      [[10], /not an array$/],
      ['', /not ''$/],
      ['v0\0', /oif must not contain a NUL character$/],
      ['\ud800', /oif must not contain an unpaired surrogate$/],
    ]
    for (const [oif, message] of wrong) {
      await assert.rejects(nl.addRoute({ dst: '10.81.0.0/16', oif: oif as LinkRef }), { name: 'TypeError', message })
    }
    await assert.rejects(nl.addRoute({ dst: '10.81.0.0/16', oif: 'é'.repeat(64) }), { name: 'RangeError' })
  })
})
