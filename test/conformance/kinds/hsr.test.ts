import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { onePlace, TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('HSR nodes and ip', () => {
  needs('hsr')
  agree({
    kind: 'hsr',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createHsr({ name, data: { slave1: 'v0', slave2: 'v1', ...data } }),
    ip: (link, words) => `ip link add ${link} type hsr slave1 v0 slave2 v1 ${words}`,
    ours: ({ data }) => data,
    shown: (json) => json.linkinfo?.info_data as typeof json,
    cases: [
      { row: 'slave1', ours: 'v0', listed: 10, ip: '', json: 'slave1', shown: 'v0' },
      { row: 'slave2', ours: 'v1', listed: 11, ip: '', json: 'slave2', shown: 'v1' },
      { row: 'protocol', ours: 'prp', ip: 'proto 1', json: 'proto', shown: 1 },
      { row: 'protocol', ours: 'hsr', ip: 'proto 0', json: 'proto', shown: 0 },
    ],
    kept: [],
    told: [
      { row: 'supervisionAddr', json: 'supervision_addr' },
      { row: 'seqNr', json: 'seq_nr' },
    ],
    left: {
      multicastSpec: 'the last byte of supervisionAddr, below',
      version: 'not reported by the kernel',
      interlink: 'reported by no kernel of the tests; golden bytes are the judge',
    },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('hsr')), [])
  })
})

describe('supervision frames of HSR', () => {
  needs('hsr')
  const here = onePlace(TWO_LINKS)

  it('have an address whose last byte is multicastSpec', async () => {
    await here().nl.createHsr({ name: 'h0', data: { slave1: 'v0', slave2: 'v1', multicastSpec: 45, version: 1 } })
    assert.match((await here().nl.getLink('h0')).data?.supervisionAddr ?? '', /:2d$/)
  })
})
