import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TRIALS } from '../../benchmarks/trials.ts'
import { needs } from '../support/needs.ts'
import { root } from './checkout.ts'

interface Written {
  figures: { trial: string; driver: string; ms: number[]; absent?: string }[]
}

/** A run of the benchmarks by way of its script, with as little work as there is. */
function bench(...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(join('scripts', 'bench'), args, { cwd: root, encoding: 'utf8' })
}

describe('the benchmarks', () => {
  needs('command ip', 'command nft')
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'netlink-ts-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  it('run every trial, and write what every driver took', () => {
    const out = join(folder, 'result.json')
    const run = bench('--quick', '--out', out)
    assert.equal(run.status, 0, run.stdout + run.stderr)
    const { figures } = JSON.parse(readFileSync(out, 'utf8')) as Written
    const ours = figures.filter(({ driver, ms }) => driver === 'netlink-ts' && ms.length === 1)
    assert.deepEqual(
      ours.map(({ trial }) => trial),
      TRIALS.map(({ name }) => name),
    )
    assert.deepEqual(
      figures.filter(({ absent }) => absent !== undefined),
      [],
    )
  }).timeout(120_000)

  it('refuse a trial that there is not', () => {
    const run = bench('--only', 'no-such-trial')
    assert.equal(run.status, 64)
    assert.match(run.stderr, /no trial 'no-such-trial'/)
  }).timeout(60_000)
})
