import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, type Case, rowless, tableOf } from '../support/link-case.ts'
import { ENDS4, ENDS6, ends, external, OVER_IPV4, OVER_IPV6, WORDS4, WORDS6 } from '../support/tunnel-cases.ts'

const proto = (word: string): Case => ({ row: 'proto', ours: word, ip: `mode ${word}`, json: 'proto', shown: word })

const SIT: readonly Case[] = [
  {
    row: 'flags',
    ours: ['isatap'],
    beside: { remote: undefined },
    ip: 'remote any isatap',
    json: 'isatap',
    shown: true,
  },
  {
    row: '6rdPrefix',
    ours: '2001:db8::',
    beside: { '6rdPrefixlen': 32 },
    ip: '6rd-prefix 2001:db8::/32',
    text: / 6rd-prefix 2001:db8::\/32 /,
  },
  {
    row: '6rdPrefixlen',
    ours: 32,
    beside: { '6rdPrefix': '2001:db8::' },
    ip: '6rd-prefix 2001:db8::/32',
    text: / 6rd-prefix 2001:db8::\/32 /,
  },
  {
    row: '6rdRelayPrefix',
    ours: '10.0.0.0',
    beside: { '6rdPrefix': '2001:db8::', '6rdPrefixlen': 32, '6rdRelayPrefixlen': 8 },
    ip: '6rd-prefix 2001:db8::/32 6rd-relay_prefix 10.0.0.0/8',
    text: / 6rd-relay_prefix 10\.0\.0\.0\/8 /,
  },
  {
    row: '6rdRelayPrefixlen',
    ours: 8,
    beside: { '6rdPrefix': '2001:db8::', '6rdPrefixlen': 32, '6rdRelayPrefix': '10.0.0.0' },
    ip: '6rd-prefix 2001:db8::/32 6rd-relay_prefix 10.0.0.0/8',
    text: / 6rd-relay_prefix 10\.0\.0\.0\/8 /,
  },
]

const KINDS = {
  ipip: { given: ENDS4, usual: WORDS4, cases: [...OVER_IPV4, ...['ipip', 'any'].map(proto)] },
  sit: { given: ENDS4, usual: WORDS4, cases: [...OVER_IPV4, ...['ip6ip', 'ipip', 'any'].map(proto), ...SIT] },
  ip6tnl: { given: ENDS6, usual: WORDS6, cases: [...OVER_IPV6, ...['ip6ip6', 'ipip6', 'any'].map(proto)] },
}

for (const kind of ['ipip', 'sit', 'ip6tnl'] as const) {
  const { given, usual, cases } = KINDS[kind]
  describe(`${kind} and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, data: { ...given, ...data } }),
      ip: (link, words) => `ip link add ${link} type ${kind} ${ends(words, usual)}`,
      ours: ({ data }) => data,
      shown: (json) => json.linkinfo?.info_data as typeof json,
      cases: kind === 'sit' ? cases : [...cases, external()],
      kept: [],
      told: [],
      left: {},
    })
  })
}

describe('the tables of ipip, sit and ip6tnl', () => {
  it('have a row for every constant of the header', () => {
    const rows = ['sit', 'ip6tnl'].flatMap((kind) => tableOf(kind).rows)
    assert.deepEqual(rowless({ prefix: 'IFLA_IPTUN', rows }, '/usr/include/linux/if_tunnel.h'), [])
  })
})
