import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'
import { ENDS4, ends, external, GRE, OVER_IPV4, WORDS4 } from '../support/tunnel-cases.ts'

for (const kind of ['gre', 'gretap'] as const) {
  describe(`${kind} and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, data: { ...ENDS4, ...data } }),
      ip: (link, words) => `ip link add ${link} type ${kind} ${ends(words, WORDS4)}`,
      ours: ({ data }) => data,
      shown: (json) => json.linkinfo?.info_data as typeof json,
      cases: [
        ...OVER_IPV4,
        ...GRE,
        external(),
        {
          row: 'ignoreDf',
          ours: true,
          beside: { pmtudisc: false },
          ip: 'nopmtudisc ignore-df',
          json: 'ignore_df',
          shown: true,
        },
      ],
      kept: [],
      told: [],
      left: {},
    })
  })
}

describe('the tables of gre, erspan, ip6gre and ip6erspan', () => {
  it('have a row for every constant of the header', () => {
    const rows = ['erspan', 'ip6erspan'].flatMap((kind) => tableOf(kind).rows)
    assert.deepEqual(rowless({ prefix: 'IFLA_GRE', rows }, '/usr/include/linux/if_tunnel.h'), [])
  })
})
