import assert from 'node:assert/strict'
import { needsHere } from '../../support/needs.ts'
import { onePlace } from '../../support/place.ts'

/** Links of kinds of which a change returns to their defaults what it does not contain, and a change. */
const CASES = {
  gre: { words: 'local 10.0.0.1 remote 10.0.0.2 ttl 9 okey 7 csum', change: { tos: 16 } },
  gretap: { words: 'local 10.0.0.1 remote 10.0.0.2 ttl 9 key 7', change: { fwmark: 5 } },
  erspan: { words: 'local 10.0.0.1 remote 10.0.0.2 key 7 seq erspan_ver 1 erspan 5', change: { ttl: 9 } },
  ip6gre: { words: 'local fd00::1 remote fd00::2 hoplimit 9 key 7 dscp inherit', change: { encapLimit: 5 } },
  ip6gretap: { words: 'local fd00::1 remote fd00::2 hoplimit 9 key 7', change: { fwmark: 5 } },
  ip6erspan: { words: 'local fd00::1 remote fd00::2 key 7 seq erspan_ver 1 erspan 5', change: { ttl: 9 } },
  ipip: { words: 'local 10.0.0.1 remote 10.0.0.2 ttl 9 mode any', change: { tos: 16 } },
  sit: { words: 'local 10.0.0.1 remote 10.0.0.2 ttl 9 mode any', change: { tos: 16 } },
  ip6tnl: { words: 'local fd00::1 remote fd00::2 hoplimit 9 mode ipip6 flowlabel 345', change: { encapLimit: 5 } },
  vti: { words: 'local 10.0.0.1 remote 10.0.0.2 ikey 7', change: { okey: 9 } },
  vti6: { words: 'local fd00::1 remote fd00::2 ikey 7', change: { okey: 9 } },
  xfrm: { words: 'dev p0 if_id 0x5', change: { ifId: 6 } },
} as const

describe('a change of a tunnel', () => {
  const here = onePlace('ip link add p0 type veth peer name p1')

  for (const [kind, { words, change }] of Object.entries(CASES))
    it(`leaves the rest as it was: ${kind}`, async function () {
      needsHere(this, kind as keyof typeof CASES)
      const { nl, sh } = here()
      sh(`ip link add x type ${kind} ${words}`)
      try {
        const before = (await nl.getLink('x')).data
        await nl.setLink('x', { data: change })
        assert.deepEqual((await nl.getLink('x')).data, { ...before, ...change })
        await nl.setLink('x', { kind, data: change } as never)
        assert.deepEqual((await nl.getLink('x')).data, { ...before, ...change })
      } finally {
        await nl.deleteLink('x')
      }
    })
})
