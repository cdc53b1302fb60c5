// The handle for sockets: every verb of this module as a method, in one network namespace.
/// <reference lib="esnext.disposable" />

import type { InspectOptions } from 'node:util'
import { inspect } from '../builtin.ts'
import { openHome } from '../netns/home.ts'
import { openTransports } from '../netns/transports.ts'
import { sockdiag } from '../protocol/sockdiag.ts'
import { type Limits, refuseBareSignal } from '../transport/limit.ts'
import type { Transports } from '../transport/transports.ts'
import { bindHome } from '../verb/home.ts'
import { checkHandleOptions } from '../verb/options.ts'
import { definitionOf, method } from '../verb/verb.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Public } from '../wire/type.ts'
import * as verbs from './verbs.ts'

/** Options of {@link openSockets}. */
export interface SocketsOptions extends Limits {
  /** Namespace in which the handle acts; by default that of this process. */
  netns?: NetnsRef | undefined
}

type Verbs = typeof verbs
type Call = (...args: never) => unknown

/** Every verb of this module, as the methods of a handle. */
export interface SocketsVerbs
  extends Pick<Verbs, { [K in keyof Verbs]: Verbs[K] extends Call ? K : never }[keyof Verbs]>,
    Public {}

/**
 * A handle for the sockets of one network namespace, with every function of this module as a method. `signal` closes the handle and ends all
 * calls in progress; `timeout` limits the wait for each reply.
 */
export interface Sockets extends SocketsVerbs {}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are put on the prototype below
export class Sockets implements AsyncDisposable {
  readonly #transports: Transports
  readonly #netns: NetnsRef | undefined

  private constructor(transports: Transports, netns: NetnsRef | undefined) {
    this.#transports = transports
    this.#netns = netns
  }

  /** What `console.log` shows of a handle. */
  [Symbol.for('nodejs.util.inspect.custom')](_depth: number, options: InspectOptions): string {
    return `Sockets ${inspect({ netns: this.#netns, closed: this.#transports.closed }, options)}`
  }

  /** The same as {@link openSockets}. */
  static async open(options: SocketsOptions = {}): Promise<Sockets> {
    refuseBareSignal('openSockets', options)
    checkHandleOptions('openSockets', options)
    const { netns, signal, timeout } = options
    const { transports, opened } = openTransports(sockdiag, netns, { signal, timeout }, 'openSockets')
    await opened
    return new Sockets(transports, netns)
  }

  /** Finishes the calls in progress, then closes the handle. Later calls reject with ERR_NETLINK_CLOSED. Closing twice has no effect. */
  async close(): Promise<void> {
    await this.#transports.close()
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  static {
    for (const verb of Object.values(verbs)) {
      const definition = definitionOf(verb)
      if (definition === undefined) continue
      const value = method(definition, (sockets: Sockets) => sockets.#transports)
      Object.defineProperty(Sockets.prototype, definition.name, { value, writable: true, configurable: true })
    }
  }
}

/** The functions of this module act on the namespace of this process. */
bindHome(openHome)
