import { type Feature, missing } from './features.ts'

/** What a test or a suite lacked, as the reporter finds it. The key is shared by every copy of this module. */
const lack = Symbol.for('netlink-ts lack')

interface Marked {
  [lack]?: string
  parent?: Marked | undefined
}

/** Marks a test or a suite with the first feature that is missing; whether there is one. */
function mark(marked: Mocha.Suite | Mocha.Runnable | undefined, features: readonly Feature[]): boolean {
  for (const feature of features) {
    const reason = missing(feature)
    if (reason === undefined) continue
    if (marked) (marked as Marked)[lack] = `${feature} (${reason})`
    return true
  }
  return false
}

/**
 * In the body of a `describe`: its tests are skipped, aloud, on a machine without one of `features`.
 *
 * ```ts
 * describe('createVlan', () => {
 *   needs('vlan')
 * ```
 */
export function needs(...features: readonly Feature[]): void {
  before(function () {
    if (mark(this.test?.parent, features)) this.skip()
  })
}

/** In the body of a test, a `function`: `needsHere(this, 'root')` skips this test alone. */
export function needsHere(context: Mocha.Context, ...features: readonly Feature[]): void {
  if (mark(context.test, features)) context.skip()
}

/** What a skipped test lacked, or undefined where it was skipped by hand. */
export function lackOf(test: Mocha.Runnable): string | undefined {
  for (let at: Marked | undefined = test as Marked; at; at = at.parent) {
    if (at[lack] !== undefined) return at[lack]
  }
  return undefined
}
