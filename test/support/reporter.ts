import { appendFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import Mocha from 'mocha'
import { lackOf } from './needs.ts'

/** `12 passed, 0 failed`, with the skipped ones where there are any. */
function closing(stats: Mocha.Stats): string {
  const skipped = stats.pending > 0 ? `, ${stats.pending} skipped` : ''
  return `${stats.passes} passed, ${stats.failures} failed${skipped}`
}

/** The skipped tests under the reason each was skipped for. */
function skips(pending: readonly Mocha.Test[]): string[] {
  const byReason = new Map<string, string[]>()
  for (const test of pending) {
    const lack = lackOf(test)
    const reason = lack === undefined ? 'in its source' : `for want of ${lack}`
    byReason.set(reason, [...(byReason.get(reason) ?? []), test.fullTitle()])
  }
  return [...byReason].flatMap(([reason, titles]) => ['', `  skipped ${reason}:`, ...titles.map((t) => `    ${t}`)])
}

/** A failed test, as the end of a long run shows it again; the first line names its file below the root of the project. */
function failure(test: Mocha.Test, error: Error): string {
  const file = test.file === undefined ? '' : relative(join(import.meta.dirname, '../..'), test.file)
  return [`file: ${file}`, test.fullTitle(), ...(error.stack ?? error.message).split('\n').slice(0, 40), ''].join('\n')
}

/**
 * Mocha's own `spec`, and after it what was skipped and why, and the counts on a line of their own. The line is also
 * appended to the file that `NETLINK_TS_COUNTS` names, and what failed to that of `NETLINK_TS_FAILURES`.
 */
export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options)
    const pending: Mocha.Test[] = []
    const { NETLINK_TS_COUNTS: counts, NETLINK_TS_FAILURES: failures } = process.env
    runner.on('fail', (test, error) => failures && appendFileSync(failures, `${failure(test, error)}\n`))
    runner.on('pending', (test) => pending.push(test))
    runner.once('end', () => {
      if (runner.stats === undefined) return
      const line = closing(runner.stats)
      console.log([...skips(pending), '', line].join('\n'))
      if (counts) appendFileSync(counts, `${line}\n`)
    })
  }
}
