import assert from 'node:assert/strict'
import { needs } from '../../support/needs.ts'
import { TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

const KINDS = {
  batadv: {
    header: '/usr/include/linux/batman_adv.h',
    kept: [],
    left: { algoName: 'not reported by the kernel; golden bytes are the judge' },
  },
  ovpn: {
    header: '/usr/include/linux/if_link.h',
    kept: ['p2p', 'mp'].map((mode) => ({ row: 'mode', ours: mode, why: 'newer than iproute2 6.1' })),
    left: {},
  },
}

for (const kind of ['batadv', 'ovpn'] as const) {
  const { header, kept, left } = KINDS[kind]
  describe(`${kind}`, () => {
    needs(kind)
    agree({
      kind,
      script: TWO_LINKS,
      make: (nl, name, data) => nl.createLink({ name, kind, data }),
      ip: (link) => `ip link add ${link} type ${kind}`,
      ours: ({ data }) => data,
      shown: (json) => json,
      cases: [],
      kept,
      told: [],
      left,
    })

    it('no constant of the header lacks a row', () => {
      assert.deepEqual(rowless(tableOf(kind), header), [])
    })
  })
}
