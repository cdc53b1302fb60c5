// The handle: sockets in one network namespace, and every verb as a method.
/// <reference lib="esnext.disposable" />
import { type InspectOptions, inspect } from 'node:util'
import { callerError } from '../errors.ts'
import { openTransports } from '../netns/transports.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { type Limits, refuseBareSignal } from '../transport/limit.ts'
import type { Transports } from '../transport/transports.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { unknownOption } from '../wire/unknown.ts'
import { type BatchOptions, type BatchResult, runBatch } from './batch.ts'
import { argumentCheck } from './door.ts'
import { type Changes, changes, reads, type Verbs } from './verbs.ts'

/** The options of {@link openNetlink}. */
export interface NetlinkOptions extends Limits {
  /** The namespace in which the handle acts; the one of this process unless given. */
  netns?: NetnsRef | undefined
}

/**
 * A handle: one socket in one network namespace, with every verb as a method. Calls made in one tick travel together, are executed
 * in order and settle one by one. `signal` ends it with everything under way; `timeout` bounds the wait for every answer.
 */
export interface Netlink extends Verbs {}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods of Verbs are put on the prototype below
export class Netlink implements AsyncDisposable {
  readonly #open: () => Transports
  readonly #netns: NetnsRef | undefined

  private constructor(open: () => Transports, netns?: NetnsRef) {
    this.#open = open
    this.#netns = netns
  }

  /** What `console.log` shows of a handle. */
  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, options: InspectOptions): string {
    return `Netlink ${inspect({ netns: this.#netns, closed: this.#open().closed }, options)}`
  }

  /** A handle in the namespace of this process that opens itself on first use; what is wrong then, the first call tells. */
  static home(): Netlink {
    let home: Transports | undefined
    return new Netlink(() => {
      if (home !== undefined) return home
      const { transports, opened } = openTransports(rtnetlink)
      opened.catch(() => undefined)
      home = transports
      return home
    })
  }

  /** The same as `openNetlink`. */
  static async open(options: NetlinkOptions = {}): Promise<Netlink> {
    refuseBareSignal('openNetlink', options)
    const { netns, signal, timeout, ...rest } = options
    for (const key of Object.keys(rest))
      throw callerError('openNetlink', unknownOption(key, ['netns', 'signal', 'timeout']))
    const { transports, opened } = openTransports(rtnetlink, netns, { signal, timeout })
    await opened
    return new Netlink(() => transports, netns)
  }

  /**
   * Sends many changes together, in as few system calls as the kernel allows, and tells what came of each. A slip (TypeError,
   * RangeError) rejects before anything is sent.
   *
   * ```ts
   * const results = await nl.batch((b) => {
   *   for (const route of routes) b.addRoute(route)
   * })
   * ```
   */
  async batch(build: (b: Changes) => void, options: BatchOptions = {}): Promise<BatchResult[]> {
    return runBatch(this.#open(), build, options)
  }

  /** Finishes what was asked, then closes. Later calls reject with ERR_NETLINK_CLOSED. Closing twice does nothing. */
  async close(): Promise<void> {
    await this.#open().close()
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  static {
    for (const [name, verb] of Object.entries({ ...changes, ...reads })) {
      const call = verb as (caller: Transports, first: unknown, second: unknown) => unknown
      const failed = name.startsWith('stream') ? failing : rejected
      const check = argumentCheck(name)
      const value = function (this: Netlink, first: unknown, second: unknown): unknown {
        try {
          check?.(first)
          return call(this.#open(), first, second)
        } catch (thrown) {
          return failed(callerError(name, thrown))
        }
      }
      Object.defineProperty(Netlink.prototype, name, { value, writable: true, configurable: true })
    }
  }
}

function rejected(error: unknown): Promise<never> {
  return Promise.reject(error)
}

/** A stream that fails when it is read. */
function failing(error: unknown): AsyncIterable<never> {
  return { [Symbol.asyncIterator]: () => ({ next: () => rejected(error) }) }
}
