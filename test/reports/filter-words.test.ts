import assert from 'node:assert/strict'
import { onePlace, TWO_LINKS } from '../support/place.ts'

const OBJECTS = `${TWO_LINKS}
ip -batch - <<END
  route add blackhole 10.9.0.0/16
  route add 10.8.0.0/16 dev v1 proto static
  rule add pref 100 from 10.9.0.0/16 blackhole
  rule add pref 101 from 10.8.0.0/16 lookup 1000 protocol static
  rule add pref 102 iif v0 fwmark 5 lookup main
  rule add pref 103 oif v1 lookup main
END
`

type Values = readonly unknown[]
/** Of each filter: the same value as a word, a number, a listed object; and what is found by it, as ip finds it. */
const FILTERS: Readonly<Record<'Routes' | 'Rules' | 'Addresses', Readonly<Record<string, [Values, string]>>>> = {
  Routes: {
    family: [['inet', 2, 4], '-4 route'],
    oif: [['v1', 11, { index: 11 }], '-4 route show dev v1'],
    protocol: [['static', 4], 'route show proto static'],
    type: [['blackhole', 6], 'route show type blackhole'],
    table: [['local', 255], '-4 route show table local'],
  },
  Rules: {
    family: [['inet6', 10, 6], '-6 rule'],
    table: [['main', 254], '-4 rule show table main'],
    priority: [[101], 'rule show pref 101'],
    action: [['blackhole', 6], 'rule show pref 100'],
    protocol: [['static', 4], 'rule show pref 101'],
    iifname: [['v0'], 'rule show iif v0'],
    oifname: [['v1'], 'rule show oif v1'],
    fwmark: [[5], 'rule show fwmark 5'],
  },
  Addresses: {
    family: [['inet6', 10, 6], '-6 address'],
    link: [['v0', 10, { index: 10 }], '-4 address show dev v0'],
  },
}
/** What else belongs to a filter so that `ip` is asked for the same: it has one family at a time. */
const WITH: Readonly<Record<string, object>> = {
  'Routes.oif': { family: 'inet' },
  'Routes.table': { family: 'inet' },
  'Rules.table': { family: 'inet' },
  'Addresses.link': { family: 'inet' },
}

describe('a filter', () => {
  const place = onePlace(OBJECTS)
  type List = (filter: unknown) => Promise<unknown[]>
  const listOf = (noun: string): List => {
    const { nl } = place()
    return nl[`list${noun}` as 'listRoutes'].bind(nl) as List
  }

  for (const [noun, filters] of Object.entries(FILTERS)) {
    for (const [key, [values, ip]] of Object.entries(filters)) {
      it(`of list${noun} and stream${noun} takes ${key} by word and by number`, async () => {
        const { nl } = place()
        const shown = place()
          .ip(`-j ${ip}`)
          .flatMap((one) => (noun === 'Addresses' ? (one.addr_info as unknown as object[]) : [one]))
        for (const value of values) {
          const filter = { ...WITH[`${noun}.${key}`], [key]: value }
          const listed = await listOf(noun)(filter)
          assert.ok(listed.length > 0)
          assert.equal(listed.length, shown.length, String(value))
          const streamed = []
          for await (const one of nl[`stream${noun}` as 'streamRoutes'](filter as never)) streamed.push(one)
          assert.deepEqual(streamed, listed)
        }
      })
    }

    it(`of list${noun} that is none is refused; the table above has every one`, async () => {
      await assert.rejects(listOf(noun)(null), ({ message }: Error) => {
        const known = /\((.*)\)/.exec(message)?.[1]?.split(', ')
        assert.deepEqual(known?.sort(), Object.keys(filters).sort())
        return true
      })
    })
  }
})

describe('a list of a family that the kernel has not', () => {
  const place = onePlace(`${OBJECTS} ip route add default via 10.0.0.2`)

  for (const family of ['mpls', 'packet', 'bridge', 55] as const) {
    it(`is empty, so that cleaning up after it deletes nothing: ${family}`, async () => {
      const { nl, run } = place()
      const before = [run('ip route show table all'), run('ip -4 rule'), run('ip address')]
      for (const route of await nl.listRoutes({ family, table: 'all' })) await nl.deleteRoute(route)
      await assert.rejects(nl.listRules({ family }), { code: 'EAFNOSUPPORT' })
      for (const address of await nl.listAddresses({ family })) await nl.deleteAddress(address)
      for await (const _ of nl.streamRoutes({ family, table: 'all' })) assert.fail('a route')
      for await (const _ of nl.streamAddresses({ family })) assert.fail('an address')
      assert.deepEqual([run('ip route show table all'), run('ip -4 rule'), run('ip address')], before)
    })
  }
})
