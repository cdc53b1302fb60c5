import assert from 'node:assert/strict'
import type { Nftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { bySetUp, corpus, type Entry, isThere, type Ruleset, readCorpus } from './corpus.ts'
import { oneHandle } from './handle.ts'
import { applied, compiled, listed, paired, refused, roundTrip } from './question.ts'
import { report, Tally } from './tally.ts'
import { inZone } from './zone.ts'

/** As much as a machine that does other things needs, or one that looks at every byte (a sanitizer). */
const patience = 900_000

/** The shares that must hold. */
const enough = 0.95

describe('conformance with nft', function () {
  needs('command nft', 'nftables')
  this.timeout(patience)
  const tallies: Tally[] = []
  inZone()
  const nft = oneHandle()

  after(async () => {
    if (tallies.length > 0) console.log(tallies.map((tally) => `      ${tally}`).join('\n'))
    report(tallies)
  })

  async function ask(question: string, file: string, judge: Question<Entry>): Promise<Tally> {
    const tally = new Tally(question)
    tallies.push(tally)
    for (const group of bySetUp(readCorpus<Entry>(file))) await judge(nft(), group, tally)
    assert.ok(tally.judged > 0)
    return tally
  }

  if (!isThere) it.skip(`is not tried: there is no ${corpus}`)
  else {
    it('nft lists rules that were applied as it lists its own', async () => {
      const tally = await ask('apply', 'rules.jsonl', applied)
      assert.ok(tally.share >= enough, `${tally}`)
    })

    it('nft lists rules of two such rules as it lists its own', async () => {
      const tally = await ask('apply two', 'rules.jsonl', paired)
      assert.ok(tally.share >= enough, `${tally}`)
    })

    it('rules of nft are listed as nft lists them', async () => {
      const tally = await ask('list', 'rules.jsonl', listed)
      assert.ok(tally.share >= enough, `${tally}`)
    })

    it('what nft refuses is refused, and the place is named', async () => {
      const tally = await ask('refuse', 'rules-refused.jsonl', refused)
      assert.deepEqual(tally.failures, [])
    })

    for (const file of ['rules.jsonl', 'rules-compile-only.jsonl'])
      it(`the bytecode is that of nft: ${file}`, async () => {
        const tally = await ask('bytecode', file, compiled)
        assert.ok(tally.share >= enough, `${tally}`)
      })

    it('whole rulesets are listed and applied as by nft', async () => {
      const tally = new Tally('rulesets')
      tallies.push(tally)
      for (const ruleset of readCorpus<Ruleset>('rulesets.jsonl')) await roundTrip(nft(), ruleset, tally)
      assert.deepEqual(tally.failures, [])
      assert.ok(tally.passed > 0)
    })
  }
})

type Question<T> = (nft: Nftables, group: T[], tally: Tally) => Promise<void>
