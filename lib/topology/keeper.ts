/// <reference lib="esnext.disposable" />

import { callerError, NetlinkError } from '../errors.ts'
import { onAbort } from '../transport/abort.ts'
import type { Handle, Watching } from '../transport/handle.ts'
import { Backoff } from './backoff.ts'
import { differencesOf } from './differences.ts'
import { alone } from './lock.ts'
import type { CheckedKeep } from './options.ts'
import { compared, pass } from './pass.ts'
import { Places } from './places.ts'
import { Reports } from './reports.ts'
import type { Wanted } from './wanted.ts'

/** What is kept, checked. */
interface Kept {
  readonly wanted: Wanted
  readonly options: CheckedKeep
}

interface Waiter {
  resolve(): void
  reject(reason: unknown): void
}

const OPERATION = 'keepTopology'
const CLOSED = 'keepTopology: it was closed'
/** The pause after a comparison is at least so many times as long as it took: a busy host has many changes of others. */
const SHARE = 4

/** Keeps namespaces as a topology says. The verb `keepTopology` creates it. */
export class Keeper implements AsyncDisposable {
  /** Resolves when it was closed; rejects when it ends for another reason. */
  readonly done: Promise<void>
  readonly #handle: Handle
  #over: { readonly reason?: unknown } | undefined
  #wake = () => {}
  readonly #stop = new AbortController()
  #isDirty = false
  /** Whether everything was as it must be once. */
  #isKept = false
  #waiters: Waiter[] = []
  #ready: { readonly reports: Reports; readonly backoff: Backoff } | undefined

  /** Internal. */
  constructor(handle: Handle, check: () => Promise<Kept>) {
    this.#handle = handle
    this.done = this.#run(check)
  }

  /** Resolves after a comparison that began after this call and found everything as it must be, or corrected it; rejects if that failed. */
  caughtUp(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#over !== undefined) {
        reject(this.#over.reason ?? new Error(CLOSED))
        return
      }
      this.#waiters.push({ resolve, reject })
      this.#changed()
    })
  }

  /** Ends it; resolves when a correction that is under way is complete. What was applied stays. */
  async close(): Promise<void> {
    this.#end({})
    await this.done.catch(() => undefined)
  }

  /** At the end of `await using`: the same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #run(check: () => Promise<Kept>): Promise<void> {
    let forget: (() => void) | undefined
    try {
      const { wanted, options } = await check()
      if (this.#over !== undefined) return
      const { signal, settle } = options
      if (signal !== undefined) forget = onAbort(signal, () => this.#end({ reason: signal.reason }))
      const reports = new Reports(this.#handle as Watching, wanted, () => this.#changed())
      this.#ready = { reports, backoff: new Backoff(settle) }
      await reports.open()
      reports.follow().catch((reason: unknown) => this.#end({ reason }))
      await this.#keep(wanted, options)
    } catch (thrown) {
      this.#end({ reason: thrown })
    } finally {
      forget?.()
      this.#settle()
    }
    if (this.#over !== undefined && 'reason' in this.#over) throw this.#over.reason
  }

  async #keep(wanted: Wanted, options: CheckedKeep): Promise<void> {
    const { backoff } = this.#ready as { backoff: Backoff }
    while (this.#over === undefined) {
      this.#isDirty = false
      const waiters = this.#waiters.splice(0)
      let begin = performance.now()
      try {
        const isRight = await alone(OPERATION, options.owner, this.#stop.signal, () => {
          begin = performance.now()
          return this.#compare(wanted, options)
        })
        backoff.succeeded()
        if (isRight) for (const { resolve } of waiters) resolve()
        else this.#waiters.unshift(...waiters)
      } catch (thrown) {
        const error = callerError(OPERATION, thrown)
        for (const { reject } of waiters) reject(error)
        this.#failed(error, options)
      }
      await this.#pause(options.interval, performance.now() - begin)
    }
  }

  /** Corrects what differs; false if something differs still. */
  async #compare(wanted: Wanted, { owner, force, signal, onDrift }: CheckedKeep): Promise<boolean> {
    const { reports, backoff } = this.#ready as { reports: Reports; backoff: Backoff }
    const manner = { operation: OPERATION, owner, force }
    await using places = new Places(OPERATION, this.#handle, {})
    const first = await compared(places, manner, wanted)
    if (this.#over !== undefined) return false
    let isRight = true
    if (first.length > 0) {
      if (this.#isKept && !backoff.isFailing) onDrift?.({ differences: differencesOf(first), ...backoff.next })
      isRight = await pass(places, manner, wanted, { verify: true, signal, first }).then(
        () => true,
        (thrown: unknown) => this.#opposed(thrown),
      )
      if (this.#isKept) backoff.corrected()
    }
    this.#isKept = true
    // Until now, nothing was reported of a namespace without an id.
    if (await reports.identify()) this.#changed()
    return isRight
  }

  /** What another program changes faster than it is corrected differs still: that is the next correction. */
  #opposed(thrown: unknown): false {
    if (!this.#isKept || !(thrown instanceof NetlinkError) || thrown.code !== 'ERR_NETLINK_DIFFERS') throw thrown
    this.#changed()
    return false
  }

  /** Without a callback, a failure is the end. */
  #failed(thrown: unknown, { onError }: CheckedKeep): void {
    const { backoff } = this.#ready as { backoff: Backoff }
    if (this.#over !== undefined) return
    if (onError === undefined) throw thrown
    backoff.failed()
    this.#isDirty = true
    onError(thrown, backoff.delay)
  }

  /** Waits for a change, or for the interval, and then until it is time. */
  async #pause(interval: number, took: number): Promise<void> {
    const { backoff } = this.#ready as { backoff: Backoff }
    if (!this.#isDirty) await this.#sleep(interval, () => this.#isDirty)
    await this.#sleep(Math.max(backoff.left, SHARE * took), () => false)
  }

  async #sleep(milliseconds: number, isOver: () => boolean): Promise<void> {
    if (this.#over !== undefined || isOver()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#wake = () => {
        if (this.#over === undefined && !isOver()) return
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = () => {}
  }

  #changed(): void {
    this.#isDirty = true
    this.#wake()
  }

  #end(over: { readonly reason?: unknown }): void {
    if (this.#over !== undefined) return
    this.#over = over
    this.#stop.abort()
    this.#ready?.reports.close(new Error(CLOSED))
    this.#wake()
  }

  /** Ends the waiting of all callers. */
  #settle(): void {
    const reason = this.#over?.reason ?? new Error(CLOSED)
    for (const { reject } of this.#waiters.splice(0)) reject(reason)
  }
}
