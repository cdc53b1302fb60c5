import assert from 'node:assert/strict'
import type { Answer } from '../../support/answer.ts'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

const data = (json: Answer) => json.linkinfo?.info_data as Answer

/** ip shows the flags of a VLAN as a list of words. */
const FLAGS = { reorderHdr: false, gvrp: true, looseBinding: true, mvrp: true, bridgeBinding: true }

describe('VLANs and ip', () => {
  needs('vlan')
  agree({
    kind: 'vlan',
    script: TWO_LINKS,
    make: (nl, name, settings) => nl.createVlan({ name, link: 'v0', data: { id: 5, ...settings } }),
    ip: (link, words) => `ip link add ${link} link v0 type vlan ${words.includes('id ') ? '' : 'id 5'} ${words}`,
    ours: (link) => link.data,
    shown: data,
    cases: [
      { row: 'id', ours: 4094, ip: 'id 4094', json: 'id', shown: 4094 },
      {
        row: 'flags',
        ours: FLAGS,
        ip: 'reorder_hdr off gvrp on loose_binding on mvrp on bridge_binding on',
        json: 'flags',
        shown: ['GVRP', 'MVRP', 'LOOSE_BINDING', 'BRIDGE_BINDING'],
      },
      {
        row: 'egressQos',
        ours: [{ from: 1, to: 2 }],
        ip: 'egress-qos-map 1:2',
        json: 'egress_qos',
        shown: [{ from: 1, to: 2 }],
      },
      {
        row: 'ingressQos',
        ours: [{ from: 3, to: 4 }],
        ip: 'ingress-qos-map 3:4',
        json: 'ingress_qos',
        shown: [{ from: 3, to: 4 }],
      },
      { row: 'protocol', ours: '802.1ad', ip: 'protocol 802.1ad', json: 'protocol', shown: '802.1ad' },
    ],
    kept: [],
    told: [],
    left: {},
  })
})

describe('the table of vlan', () => {
  it('has a row for every constant of the header', () => {
    assert.deepEqual(rowless(tableOf('vlan')), [])
  })
})
