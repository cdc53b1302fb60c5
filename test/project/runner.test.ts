import assert from 'node:assert/strict'
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './support/checkout.ts'

/** A run of mocha of its own, with the hooks and the reporter of this one. */
function mocha(fixture: string): SpawnSyncReturns<string> {
  const args = [join('node_modules', '.bin', 'mocha'), join('test', 'project', 'fixtures', fixture)]
  return spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NETLINK_TS_COUNTS: '', NETLINK_TS_FAILURES: '' },
  })
}

const lines = (run: SpawnSyncReturns<string>) => run.stdout.trimEnd().split('\n')

describe('a run of the tests', () => {
  it('fails when a namespace is left open', () => {
    const run = mocha('leak.ts')
    assert.notEqual(run.status, 0)
    assert.match(run.stdout, /1 more open file of the kind net/)
    assert.equal(lines(run).at(-1), '1 passed, 1 failed')
  }).timeout(30_000)

  it('says what was skipped, and what for', () => {
    const run = mocha('lack.ts')
    assert.equal(run.status, 0)
    const from = lines(run).findIndex((line) => line.startsWith('  skipped for want of'))
    assert.deepEqual(lines(run).slice(from), [
      '  skipped for want of command no-such-command (no such command):',
      '    a test',
      '    a suite one',
      '    a suite two',
      '',
      '1 passed, 0 failed, 3 skipped',
    ])
  }).timeout(30_000)
})
