// A bar on a terminal, for plans that take long.
import { isatty } from 'node:tty'
import type { PlanProgress } from '../../topology/index.ts'
import { printError } from '../standard.ts'

const STDERR = 2
const WIDTH = 40

/** Shows how far a plan has been run, on standard error if that is a terminal; gone when disposed. */
export class Progress implements Disposable {
  readonly #isShown = isatty(STDERR)
  #isThere = false

  readonly show = ({ done, total }: PlanProgress): void => {
    if (!this.#isShown) return
    this.#isThere = true
    const full = Math.round((done / total) * WIDTH)
    printError(`\r[${'#'.repeat(full)}${' '.repeat(WIDTH - full)}] ${done} of ${total} steps`)
  };

  [Symbol.dispose](): void {
    // CSI K erases to the end of the line.
    if (this.#isThere) printError('\r\u001b[K')
    this.#isThere = false
  }
}
