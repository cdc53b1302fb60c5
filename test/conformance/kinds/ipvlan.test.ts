import assert from 'node:assert/strict'
import type { Answer } from '../../support/answer.ts'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

const data = (json: Answer) => json.linkinfo?.info_data as Answer

for (const kind of ['ipvlan', 'ipvtap'] as const) {
  describe(`${kind}s and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, settings) => nl.createLink({ name, kind, link: 'v0', data: settings }),
      ip: (link, words) => `ip link add ${link} link v0 type ${kind} ${words}`,
      ours: (link) => link.data,
      shown: data,
      cases: [
        ...(['l2', 'l3', 'l3s'] as const).map((mode) => ({
          row: 'mode',
          ours: mode,
          ip: `mode ${mode}`,
          json: 'mode',
          shown: mode,
        })),
        { row: 'flags', ours: ['private'], ip: 'mode l2 private', beside: { mode: 'l2' }, text: / private / },
        { row: 'flags', ours: ['vepa'], ip: 'mode l2 vepa', beside: { mode: 'l2' }, text: / vepa / },
      ],
      kept: [],
      told: [],
      left: {},
    })
  })
}

describe('the table of ipvlan', () => {
  it('has a row for every constant of the header', () => {
    assert.deepEqual(rowless(tableOf('ipvlan')), [])
  })
})
