/** Time between two lists after overruns, in milliseconds; it doubles while overruns last. */
const SHORTEST = 100
const LONGEST = 2000

/** The times of lists that lost events made necessary. */
export class Spacing {
  #between = SHORTEST
  #last = 0

  /** Milliseconds until the next one. */
  get left(): number {
    return Math.max(0, this.#last + this.#between - performance.now())
  }

  begin(): void {
    const now = performance.now()
    const lasts = now - this.#last < 2 * this.#between
    this.#between = lasts ? Math.min(2 * this.#between, LONGEST) : SHORTEST
    this.#last = now
  }
}
