import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

/** A number of its own for every link, since two VXLANs on one port must differ. */
let id = 100

/** What a VXLAN needs, and the words of a case do not have. */
function usual(words: string): string {
  return [/external|id /.test(words) ? '' : `id ${id++}`, /dstport/.test(words) ? '' : 'dstport 4789'].join(' ')
}

describe('VXLANs and ip', () => {
  needs('vxlan')
  agree({
    kind: 'vxlan',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createVxlan({ name, data: { id: id++, port: 4789, ...data } }),
    ip: (link, words) => `ip link add ${link} type vxlan ${usual(words)} ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'id', ours: 0xffffff, ip: 'id 16777215', json: 'id', shown: 0xffffff },
      {
        row: 'group',
        ours: '239.1.1.1',
        beside: { link: 'v0' },
        ip: 'group 239.1.1.1 dev v0',
        json: 'group',
        shown: '239.1.1.1',
      },
      { row: 'group', ours: '10.0.0.9', ip: 'remote 10.0.0.9', json: 'remote', shown: '10.0.0.9' },
      { row: 'link', ours: 'v0', listed: 10, ip: 'dev v0', json: 'link', shown: 'v0' },
      { row: 'local', ours: '10.0.0.1', ip: 'local 10.0.0.1', json: 'local', shown: '10.0.0.1' },
      { row: 'ttl', ours: 7, ip: 'ttl 7', json: 'ttl', shown: 7 },
      { row: 'tos', ours: 0x10, ip: 'tos 10', json: 'tos', shown: '0x10' },
      { row: 'learning', ours: false, ip: 'nolearning', json: 'learning', shown: false },
      { row: 'ageing', ours: 60, ip: 'ageing 60', json: 'ageing', shown: 60 },
      { row: 'limit', ours: 100, ip: 'maxaddress 100', json: 'limit', shown: 100 },
      {
        row: 'portRange',
        ours: { low: 1000, high: 2000 },
        ip: 'srcport 1000 2000',
        json: 'port_range',
        shown: { low: 1000, high: 2000 },
      },
      { row: 'proxy', ours: true, ip: 'proxy', json: 'proxy', shown: true },
      { row: 'rsc', ours: true, ip: 'rsc', json: 'rsc', shown: true },
      { row: 'l2miss', ours: true, ip: 'l2miss', json: 'l2miss', shown: true },
      { row: 'l3miss', ours: true, ip: 'l3miss', json: 'l3miss', shown: true },
      { row: 'port', ours: 4790, ip: 'dstport 4790', json: 'port', shown: 4790 },
      {
        row: 'group6',
        ours: 'ff05::1',
        beside: { link: 'v0' },
        ip: 'group ff05::1 dev v0',
        json: 'group6',
        shown: 'ff05::1',
      },
      { row: 'group6', ours: 'fd00::9', ip: 'remote fd00::9', json: 'remote6', shown: 'fd00::9' },
      { row: 'local6', ours: 'fd00::1', ip: 'local fd00::1', json: 'local6', shown: 'fd00::1' },
      { row: 'udpCsum', ours: false, ip: 'noudpcsum', json: 'udp_csum', shown: false },
      { row: 'udpZeroCsum6Tx', ours: true, ip: 'udp6zerocsumtx', json: 'udp_zero_csum6_tx', shown: true },
      { row: 'udpZeroCsum6Rx', ours: true, ip: 'udp6zerocsumrx', json: 'udp_zero_csum6_rx', shown: true },
      { row: 'remcsumTx', ours: true, ip: 'remcsumtx', json: 'remcsum_tx', shown: true },
      { row: 'remcsumRx', ours: true, ip: 'remcsumrx', json: 'remcsum_rx', shown: true },
      { row: 'gbp', ours: true, ip: 'gbp', json: 'gbp', shown: true },
      {
        row: 'collectMetadata',
        ours: true,
        beside: { id: undefined, learning: false },
        ip: 'external',
        json: 'external',
        shown: true,
      },
      {
        row: 'label',
        ours: 0x12345,
        beside: { local6: 'fd00::1' },
        ip: 'flowlabel 0x12345 local fd00::1',
        json: 'label',
        shown: '0x12345',
      },
      {
        row: 'gpe',
        ours: true,
        beside: { collectMetadata: true, id: undefined, learning: false },
        ip: 'external gpe',
        json: 'gpe',
        shown: true,
      },
      { row: 'ttlInherit', ours: true, ip: 'ttl inherit', text: / ttl inherit / },
      { row: 'df', ours: 'set', ip: 'df set', json: 'df', shown: 'set' },
      {
        row: 'vnifilter',
        ours: true,
        beside: { collectMetadata: true, id: undefined, learning: false },
        ip: 'external vnifilter',
        json: 'vnifilter',
        shown: true,
      },
    ],
    kept: [
      { row: 'remcsumNopartial', ours: true, why: 'ip cannot set it' },
      { row: 'localbypass', ours: false, why: 'newer than iproute2 6.1', since: 'linux 6.5' },
      {
        row: 'labelPolicy',
        ours: 'inherit',
        beside: { local6: 'fd00::1' },
        why: 'newer than iproute2 6.1',
        since: 'linux 6.8',
      },
      {
        row: 'reservedBits',
        ours: { flags: 0x77ff_ffff, vni: 0xff },
        why: 'newer than iproute2 6.1',
        since: 'linux 6.14',
      },
    ],
    told: [],
    left: { mcRoute: 'taken, but not reported by Linux 6.18' },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('vxlan')), [])
  })
})
