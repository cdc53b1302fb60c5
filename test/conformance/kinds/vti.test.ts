import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'
import { ENDS4, ENDS6, WORDS4, WORDS6 } from '../support/tunnel-cases.ts'

const KINDS = {
  vti: { given: ENDS4, usual: WORDS4, one: '10.0.0.5', other: '10.0.0.6' },
  vti6: { given: ENDS6, usual: WORDS6, one: 'fd00::5', other: 'fd00::6' },
}

for (const kind of ['vti', 'vti6'] as const) {
  const { given, usual, one, other } = KINDS[kind]
  describe(`${kind} and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, data: { ...given, ...data } }),
      ip: (link, words) => `ip link add ${link} type ${kind} ${usual} ${words}`,
      ours: ({ data }) => data,
      shown: (json) => json.linkinfo?.info_data as typeof json,
      cases: [
        { row: 'link', ours: 'v0', listed: 10, ip: 'dev v0', json: 'link', shown: 'v0' },
        { row: 'local', ours: one, ip: `local ${one}`, json: 'local', shown: one },
        { row: 'remote', ours: other, ip: `remote ${other}`, json: 'remote', shown: other },
        { row: 'ikey', ours: 7, ip: 'ikey 7', json: 'ikey', shown: '0.0.0.7' },
        { row: 'okey', ours: 9, ip: 'okey 9', json: 'okey', shown: '0.0.0.9' },
        { row: 'fwmark', ours: 5, ip: 'fwmark 5', json: 'fwmark', shown: '0x5' },
      ],
      kept: [],
      told: [],
      left: {},
    })
  })

  describe(`the table of ${kind}`, () => {
    it('has a row for every constant of the header', () => {
      assert.deepEqual(rowless(tableOf(kind), '/usr/include/linux/if_tunnel.h'), [])
    })
  })
}
