// The handle: sockets in one network namespace, and every verb as a method.
/// <reference lib="esnext.disposable" />

import type { InspectOptions } from 'node:util'
import { inspect } from '../builtin.ts'
import { openHome } from '../netns/home.ts'
import { openTransports } from '../netns/transports.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Handle } from '../transport/handle.ts'
import { type Limits, refuseBareSignal } from '../transport/limit.ts'
import type { Transports } from '../transport/transports.ts'
import { bindHome } from '../verb/home.ts'
import { checkHandleOptions } from '../verb/options.ts'
import { type Definition, definitionOf, method } from '../verb/verb.ts'
import type { NetnsRef } from '../wire/netns.ts'
import * as batches from './batch.ts'
import { type Verbs, verbs } from './verbs.ts'

/** Options of {@link openNetlink}. */
export interface NetlinkOptions extends Limits {
  /** Namespace in which the handle acts; by default that of this process. */
  netns?: NetnsRef | undefined
}

/** The internal handle of a public one, for code that is not a verb. */
export let handleOf: (netlink: Netlink) => Handle

/**
 * A handle: one socket in one network namespace, with every verb as a method. Calls made in one tick are sent together, executed in order,
 * and settled individually. `signal` closes the handle and ends all calls in progress; `timeout` limits the wait for each reply.
 */
export interface Netlink extends Verbs, Pick<typeof batches, 'batch'> {}

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

  /** The same as {@link openNetlink}. */
  static async open(options: NetlinkOptions = {}): Promise<Netlink> {
    refuseBareSignal('openNetlink', options)
    checkHandleOptions('openNetlink', options)
    const { netns, signal, timeout } = options
    const { transports, opened } = openTransports(rtnetlink, netns, { signal, timeout })
    await opened
    return new Netlink(() => transports, netns)
  }

  /** Finishes the calls in progress, then closes the handle. Later calls reject with ERR_NETLINK_CLOSED. Closing twice has no effect. */
  async close(): Promise<void> {
    await this.#open().close()
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  static {
    handleOf = (netlink) => netlink.#open()
    for (const definition of [...verbs, definitionOf(batches.batch) as Definition]) {
      const value = method(definition, handleOf)
      Object.defineProperty(Netlink.prototype, definition.name, { value, writable: true, configurable: true })
    }
  }
}

bindHome(openHome)

/** Opens a handle in the namespace of this process or in another one. ENOENT if that namespace does not exist. */
export function openNetlink(options?: NetlinkOptions): Promise<Netlink> {
  return Netlink.open(options)
}
