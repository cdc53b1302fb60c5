import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('automatic multicast tunnels and ip', () => {
  needs('amt')
  agree({
    kind: 'amt',
    script: TWO_LINKS,
    make: (nl, name, data) =>
      nl.createAmt({
        name,
        data: { mode: 'gateway', link: 'v0', localIp: '10.0.0.1', discoveryIp: '10.0.0.2', ...data },
      }),
    ip: (link, words) => `ip link add ${link} type amt mode gateway local 10.0.0.1 discovery 10.0.0.2 dev v0 ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      {
        row: 'mode',
        ours: 'relay',
        beside: { discoveryIp: undefined },
        ip: 'mode relay',
        json: 'mode',
        shown: 'relay',
      },
      { row: 'link', ours: 'v1', listed: 11, ip: 'dev v1', json: 'link', shown: 'v1' },
      { row: 'relayPort', ours: 3333, ip: 'relay_port 3333', json: 'relay_port', shown: 3333 },
      { row: 'gatewayPort', ours: 4444, ip: 'gateway_port 4444', json: 'gateway_port', shown: 4444 },
      { row: 'localIp', ours: '10.0.0.5', ip: 'local 10.0.0.5', json: 'local', shown: '10.0.0.5' },
      { row: 'discoveryIp', ours: '10.0.0.6', ip: 'discovery 10.0.0.6', json: 'discovery', shown: '10.0.0.6' },
      {
        row: 'maxTunnels',
        ours: 7,
        beside: { mode: 'relay', discoveryIp: undefined },
        ip: 'mode relay max_tunnels 7',
        json: 'max_tunnels',
        shown: 7,
      },
    ],
    kept: [],
    told: [],
    left: { remoteIp: 'the relay that a gateway has found' },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('amt'), '/usr/include/linux/amt.h'), [])
  })
})
