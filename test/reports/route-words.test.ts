import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import { onePlace } from '../support/place.ts'

type Verb = 'addRoute' | 'addRule' | 'addAddress' | 'listRoutes' | 'listRules' | 'listAddresses' | 'lookupRoute'

/** Words of ip-route(8), ip-rule(8) and ip-address(8) that are other ones here, each with what is said of it. */
const WORDS: Readonly<Record<Verb, Readonly<Record<string, string>>>> = {
  addRoute: {
    to: 'dst',
    tos: '',
    dsfield: 'tos',
    metric: 'priority',
    preference: 'priority',
    table: '',
    dev: 'oif',
    src: 'prefsrc',
    realm: 'flow',
    realms: 'flow',
    mtu: 'in metrics',
    window: 'in metrics',
    rtt: 'in metrics',
    rttvar: 'in metrics',
    rto_min: 'metrics.rtoMin',
    ssthresh: 'in metrics',
    cwnd: 'in metrics',
    initcwnd: 'in metrics',
    initrwnd: 'in metrics',
    features: 'in metrics',
    quickack: 'in metrics',
    fastopen_no_cookie: 'metrics.fastopenNoCookie',
    congctl: 'metrics.ccAlgo',
    advmss: 'in metrics',
    reordering: 'in metrics',
    hoplimit: 'in metrics',
    lock: 'in metrics',
    nexthop: 'multipath',
    weight: 'in multipath',
    scope: '',
    proto: 'protocol',
    onlink: "flags: ['onlink']",
    pref: '',
    nhid: 'nhId',
    as: 'newdst',
    'ttl-propagate': 'ttlPropagate',
    from: 'src',
    via: 'gateway',
    gw: 'gateway',
    blackhole: "type: 'blackhole'",
    unreachable: "type: 'unreachable'",
    prohibit: "type: 'prohibit'",
    throw: "type: 'throw'",
    broadcast: "type: 'broadcast'",
    multicast: "type: 'multicast'",
    anycast: "type: 'anycast'",
    expires: '',
  },
  addRule: {
    from: 'src',
    to: 'dst',
    iif: 'iifname',
    dev: 'iifname',
    oif: 'oifname',
    tos: '',
    dsfield: 'tos',
    fwmark: '',
    uidrange: 'uidRange',
    ipproto: 'ipProto',
    sport: 'sportRange',
    dport: 'dportRange',
    priority: '',
    pref: 'priority',
    preference: 'priority',
    order: 'priority',
    tun_id: 'tunId',
    table: '',
    lookup: 'table',
    protocol: '',
    proto: 'protocol',
    suppress_prefixlength: 'suppressPrefixlen',
    suppress_ifgroup: 'suppressIfgroup',
    realms: 'flow',
    not: "flags: ['invert']",
    goto: '',
    type: 'action',
    blackhole: "action: 'blackhole'",
    unreachable: "action: 'unreachable'",
    prohibit: "action: 'prohibit'",
    nop: "action: 'nop'",
  },
  addAddress: {
    dev: 'link',
    local: 'address',
    peer: '',
    brd: 'broadcast',
    broadcast: '',
    anycast: '',
    label: '',
    scope: '',
    metric: 'rtPriority',
    valid_lft: 'cacheinfo.valid',
    preferred_lft: 'cacheinfo.prefered',
    home: "flags: ['homeaddress']",
    mngtmpaddr: "flags: ['managetempaddr']",
    nodad: "flags: ['nodad']",
    optimistic: "flags: ['optimistic']",
    noprefixroute: "flags: ['noprefixroute']",
    autojoin: "flags: ['mcautojoin']",
    proto: '',
  },
  listRoutes: { dev: 'oif', proto: 'protocol', table: '', type: '' },
  listRules: { iif: 'iifname', oif: 'oifname', lookup: 'table', pref: 'priority', proto: 'protocol', fwmark: '' },
  listAddresses: { dev: 'link' },
  lookupRoute: { from: 'src', dev: 'oif', ipproto: 'ipProto', fibmatch: 'fibMatch', sport: '', dport: '', mark: '' },
}

/** What the rest of a request is, and values that a word may need so that its name alone is at fault. */
const RESTS: Readonly<Record<Verb, object>> = {
  addRoute: { dst: '10.1.0.0/16' },
  addRule: {},
  addAddress: { link: 'lo', address: '10.1.0.1/16' },
  listRoutes: {},
  listRules: {},
  listAddresses: {},
  lookupRoute: { dst: '10.1.0.1' },
}
const VALUES: Readonly<Record<string, unknown>> = { via: '10.0.0.1', src: '10.0.0.2' }

describe('a word of ip-route(8), ip-rule(8) or ip-address(8)', () => {
  const place = onePlace()
  const call = async (nl: Netlink, verb: Verb, options: object): Promise<string> =>
    (nl[verb] as (options: object) => Promise<unknown>).call(nl, options).then(
      () => '',
      (error: Error) => error.message,
    )

  for (const [verb, words] of Object.entries(WORDS) as [Verb, Readonly<Record<string, string>>][]) {
    for (const [word, here] of Object.entries(words)) {
      const meaning = here.startsWith('in ') ? `belongs in \`${here.slice(3)}\`` : `is \`${here}\` here`
      it(`${word} in ${verb} ${here === '' ? 'is the same here' : meaning}`, async () => {
        const message = await call(place().nl, verb, { ...RESTS[verb], [word]: VALUES[word] ?? {} })
        if (here !== '') return assert.equal(message, `${verb}: \`${word}\` ${meaning}`)
        assert.doesNotMatch(message, /unknown|here$/)
      })
    }
  }

  it('gw is gateway in a hop as well, and ipv4 is inet', async () => {
    const { nl } = place()
    await assert.rejects(nl.addRoute({ dst: '10.1.0.0/16', multipath: [{ gw: '10.0.0.2' } as never] }), {
      name: 'TypeError',
      message: 'addRoute: `multipath[0].gw` is `multipath[0].gateway` here',
    })
    for (const [family, meant] of Object.entries({
      ipv4: 'inet',
      IPv4: 'inet',
      ip4: 'inet',
      ip: 'inet',
      IPv6: 'inet6',
    })) {
      const message = `family must be one of unspec, inet, bridge, inet6, packet, mpls or a number, not '${family}'; did you mean '${meant}'?`
      await assert.rejects(nl.listRoutes({ family: family as never }), { message: `listRoutes: ${message}` })
      await assert.rejects(nl.addRule({ family: family as never }), { message: `addRule: ${message}` })
    }
  })

  it('via is gateway in a hop as well, and stays via for a gateway of another family', async () => {
    const { nl } = place()
    const multipath = [{ gateway: '10.0.0.2' }, { via: '10.0.0.3' }]
    await assert.rejects(nl.addRoute({ dst: '10.1.0.0/16', multipath }), {
      name: 'TypeError',
      message: 'addRoute: `multipath[1].via` is `multipath[1].gateway` here',
    })
    await assert.rejects(nl.addRoute({ dst: 'fd01::/64', via: 'fd00::1' }), {
      message: 'addRoute: `via` is `gateway` here',
    })
    await assert.rejects(nl.addRoute({ dst: '10.1.0.0/16', via: 'fd00::1' }), { name: 'NetlinkError' })
  })

  it('src is prefsrc in routes of IPv4 alone: IPv6 has routes by source', async () => {
    const { nl, ip, sh } = place()
    sh('ip link set lo up')
    await nl.addRoute({ dst: 'fd01::/64', src: 'fd02::/64', oif: 'lo' })
    assert.equal(ip('-6 -j route show fd01::/64')[0]?.from, 'fd02::/64')
  })

  it('dev in a hop is oif', async () => {
    const multipath = [{ dev: 'lo' }]
    await assert.rejects(place().nl.addRoute({ dst: '10.1.0.0/16', multipath } as never), {
      message: 'addRoute: `multipath[0].dev` is `multipath[0].oif` here',
    })
  })
})
