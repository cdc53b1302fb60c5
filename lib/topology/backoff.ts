/** The longest time between two corrections, and between two attempts of one that fails, in milliseconds. */
const LONGEST = 60_000
const LONGEST_FAILED = 10_000

/** The times of corrections: each one in a row waits twice as long as the one before. */
export class Backoff {
  readonly #settle: number
  #repeated = 0
  #failures = 0
  #last = Number.NEGATIVE_INFINITY

  constructor(settle: number) {
    this.#settle = Math.max(settle, 1)
  }

  /** Whether the last attempt failed. */
  get isFailing(): boolean {
    return this.#failures > 0
  }

  /** What a correction now would be in the row of corrections, and the time to the next one. */
  get next(): { readonly repeated: number; readonly delay: number } {
    const repeated = performance.now() - this.#last > 2 * LONGEST ? 1 : this.#repeated + 1
    return { repeated, delay: this.#delayOf(repeated) }
  }

  /** Milliseconds from the last correction or attempt to the next one at the earliest. */
  get delay(): number {
    if (this.#failures > 0) return Math.min(this.#settle * 2 ** this.#failures, LONGEST_FAILED)
    return this.#delayOf(this.#repeated)
  }

  #delayOf(repeated: number): number {
    return Math.min(this.#settle * 2 ** Math.max(repeated - 1, 0), LONGEST)
  }

  /** Milliseconds that are left of the delay. */
  get left(): number {
    return Math.max(this.#settle, this.#last + this.delay - performance.now())
  }

  /** Something was corrected. */
  corrected(): void {
    this.#repeated = this.next.repeated
    this.#last = performance.now()
  }

  succeeded(): void {
    this.#failures = 0
  }

  failed(): void {
    this.#failures++
    this.#last = performance.now()
  }
}
