import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('interfaces for IPsec and ip', () => {
  needs('xfrm')
  agree({
    kind: 'xfrm',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createXfrm({ name, data: { ifId: 5, ...data } }),
    ip: (link, words) => `ip link add ${link} type xfrm ${/if_id|external/.test(words) ? '' : 'if_id 5'} ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'link', ours: 'v0', listed: 10, ip: 'dev v0', text: /@v0: / },
      { row: 'ifId', ours: 0x12, ip: 'if_id 0x12', text: / if_id 0x12 / },
      { row: 'collectMetadata', ours: true, beside: { ifId: undefined }, ip: 'external', text: / external / },
    ],
    kept: [],
    told: [],
    left: {},
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('xfrm')), [])
  })
})
