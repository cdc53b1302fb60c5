import assert from 'node:assert/strict'
import type { Answer } from '../../support/answer.ts'
import { needs } from '../../support/needs.ts'
import { onePlace, TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

const data = (json: Answer) => json.linkinfo?.info_data as Answer

describe('VRFs and ip', () => {
  needs('vrf')
  agree({
    kind: 'vrf',
    script: TWO_LINKS,
    make: (nl, name, settings) => nl.createVrf({ name, data: { table: 77, ...settings } }),
    ip: (link, words) => `ip link add ${link} type vrf ${words}`,
    ours: (link) => link.data,
    shown: data,
    cases: [{ row: 'table', ours: 1000, ip: 'table 1000', json: 'table', shown: 1000 }],
    kept: [],
    told: [],
    left: {},
  })
})

describe('links of a VRF and ip', () => {
  needs('vrf')
  const here = onePlace(TWO_LINKS)

  it('the table of a port is that of its master', async () => {
    await here().nl.createVrf({ name: 'red', up: true, data: { table: 1000 } })
    await here().nl.setLink('v0', { master: 'red' })
    const { port, portKind } = await here().nl.getLink('v0')
    assert.deepEqual([portKind, port?.table], ['vrf', 1000])
  })
})

describe('the table of vrf', () => {
  it('has a row for every constant of the header', () => {
    assert.deepEqual(rowless(tableOf('vrf')), [])
  })
})
