import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('GENEVE tunnels and ip', () => {
  needs('geneve')
  agree({
    kind: 'geneve',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createGeneve({ name, data: { id: 5, remote: '10.0.0.9', ...data } }),
    ip: (link, words) =>
      `ip link add ${link} type geneve ${/external/.test(words) ? '' : `${/\bid /.test(words) ? '' : 'id 5'} ${/remote/.test(words) ? '' : 'remote 10.0.0.9'}`} ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'id', ours: 0xffffff, ip: 'id 16777215', json: 'id', shown: 0xffffff },
      { row: 'remote', ours: '10.0.0.8', ip: 'remote 10.0.0.8', json: 'remote', shown: '10.0.0.8' },
      {
        row: 'remote6',
        ours: 'fd00::8',
        beside: { remote: undefined },
        ip: 'remote fd00::8',
        json: 'remote6',
        shown: 'fd00::8',
      },
      { row: 'ttl', ours: 7, ip: 'ttl 7', json: 'ttl', shown: 7 },
      { row: 'tos', ours: 0x10, ip: 'tos 10', text: / tos 0x10 / },
      { row: 'port', ours: 6666, ip: 'dstport 6666', json: 'port', shown: 6666 },
      {
        row: 'collectMetadata',
        ours: true,
        beside: { id: undefined, remote: undefined },
        ip: 'external',
        json: 'external',
        shown: true,
      },
      { row: 'udpCsum', ours: true, ip: 'udpcsum', json: 'udp_csum', shown: true },
      {
        row: 'udpZeroCsum6Tx',
        ours: true,
        beside: { remote: undefined, remote6: 'fd00::8' },
        ip: 'remote fd00::8 udp6zerocsumtx',
        json: 'udp_zero_csum6_tx',
        shown: true,
      },
      { row: 'udpZeroCsum6Rx', ours: true, ip: 'udp6zerocsumrx', json: 'udp_zero_csum6_rx', shown: true },
      {
        row: 'label',
        ours: 0x12345,
        beside: { remote: undefined, remote6: 'fd00::8' },
        ip: 'remote fd00::8 flowlabel 0x12345',
        json: 'label',
        shown: '0x12345',
      },
      { row: 'ttlInherit', ours: true, ip: 'ttl inherit', text: / ttl inherit / },
      { row: 'df', ours: 'set', ip: 'df set', json: 'df', shown: 'set' },
      {
        row: 'innerProtoInherit',
        ours: true,
        beside: { id: undefined, remote: undefined, collectMetadata: true },
        ip: 'external innerprotoinherit',
        json: 'inner_proto_inherit',
        shown: true,
      },
    ],
    kept: [
      {
        row: 'portRange',
        ours: { low: 40000, high: 50000 },
        why: 'newer than iproute2 6.1',
        since: 'linux 6.15',
      },
      { row: 'groHint', ours: true, why: 'newer than iproute2 6.1', since: 'linux 7.0' },
      { row: 'local', ours: '10.0.0.1', why: 'newer than iproute2 6.1', since: 'linux 7.1' },
      {
        row: 'local6',
        ours: 'fd00::1',
        beside: { remote: undefined, remote6: 'fd00::8' },
        why: 'newer than iproute2 6.1',
        since: 'linux 7.1',
      },
    ],
    told: [],
    left: {},
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('geneve')), [])
  })
})
