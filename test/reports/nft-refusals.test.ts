import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { Session } from 'node:inspector/promises'
import { NetlinkError } from '../../lib/index.ts'
import type { NftCommand } from '../../lib/nftables/index.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { needs } from '../support/needs.ts'

/** Rules for a table that is not there: the kernel refuses every one. */
function rulesOf(table: string, count: number): NftCommand[] {
  return Array.from({ length: count }, () => ({
    add: { rule: { family: 'inet', table, chain: 'c', expr: [{ accept: null }] } },
  }))
}

/** How often functions of lib/ were called while `fn` ran, by their names. */
async function callsDuring(fn: () => Promise<unknown>): Promise<Map<string, number>> {
  const session = new Session()
  session.connect()
  try {
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
    await fn()
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const calls = new Map<string, number>()
    for (const { url, functions } of result.filter(({ url }) => url.includes('/lib/')))
      for (const { functionName, ranges } of functions) {
        const name = `${url.slice(url.lastIndexOf('/') + 1)} ${functionName}`
        calls.set(name, (calls.get(name) ?? 0) + (ranges[0]?.count ?? 0))
      }
    return calls
  } finally {
    session.disconnect()
  }
}

describe('a transaction that is refused many times', () => {
  needs('nftables')
  const nft = oneHandle()

  it('walks over its messages once, not once for each refusal', async () => {
    const count = 2_000
    let refused: unknown
    const calls = await callsDuring(async () => {
      refused = await nft()
        .apply(rulesOf('gone', count))
        .catch((thrown: unknown) => thrown)
    })
    assert.ok(refused instanceof NetlinkError, `${refused}`)
    assert.equal(refused.attribute, 'nftables[0].add.rule.table')
    const steps = calls.get('header.ts nextAt')
    assert.ok(steps !== undefined && steps >= count, `nextAt was called ${steps} times`)
    assert.ok(steps < 4 * count, `nextAt was called ${steps} times for ${count} refusals`)
  })
})

/** What an ordinary user's process prints that has `nft` and `rules(table)`: 20 000 rules for a table. */
function asUser(body: string): unknown {
  const program = `
    const { openNftables } = await import('./lib/nftables/index.ts')
    const nft = await openNftables()
    const rules = (table) =>
      Array.from({ length: 20_000 }, () => ({ add: { rule: { family: 'inet', table, chain: 'c', expr: [{ accept: null }] } } }))
    ${body}
    await nft.close()
  `
  const flags = ['--user', process.execPath, '--import', 'tsx', '--input-type=module', '-e', program]
  return JSON.parse(
    execFileSync('scripts/private', flags, { encoding: 'utf8', cwd: new URL('../..', import.meta.url) }),
  )
}

describe('a transaction with more answers than the receive buffer of an ordinary user holds', () => {
  needs('nftables', 'userns')

  it('is refused with the first refusal, and nothing was done', () => {
    const seen = asUser(`
      const table = { add: { table: { family: 'inet', name: 'new' } } }
      const thrown = await nft.apply([table, ...rules('gone')]).catch((error) => error)
      console.log(JSON.stringify([thrown.code, thrown.attribute, (await nft.list()).nftables]))
    `)
    assert.deepEqual(seen, ['ENOENT', 'nftables[1].add.rule.table', []])
  })
})
