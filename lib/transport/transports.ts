import type { Preset } from '../wire/message.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { Pattern } from '../wire/pattern.ts'
import type { Batch } from './batch.ts'
import type { Watching } from './handle.ts'
import type { Limits } from './limit.ts'
import type { Listening } from './listening.ts'
import type { Messages } from './messages.ts'
import type { Descriptor } from './native.ts'
import type { Outcome } from './outbox.ts'
import type { Protocol } from './protocol.ts'
import type { Keep } from './reader.ts'
import type { Receiver, Reception } from './receiver.ts'
import type { RequestType } from './request-type.ts'
import type { Stop } from './stop.ts'
import type { Transport } from './transport.ts'

/** Opens the transports of another handle, in another namespace. */
export type Enter = (protocol: Protocol, netns: NetnsRef) => Transports

/**
 * The transports of one handle: one for each protocol, all in one namespace. The first is there from the beginning, the others are opened
 * when a request needs them, and all are closed together. Requests of one protocol keep their order; those of two protocols have none.
 */
export class Transports implements Watching {
  readonly #first: Transport
  readonly #enter: Enter
  /** By the number of their protocol. */
  readonly #others: Map<number, Transport>

  constructor(first: Transport, enter: Enter, others: Map<number, Transport> = new Map()) {
    this.#first = first
    this.#enter = enter
    this.#others = others
  }

  /** The transport of a protocol. */
  of(protocol: Protocol): Transport {
    const { number } = protocol
    // A closed transport rejects every request.
    if (number === this.#first.protocol.number || this.#first.closed) return this.#first
    const known = this.#others.get(number)
    if (known !== undefined) return known
    const opened = this.#first.beside(protocol)
    this.#others.set(number, opened)
    return opened
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset, limits?: Limits): Promise<T> {
    return this.of(verb.protocol).request(verb, value, preset, limits)
  }

  repeat<T>(verb: RequestType<T>, pattern: Pattern, values: readonly unknown[]): Promise<T> | undefined {
    return this.of(verb.protocol).repeat(verb, pattern, values)
  }

  list<T>(verb: RequestType<T>, filter: object, limits?: Limits, keep?: Keep<T>): Promise<T[]> {
    return this.of(verb.protocol).list(verb, filter, limits, keep)
  }

  messages<T>(verb: RequestType<T>, filter: object, limits?: Limits): Promise<Messages<T>> {
    return this.of(verb.protocol).messages(verb, filter, limits)
  }

  stream<T>(verb: RequestType<T>, filter: object, limits?: Limits, keep?: Keep<T>): AsyncIterableIterator<T> {
    return this.of(verb.protocol).stream(verb, filter, limits, keep)
  }

  /** The events of a protocol that watches of this handle receive. */
  listening(protocol: Protocol, allNsid = false): Listening {
    return this.of(protocol).listening(allNsid)
  }

  get inode(): bigint | undefined {
    return this.#first.inode
  }

  /** A separate socket of multicast groups of a protocol. */
  receiver(operation: string, protocol: Protocol, reception: Reception): Receiver {
    return this.of(protocol).receiver(operation, reception)
  }

  /** Runs several steps as one: no other request of the first protocol comes between them. */
  task<T>(operation: string, fn: (alone: Transports) => Promise<T>, limits?: Limits): Promise<T> {
    return this.#first.task(operation, (alone) => fn(new Transports(alone, this.#enter, this.#others)), limits)
  }

  /** The limits of every call. */
  get limits(): Limits {
    return this.#first.limits
  }

  /** The namespace of the handle, to be closed by the caller; undefined if the handle is closed. */
  netns(): Descriptor | undefined {
    return this.#first.netns()
  }

  /** Runs `fn` with transports in another namespace, which are closed when it ends. */
  async inside<T>(netns: NetnsRef, fn: (there: Transports) => Promise<T>): Promise<T> {
    const there = this.#enter(this.#first.protocol, netns)
    try {
      return await fn(there)
    } finally {
      await there.close()
    }
  }

  /** An empty batch for requests of the first protocol, to be filled and then passed to {@link send} or {@link discard}. */
  batch(): Batch {
    return this.#first.batch()
  }

  /** Sends a batch after all previous requests; `stop` says when a failure ends it. With `keep`, the caller discards the batch. */
  send(batch: Batch, stop: Stop, keep?: boolean): Promise<Outcome> {
    return this.#first.send(batch, stop, keep)
  }

  /** Discards an unsent batch. */
  discard(batch: Batch): void {
    this.#first.discard(batch)
  }

  get closed(): boolean {
    return this.#first.closed
  }

  /** Completes pending requests, then closes all sockets. Later requests fail with ERR_NETLINK_CLOSED. */
  async close(): Promise<void> {
    // A task of the first may still open and use others.
    await this.#first.close()
    await Promise.all([...this.#others.values()].map((transport) => transport.close()))
  }
}
