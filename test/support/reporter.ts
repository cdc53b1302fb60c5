import { appendFileSync } from 'node:fs'
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

/**
 * Mocha's own `spec`, and after it what was skipped and why, and the counts on a line of their own. The line is also
 * appended to the file that `NETLINK_TS_COUNTS` names.
 */
export default class Reporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options)
    const pending: Mocha.Test[] = []
    runner.on('pending', (test) => pending.push(test))
    runner.once('end', () => {
      if (runner.stats === undefined) return
      const line = closing(runner.stats)
      console.log([...skips(pending), '', line].join('\n'))
      if (process.env.NETLINK_TS_COUNTS) appendFileSync(process.env.NETLINK_TS_COUNTS, `${line}\n`)
    })
  }
}
