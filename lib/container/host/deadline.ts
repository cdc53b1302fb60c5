import { NetlinkError } from '../../errors.ts'
import { checkLimits, type Limits } from '../../transport/limit.ts'

/** How long other processes are waited for unless the caller says something else, in milliseconds. */
const PATIENCE = 30_000

/** The end of a caller's wait for other processes. What is done meanwhile is not cut short. */
export class Deadline {
  readonly #operation: string
  readonly #timeout: number
  readonly #signal: AbortSignal | undefined
  readonly #end: number

  constructor(operation: string, limits: Limits = {}) {
    checkLimits(operation, limits)
    limits.signal?.throwIfAborted()
    const { signal, timeout = PATIENCE } = limits
    this.#operation = operation
    this.#timeout = timeout
    this.#signal = signal
    this.#end = performance.now() + timeout
  }

  /** Throws if the time is over or the signal is aborted; `what` is what is waited for. */
  check(what: string): void {
    if (this.#signal?.aborted === true) throw this.#signal.reason
    if (performance.now() >= this.#end) throw this.#late(what)
  }

  /** A pause, of a few milliseconds. */
  async pause(milliseconds: number, what: string): Promise<void> {
    this.check(what)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
  }

  /** Waits for the promise as long as the caller waits. */
  async until(promise: Promise<unknown>, what: string): Promise<void> {
    let over = () => {}
    const end = new Promise<void>((_, reject) => {
      const left = this.#end - performance.now()
      const timer = Number.isFinite(left) ? setTimeout(() => reject(this.#late(what)), Math.max(left, 0)) : undefined
      const onAbort = () => reject(this.#signal?.reason)
      this.#signal?.addEventListener('abort', onAbort, { once: true })
      over = () => {
        clearTimeout(timer)
        this.#signal?.removeEventListener('abort', onAbort)
      }
    })
    try {
      if (this.#signal?.aborted === true) throw this.#signal.reason
      await Promise.race([promise, end])
    } finally {
      over()
    }
  }

  #late(what: string): NetlinkError {
    const reason = `waited ${this.#timeout} ms for ${what}`
    return new NetlinkError({ code: 'ERR_NETLINK_TIMEOUT', operation: this.#operation, reason })
  }
}
