import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chart } from '../../benchmarks/report/chart.ts'
import type { Result } from '../../benchmarks/result.ts'
import { TRIALS } from '../../benchmarks/trials.ts'
import { needs } from '../support/needs.ts'
import { root } from './support/checkout.ts'

/** Ours took 20 ms, nft twice and C half as long. */
const fabricated: Result = {
  date: '2026-01-01T00:00:00.000Z',
  machine: { cpu: 'none', cpus: 1, memoryGiB: 1, kernel: 'Linux', system: 'none', load: [] },
  versions: {},
  rounds: 3,
  quick: false,
  drivers: [
    { name: 'netlink-ts', title: 'netlink-ts' },
    { name: 'nft', title: 'nft -f' },
    { name: 'floor', title: 'C' },
  ],
  figures: [
    { trial: 'nft-rules', size: 20_000, driver: 'netlink-ts', ms: [90, 20, 10], rssMiB: [] },
    { trial: 'nft-rules', size: 20_000, driver: 'nft', ms: [40, 40, 40], rssMiB: [] },
    { trial: 'nft-rules', size: 20_000, driver: 'floor', ms: [10, 10], rssMiB: [] },
  ],
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
    const { figures } = JSON.parse(readFileSync(out, 'utf8')) as Result
    const ours = figures.filter(({ driver, ms }) => driver === 'netlink-ts' && ms.length === 1)
    assert.deepEqual(
      ours.map(({ trial }) => trial),
      TRIALS.map(({ name }) => name),
    )
    assert.deepEqual(
      figures.filter(({ absent }) => absent !== undefined),
      [],
    )
  }).timeout(300_000)

  it('are drawn, each driver by its name and how many times as fast we are', async () => {
    const svg = (await chart(fabricated, [{ trial: 'nft-rules', size: 20_000 }])) ?? ''
    assert.match(svg, /^<svg/)
    for (const text of ['Adding nftables rules (20 000 rules)', 'nft -f', '2.00x', 'C', '0.500x']) {
      assert.ok(svg.includes(`>${text}</text>`), `no ${text} in ${svg}`)
    }
  }).timeout(30_000)

  it('are not drawn where there is nothing to compare', async () => {
    assert.equal(await chart(fabricated, [{ trial: 'containers', size: 100 }]), undefined)
  })

  it('refuse a trial that there is not', () => {
    const run = bench('--only', 'no-such-trial')
    assert.equal(run.status, 64)
    assert.match(run.stderr, /unknown trial 'no-such-trial'/)
  }).timeout(60_000)
})
