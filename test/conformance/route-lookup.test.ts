import assert from 'node:assert/strict'
import { NetlinkError, type Route, type RouteLookup } from '../../lib/index.ts'
import { needsHere } from '../support/needs.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'
import { isRoot } from '../support/private.ts'

/** A table for every kind of packet, whose default gateway shows which rule matched. */
const RULES = `
  echo 1 >/proc/sys/net/ipv4/ip_forward
  rule() {
    table=$1; shift
    ip $family rule add "$@" lookup $table
    ip $family route add default via $gateway$table dev v0 table $table
  }
  family=-4 gateway=10.0.0.
  rule 105 fwmark 5
  ${isRoot() ? 'rule 106 uidrange 1000-1000' : ''}
  rule 107 ipproto tcp dport 80
  rule 108 ipproto udp sport 53
  rule 109 iif v1
  rule 110 tos 0x10
  rule 111 from 10.0.1.1
  rule 112 oif v1
  ip route replace default via 10.0.1.2 dev v1 table 112
  family=-6 gateway=fd00::
  rule 115 fwmark 5
  ${isRoot() ? 'rule 116 uidrange 1000-1000' : ''}
  rule 117 ipproto tcp dport 80
  rule 118 from fd00:1::1
  ip route add 10.9.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2
`

interface Case {
  lookup: RouteLookup
  /** Words behind \`ip route get\`. */
  ip: string
  /** What shows that the right one was found. */
  found: Partial<Route>
}

const cases: readonly Case[] = [
  { lookup: { dst: '8.8.8.8', mark: 5 }, ip: '8.8.8.8 mark 5', found: { gateway: '10.0.0.105', mark: 5, table: 105 } },
  { lookup: { dst: '8.8.8.8', uid: 1000 }, ip: '8.8.8.8 uid 1000', found: { gateway: '10.0.0.106', uid: 1000 } },
  {
    lookup: { dst: '8.8.8.8', ipProto: 6, dport: 80 },
    ip: '8.8.8.8 ipproto tcp dport 80',
    found: { gateway: '10.0.0.107' },
  },
  {
    lookup: { dst: '8.8.8.8', ipProto: 17, sport: 53 },
    ip: '8.8.8.8 ipproto udp sport 53',
    found: { gateway: '10.0.0.108' },
  },
  {
    lookup: { dst: '8.8.8.8', src: '10.0.1.7', iif: 'v1' },
    ip: '8.8.8.8 from 10.0.1.7 iif v1',
    found: { gateway: '10.0.0.109', iif: 11, src: '10.0.1.7/32' },
  },
  { lookup: { dst: '8.8.8.8', tos: 0x10 }, ip: '8.8.8.8 tos 0x10', found: { gateway: '10.0.0.110' } },
  {
    lookup: { dst: '8.8.8.8', src: '10.0.1.1' },
    ip: '8.8.8.8 from 10.0.1.1',
    found: { gateway: '10.0.0.111', src: '10.0.1.1/32' },
  },
  { lookup: { dst: '8.8.8.8', oif: 'v1' }, ip: '8.8.8.8 oif v1', found: { gateway: '10.0.1.2', oif: 11 } },
  { lookup: { dst: '8.8.8.8', oif: 11 }, ip: '8.8.8.8 oif v1', found: { gateway: '10.0.1.2', oif: 11 } },
  { lookup: { dst: '10.0.0.7' }, ip: '10.0.0.7', found: { oif: 10, prefsrc: '10.0.0.1' } },
  { lookup: { dst: '10.0.0.1' }, ip: '10.0.0.1', found: { type: 'local', oif: 1, table: 'local' } },
  { lookup: { dst: '10.0.0.255' }, ip: '10.0.0.255', found: { type: 'broadcast', oif: 10 } },
  { lookup: { dst: '224.0.0.1', oif: 'v0' }, ip: '224.0.0.1 oif v0', found: { type: 'multicast', oif: 10 } },
  {
    lookup: { dst: '10.0.0.7', fibMatch: true },
    ip: 'fibmatch 10.0.0.7',
    found: { dst: '10.0.0.0/24', protocol: 'kernel' },
  },
  { lookup: { dst: '10.9.1.1', fibMatch: true }, ip: 'fibmatch 10.9.1.1', found: { dst: '10.9.0.0/16' } },
  { lookup: { dst: '2001:db8::1', mark: 5 }, ip: '2001:db8::1 mark 5', found: { gateway: 'fd00::115', table: 115 } },
  { lookup: { dst: '2001:db8::1', uid: 1000 }, ip: '2001:db8::1 uid 1000', found: { gateway: 'fd00::116' } },
  {
    lookup: { dst: '2001:db8::1', ipProto: 6, dport: 80 },
    ip: '2001:db8::1 ipproto tcp dport 80',
    found: { gateway: 'fd00::117' },
  },
  {
    lookup: { dst: '2001:db8::1', src: 'fd00:1::1' },
    ip: '2001:db8::1 from fd00:1::1',
    found: { gateway: 'fd00::118', src: 'fd00:1::1/128' },
  },
  { lookup: { dst: 'fd00::7' }, ip: 'fd00::7', found: { oif: 10, prefsrc: 'fd00::1', priority: 256 } },
  { lookup: { dst: 'fd00::1' }, ip: 'fd00::1', found: { type: 'local', oif: 1 } },
  { lookup: { dst: 'fd00::7', fibMatch: true }, ip: 'fibmatch fd00::7', found: { dst: 'fd00::/64' } },
]

const LINKS: Readonly<Record<string, string>> = { 1: 'lo', 10: 'v0', 11: 'v1' }

/** A prefix as `ip` prints it: that of one address without its length. */
function bare(prefix: string | undefined): string | undefined {
  return prefix?.includes(':') ? prefix.replace(/\/128$/, '') : prefix?.replace(/\/32$/, '')
}

/** What both report, with the names of `ip`. */
function asIp(route: Route): object {
  return {
    type: route.type,
    dst: bare(route.dst),
    from: bare(route.src)?.replace('::/0', '::'),
    gateway: route.gateway,
    dev: LINKS[String(route.oif)],
    iif: LINKS[String(route.iif)],
    prefsrc: route.prefsrc,
    metric: route.priority,
    mark: route.mark,
    table: route.table,
    nexthops: route.multipath?.length,
  }
}

type Shown = Readonly<Record<string, string | undefined>> & { nexthops?: unknown[] }

function shownByIp({ type, dst, from, gateway, dev, iif, prefsrc, metric, mark, table, nexthops }: Shown): object {
  const number = /^\d+$/.test(table ?? '') ? Number(table) : (table ?? 'unspec')
  return { type, dst, from, gateway, dev, iif, prefsrc, metric, mark, table: number, nexthops: nexthops?.length }
}

describe('lookups of routes', () => {
  const here = onePlace(TWO_LINKS + RULES)

  for (const { lookup, ip, found } of cases) {
    it(`find what ip route get ${ip} finds`, async function () {
      // A user namespace knows the users that it maps, mostly one.
      if (lookup.uid !== undefined) needsHere(this, 'root')
      const route = await here().nl.lookupRoute(lookup)
      for (const [key, value] of Object.entries(found)) assert.deepEqual(route[key as keyof Route], value, key)
      const [shown] = here().ip<Shown>(`-j -d route get ${ip}`)
      assert.deepEqual(asIp(route), shownByIp(shown as Shown))
    })
  }

  it('take a rule about the flow label', async function () {
    needsHere(this, 'linux 6.14')
    await here().nl.addRule({ family: 'inet6', flowlabel: 0x12345, flowlabelMask: 0xf_ffff, table: 118 })
    const route = await here().nl.lookupRoute({ dst: '2001:db8::1', flowlabel: 0x12345 })
    assert.equal(route.gateway, 'fd00::118')
  })

  for (const [what, dst, code] of [
    ['no route', '8.8.8.8', 'ENETUNREACH'],
    ['no IPv6 route', '2001:db8::1', 'ENETUNREACH'],
    ['a route of type prohibit', '10.66.0.1', 'EACCES'],
    ['a route of type unreachable', '10.67.0.1', 'EHOSTUNREACH'],
    ['a route of type blackhole', '10.68.0.1', 'EINVAL'],
  ] as const) {
    it(`fail with ${code} where there is ${what}`, async () => {
      here().sh(`ip route replace prohibit 10.66.0.0/16
        ip route replace unreachable 10.67.0.0/16
        ip route replace blackhole 10.68.0.0/16`)
      await assert.rejects(here().nl.lookupRoute({ dst }), (error: unknown) => {
        assert.ok(error instanceof NetlinkError)
        assert.deepEqual([error.code, error.operation], [code, 'lookupRoute'])
        return true
      })
    })
  }
})
