import assert from 'node:assert/strict'
import type { Topology } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

const owner = { protocol: 77, tag: 'my-app' }

describe('runPlan', () => {
  const place = eachPlace()

  it('continues after a deletion of what is gone already, also with what is in later datagrams', async () => {
    const { nl, sh, ip } = place()
    const topology = (flags: readonly 'noprefixroute'[], count: number): Topology => ({
      links: {
        d0: {
          peer: { name: 'd1' },
          addresses: [
            { address: '10.5.0.1/24', flags },
            ...Array.from({ length: count }, (_, i) => `10.6.${i >> 8}.${i & 255}/32`),
          ],
        },
      },
    })
    await nl.applyTopology(topology([], 0), { owner })
    const plan = await nl.planTopology(topology(['noprefixroute'], 5000), { owner })
    assert.equal(plan.steps[0]?.verb, 'deleteAddress')
    sh('ip address del 10.5.0.1/24 dev d0')
    await nl.runPlan(plan)
    const [shown] = ip<{ addr_info: unknown[] }>('-j -4 address show dev d0')
    assert.equal(shown?.addr_info.length, 5001)
  })
})
