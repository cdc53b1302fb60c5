import assert from 'node:assert/strict'
import type { Route, RouteFilter } from '../../lib/index.ts'
import { onePlace, type Place, TWO_LINKS } from '../support/place.ts'

const ROUTES = `
  ip -batch - <<END
    route add 10.9.0.0/16 via 10.0.0.2 proto static
    route add 10.9.1.0/24 via 10.0.1.2 dev v1 proto bird
    route add 10.9.2.0/24 dev v1 table 100
    route add 10.9.3.0/24 dev v0 table 100 proto static
    route add 10.9.4.0/24 dev v0 table 5000
    route add blackhole 10.9.5.0/24
    route add fd09::/64 via fd00::2 proto static
    route add fd09:1::/64 dev v1 table 100
    route add unreachable fd09:2::/64
END
`

/** Our filter and the arguments of `ip route show`. Where `ip` itself filters, the kernel's reply is compared. */
const filters: readonly { filter: RouteFilter; ip: readonly string[] }[] = [
  { filter: {}, ip: ['-4', '-6'] },
  { filter: { family: 'inet' }, ip: ['-4'] },
  { filter: { family: 'inet6' }, ip: ['-6'] },
  { filter: { table: 'main', family: 'inet' }, ip: ['-4 table main'] },
  { filter: { table: 'local' }, ip: ['-4 table local', '-6 table local'] },
  { filter: { table: 100 }, ip: ['-4 table 100', '-6 table 100'] },
  { filter: { table: 5000 }, ip: ['-4 table 5000'] },
  { filter: { table: 'all' }, ip: ['-4 table all', '-6 table all'] },
  { filter: { oif: 'v1' }, ip: ['-4 dev v1', '-6 dev v1'] },
  { filter: { oif: 11 }, ip: ['-4 dev v1', '-6 dev v1'] },
  { filter: { oif: 'v1', table: 100, family: 'inet6' }, ip: ['-6 dev v1 table 100'] },
  { filter: { oif: 'v0', table: 'all' }, ip: ['-4 dev v0 table all', '-6 dev v0 table all'] },
  { filter: { protocol: 'static' }, ip: ['-4 proto static', '-6 proto static'] },
  { filter: { protocol: 'static', table: 'all' }, ip: ['-4 proto static table all', '-6 proto static table all'] },
  { filter: { protocol: 12 }, ip: ['-4 proto bird', '-6 proto bird'] },
  { filter: { type: 'blackhole' }, ip: ['-4 type blackhole', '-6 type blackhole'] },
  { filter: { type: 'unreachable' }, ip: ['-4 type unreachable', '-6 type unreachable'] },
  { filter: { type: 'local', table: 'all' }, ip: ['-4 type local table all', '-6 type local table all'] },
  {
    filter: { type: 'unicast', protocol: 'kernel', oif: 'v0' },
    ip: ['-4 type unicast proto kernel dev v0', '-6 type unicast proto kernel dev v0'],
  },
]

/** Where a route leads, in one line. */
function ours({ dst, type, table }: Route): string {
  const bare = dst.includes(':') ? dst.replace(/\/128$/, '') : dst.replace(/\/32$/, '')
  return `${type} ${bare} table ${table}`
}

function theirs(place: Place, words: string): string[] {
  const [family, ...rest] = words.split(' ')
  const shown = place.ip<Record<string, string>>(`-j -d ${family} route show ${rest.join(' ')}`)
  const named = rest.join(' ').match(/table (\w+)/)?.[1] ?? 'main'
  return shown.map(({ dst, type, table = named }) => `${type} ${dst} table ${table}`)
}

describe('filters of routes', () => {
  const here = onePlace(TWO_LINKS + ROUTES)

  for (const { filter, ip } of filters) {
    it(`${JSON.stringify(filter)} finds what ip route show ${ip.join(' and ')} finds`, async () => {
      const found = (await here().nl.listRoutes(filter)).map(ours)
      const expected = ip.flatMap((words) => theirs(here(), words))
      assert.ok(expected.length > 0, 'ip finds nothing')
      assert.deepEqual(found.sort(), expected.sort())
    })

    it(`${JSON.stringify(filter)} means the same to streamRoutes`, async () => {
      const streamed: Route[] = []
      for await (const route of here().nl.streamRoutes(filter)) streamed.push(route)
      assert.deepEqual(streamed.map(ours), (await here().nl.listRoutes(filter)).map(ours))
    })
  }

  it('by link find routes of several hops, too, one of which leaves by it', async () => {
    const dst = '10.9.6.0/24'
    await here().nl.addRoute({ dst, multipath: [{ gateway: '10.0.0.2' }, { gateway: '10.0.1.2' }] })
    const found = await here().nl.listRoutes({ oif: 'v1', family: 'inet' })
    assert.deepEqual(
      found.map((route) => route.dst),
      ['10.0.1.0/24', '10.9.1.0/24', dst],
    )
    await here().nl.deleteRoute({ dst })
  })

  for (const family of [undefined, 'inet', 'inet6'] as const) {
    it(`of a table that does not exist find nothing (${family ?? 'both families'})`, async () => {
      assert.deepEqual(await here().nl.listRoutes({ table: 4711, family }), [])
      const streamed: Route[] = []
      for await (const route of here().nl.streamRoutes({ table: 4711, family })) streamed.push(route)
      assert.deepEqual(streamed, [])
    })
  }

  it('of a link that does not exist fail with ENODEV', async () => {
    await assert.rejects(here().nl.listRoutes({ oif: 'nowhere' }), { code: 'ENODEV', attribute: 'oif' })
  })

  it('that are none are refused', async () => {
    const wrong = { gateway: '10.0.0.2' } as RouteFilter
    await assert.rejects(here().nl.listRoutes(wrong), {
      name: 'TypeError',
      message: /^listRoutes: unknown filter 'gateway'/,
    })
  })
})
