import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How the reporter finds what a suite lacked: see test/support/needs.ts. */
const lack = Symbol.for('netlink-ts lack')

/** The folder into which scripts/engines has unpacked packages; undefined in a run without it. */
export const unpacked = (): string | undefined => process.env.NETLINK_TS_ENGINES || undefined

/**
 * In the body of a `describe`, on one line, where scripts/engines reads it: the Debian packages whose programs its tests run. They are skipped, aloud,
 * where one is not there.
 */
export function needsPackages(...packages: readonly string[]): void {
  before(function () {
    const folder = unpacked()
    const absent = packages.find((one) => folder === undefined || !existsSync(join(dirname(folder), 'unpacked', one)))
    if (absent === undefined) return
    Object.assign(this.test?.parent ?? {}, { [lack]: `package ${absent} (fetched by scripts/engines)` })
    this.skip()
  })
}
