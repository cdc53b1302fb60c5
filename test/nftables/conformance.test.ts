import assert from 'node:assert/strict'
import type { Nftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { applied, compiled, listed, paired, refused, roundTrip } from './support/conformance-case.ts'
import { bySetUp, corpus, type Entry, isThere, type Ruleset, readCorpus } from './support/corpus.ts'
import { oneHandle } from './support/handle.ts'
import { Results, report } from './support/results.ts'
import { inTimeZone } from './support/time-zone.ts'

/** As much as a machine that does other things needs, or one that looks at every byte (a sanitizer). */
const patience = 900_000

describe('conformance with nft', function () {
  needs('command nft', 'nftables')
  this.timeout(patience)
  const all: Results[] = []
  inTimeZone()
  const nft = oneHandle()

  after(async () => {
    if (all.length > 0) console.log(all.map((results) => `      ${results}`).join('\n'))
    report(all)
  })

  async function run(name: string, file: string, check: Check<Entry>): Promise<Results> {
    const results = new Results(name)
    all.push(results)
    for (const group of bySetUp(readCorpus<Entry>(file))) await check(nft(), group, results)
    assert.ok(results.checked > 0)
    return results
  }

  if (!isThere) it.skip(`is not tried: there is no ${corpus}`)
  else {
    it('nft lists rules that were applied as it lists its own', async () => {
      const results = await run('apply', 'rules.jsonl', applied)
      assert.deepEqual(results.failures, [])
    })

    it('nft lists rules of two such rules as it lists its own', async () => {
      const results = await run('apply two', 'rules.jsonl', paired)
      // nft compares both fields at once (nft 1.0.6: neq 0xe9e9), which also matches a packet where only one of them differs.
      const merged = 'arp plen != 233 arp hlen != 233'
      assert.deepEqual(
        results.failures.filter(({ rule }) => rule !== merged),
        [],
      )
    })

    it('rules of nft are listed as nft lists them', async () => {
      const results = await run('list', 'rules.jsonl', listed)
      assert.deepEqual(results.failures, [])
    })

    it('what nft refuses is refused, and the place is named', async () => {
      const results = await run('refuse', 'rules-refused.jsonl', refused)
      assert.deepEqual(results.failures, [])
    })

    for (const file of ['rules.jsonl', 'rules-compile-only.jsonl'])
      it(`the bytecode is that of nft: ${file}`, async () => {
        const results = await run('bytecode', file, compiled)
        assert.deepEqual(results.failures, [])
      })

    it('whole rulesets are listed and applied as by nft', async () => {
      const results = new Results('rulesets')
      all.push(results)
      for (const ruleset of readCorpus<Ruleset>('rulesets.jsonl')) await roundTrip(nft(), ruleset, results)
      assert.deepEqual(results.failures, [])
      assert.ok(results.passed > 0)
    })
  }
})

type Check<T> = (nft: Nftables, group: T[], results: Results) => Promise<void>
