import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree } from '../support/link-case.ts'
import { ENDS6, ends, external, GRE, OVER_IPV6, WORDS6 } from '../support/tunnel-cases.ts'

for (const kind of ['ip6gre', 'ip6gretap'] as const) {
  describe(`${kind} and ip`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, data: { ...ENDS6, ...data } }),
      ip: (link, words) => `ip link add ${link} type ${kind} ${ends(words, WORDS6)}`,
      ours: ({ data }) => data,
      shown: (json) => json.linkinfo?.info_data as typeof json,
      cases: [...OVER_IPV6, ...GRE, external()],
      kept: [],
      told: [],
      left: {},
    })
  })
}
