/**
 * What waits in the queue of a handle. Batches run in the order of the socket and may be under way together. A read (a list) must see
 * everything requested before it and nothing requested after it, so later batches wait; reads may overlap. A task has the handle to itself.
 */
export type Step = 'batch' | 'read' | 'task'

interface Waiting {
  readonly step: Step
  readonly start: () => void
}

/** The order of one handle's work: first in, first out. */
export class RequestQueue {
  #waiting: Waiting[] = []
  #reads = 0
  #tasks = 0
  #idle: (() => void)[] = []

  /** Starts now, or as soon as earlier work allows. */
  acquire(step: Step, start: () => void): void {
    if (this.#waiting.length === 0 && this.#allows(step)) this.#begin(step, start)
    else this.#waiting.push({ step, start })
  }

  /** A read or a task has ended. */
  release(step: 'read' | 'task'): void {
    if (step === 'read') this.#reads--
    else this.#tasks--
    this.#advance()
  }

  /** Resolves when nothing waits and no read or task is under way. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve)
      this.#advance()
    })
  }

  #advance(): void {
    while (this.#waiting.length > 0 && this.#allows((this.#waiting[0] as Waiting).step)) {
      const { step, start } = this.#waiting.shift() as Waiting
      this.#begin(step, start)
    }
    if (this.#waiting.length > 0 || this.#reads + this.#tasks > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  #allows(step: Step): boolean {
    return this.#tasks === 0 && (step === 'read' || this.#reads === 0)
  }

  #begin(step: Step, start: () => void): void {
    if (step === 'read') this.#reads++
    if (step === 'task') this.#tasks++
    start()
  }
}
