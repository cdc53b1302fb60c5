import assert from 'node:assert/strict'
import { openNetlink } from '../../lib/index.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const OBJECTS = `${TWO_LINKS}
ip -batch - <<END
  address add 10.0.0.7/24 dev v0
  address add 10.0.0.8/24 dev v0
  route add 10.9.0.0/16 dev v1 proto static
  route add blackhole 10.8.0.0/16 proto static
  route add 10.7.0.0/16 proto static nexthop via 10.0.0.2 nexthop via 10.0.1.2
  route add 10.6.0.0/16 dev v0 tos 0x10 metric 7 table 100
  route add local 10.5.0.0/16 dev lo table 100
  route add fd09::/64 dev v1 proto static
  route add unreachable fd08::/64 table 100
  rule add pref 100 from 10.9.0.0/16 lookup 100
  rule add pref 101 goto 102 protocol static
  rule add pref 102 not fwmark 5/0xff lookup 100 protocol static
END
ip -6 rule add pref 100 from fd09::/16 lookup 100
`

describe('flushing', () => {
  const here = eachPlace(OBJECTS)
  const all = () =>
    ['address', '-4 route show table all', '-6 route show table all', '-4 rule', '-6 rule'].map((what) =>
      here().run(`ip ${what}`),
    )
  const shown = (what: string) => here().run(`ip ${what}`)

  it('addresses takes those of a link, or of a family, and says how many', async () => {
    const { nl } = here()
    assert.equal(await nl.flushAddresses({ link: 'v0', family: 4 }), 3)
    assert.equal(shown('-4 address show dev v0'), '')
    assert.match(shown('-6 address show dev v0'), /fd00::1/)
    assert.equal(await nl.flushAddresses({ link: 'v0' }), 1)
    assert.equal(await nl.flushAddresses({ link: 'v0' }), 0)
    assert.equal(await nl.flushAddresses({ family: 'inet6' }), 2)
    assert.match(shown('address show dev v1'), /10\.0\.1\.1/)
    assert.doesNotMatch(shown('address'), /inet6/)
  })

  it('routes takes those of table main unless another is given, of every kind', async () => {
    const { nl } = here()
    assert.equal(await nl.flushRoutes({ protocol: 'static' }), 4)
    assert.equal(shown('route show proto static'), '')
    const local = shown('route show table local')
    assert.equal(await nl.flushRoutes({ table: 100, family: 'inet' }), 2)
    assert.equal(shown('-4 route show table 100'), '')
    assert.equal(await nl.flushRoutes({ table: 100 }), 1)
    assert.equal(await nl.flushRoutes({ table: 100 }), 0)
    assert.equal(await nl.flushRoutes({ table: 4711, family: 'inet' }), 0)
    assert.equal(await nl.flushRoutes({ oif: 'v1', family: 'inet' }), 1)
    assert.equal(shown('-4 route show dev v1'), '')
    assert.equal(shown('route show table local'), local)
    assert.ok((await nl.flushRoutes({ table: 'all' })) > 0)
    assert.equal(shown('-4 route show table all'), '')
  })

  it('rules leaves those of priority 0, as ip does', async () => {
    const { nl } = here()
    assert.equal(await nl.flushRules({ protocol: 'static' }), 2)
    assert.equal(await nl.flushRules({ table: 100 }), 2)
    assert.equal(await nl.flushRules({ table: 'local' }), 0)
    assert.equal(await nl.flushRules({ family: 'inet' }), 2)
    assert.match(shown('-4 rule'), /^0:\tfrom all lookup local ?\n$/)
    assert.match(shown('-6 rule'), /lookup main/)
    assert.equal(await nl.flushRules({ priority: 0 }), 0)
    assert.match(shown('-4 rule'), /^0:/)
  })

  for (const verb of ['flushAddresses', 'flushRoutes', 'flushRules'] as const) {
    it(`by ${verb} needs a filter`, async () => {
      const before = all()
      for (const filter of [{}, undefined, null, 5, { family: undefined }, { timeout: 5000 }]) {
        await assert.rejects(here().nl[verb](filter as never), { name: 'TypeError', message: new RegExp(`^${verb}: `) })
      }
      await assert.rejects(here().nl[verb]({ metric: 5 } as never), { name: 'TypeError', message: /^flush/ })
      assert.deepEqual(all(), before)
    })
  }

  it('does not mind what went meanwhile, and counts each once', async () => {
    const { nl, netns } = here()
    await nl.batch((b) => {
      for (let i = 0; i < 5000; i++) b.addRoute({ dst: `10.1.${i >> 8}.${i & 255}`, oif: 'v0', table: 200 })
    })
    await using other = await openNetlink({ netns })
    const counts = await Promise.all([nl.flushRoutes({ table: 200 }), other.flushRoutes({ table: 200 })])
    assert.equal((counts[0] as number) + (counts[1] as number), 5000)
    assert.deepEqual(await nl.listRoutes({ table: 200 }), [])
  })
})
