import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { nftJson } from '../support/nft.ts'
import { eachPlace } from '../support/place.ts'
import { random } from '../watch/support/random.ts'
import { dump } from './support/dump.ts'
import { randomTables } from './support/tables.ts'
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

/** What `nft` shows, table by table, without handles and without what was counted. */
function tables(path: string): string[] {
  const objects = nftJson<Record<string, Record<string, unknown>>>('-s list ruleset', path).filter(
    (object) => object.metainfo === undefined,
  )
  const lines = objects.map((object) => JSON.stringify(object).replace(/,"handle":\d+/, ''))
  const nameOf = (i: number) => {
    const [body = {}] = Object.values(objects[i] ?? {})
    return `${body.family} ${body.table ?? body.name}`
  }
  return lines
    .map((line, i) => `${nameOf(i)} ${line}`)
    .sort((one, other) => {
      const [a, b] = [one, other].map((text) => text.split(' ').slice(0, 2).join(' ')) as [string, string]
      return a < b ? -1 : a > b ? 1 : 0
    })
}

describe('tables of topologies in turn', () => {
  needs('command nft', 'nftables')
  const place = eachPlace()

  for (let round = 0; round < 2 * ROUNDS; round++) {
    const seed = SEED * 1000 + round
    it(`A, then B, then A is the same as A; and so is B rolled back (seed ${seed})`, async () => {
      const { nl, path } = place()
      const pick = random(seed)
      const [one, other] = [{ nftables: randomTables(pick) }, { nftables: randomTables(pick) }]
      await nl.applyTopology(one, { owner })
      const first = tables(path)
      assert.deepEqual((await nl.planTopology(one, { owner })).steps, [])
      const applied = await nl.applyTopology(other, { owner })
      assert.deepEqual((await nl.planTopology(other, { owner })).steps, [])
      await nl.applyTopology(one, { owner })
      assert.deepEqual(tables(path), first)
      await nl.applyTopology(other, { owner })
      await applied.rollback()
      assert.deepEqual(tables(path), first)
    })
  }
})
