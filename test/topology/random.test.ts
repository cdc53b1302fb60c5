import assert from 'node:assert/strict'
import { eachPlace } from '../support/place.ts'
import { random } from '../watch/support/random.ts'
import { dump } from './support/dump.ts'
import { randomTopology } from './support/topologies.ts'

const owner = { protocol: 77, tag: 'my-app' }
const SEED = Number(process.env.NETLINK_TS_SEED ?? 14)
const ROUNDS = Number(process.env.NETLINK_TS_ROUNDS ?? 5)

describe('topologies in turn', () => {
  const place = eachPlace()

  for (let round = 0; round < ROUNDS; round++) {
    const seed = SEED * 1000 + round
    it(`A, then B, then A is the same as A; and so is B rolled back (seed ${seed})`, async () => {
      const { nl } = place()
      const pick = random(seed)
      const [one, other] = [randomTopology(pick), randomTopology(pick)]
      await nl.applyTopology(one, { owner })
      const first = dump(place())
      assert.deepEqual((await nl.planTopology(one, { owner })).steps, [])
      const applied = await nl.applyTopology(other, { owner })
      assert.deepEqual((await nl.planTopology(other, { owner })).steps, [])
      await nl.applyTopology(one, { owner })
      assert.deepEqual(dump(place()), first)
      await nl.applyTopology(other, { owner })
      await applied.rollback()
      assert.deepEqual(dump(place()), first)
    })
  }
})
