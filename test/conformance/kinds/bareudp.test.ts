import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('bare UDP tunnels and ip', () => {
  needs('bareudp')
  agree({
    kind: 'bareudp',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createBareudp({ name, data: { port: 6635, ethertype: 'mpls_uc', ...data } }),
    ip: (link, words) =>
      `ip link add ${link} type bareudp ${/dstport/.test(words) ? '' : 'dstport 6635'} ${/ethertype/.test(words) ? '' : 'ethertype mpls_uc'} ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'port', ours: 7777, ip: 'dstport 7777', text: / dstport 7777 / },
      { row: 'ethertype', ours: 'ip', ip: 'ethertype ipv4', text: / ethertype ip(v4)? / },
      { row: 'ethertype', ours: 'ipv6', ip: 'ethertype ipv6', text: / ethertype ipv6 / },
      { row: 'ethertype', ours: 'mpls_uc', ip: 'ethertype mpls_uc', text: / ethertype mpls_uc / },
      { row: 'srcportMin', ours: 40000, ip: 'srcportmin 40000', text: / srcportmin 40000 / },
      { row: 'multiprotoMode', ours: true, ip: 'multiproto', text: / multiproto / },
    ],
    kept: [],
    told: [],
    left: {},
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('bareudp')), [])
  })
})
