import { published } from '../diagnostics.ts'
import { Bytes } from '../wire/bytes.ts'
import type { Preset } from '../wire/message.ts'
import type { Opener } from '../wire/netns.ts'
import type { Pattern } from '../wire/pattern.ts'
import { onAbort } from './abort.ts'
import { closedError, datagramError, LOST, onlyWhole } from './answer.ts'
import type { Batch } from './batch.ts'
import type { Chunk, DumpRequest } from './dump.ts'
import { checkLimits, type Limits, limited } from './limit.ts'
import { Listening } from './listening.ts'
import type { Messages } from './messages.ts'
import { addon, type Descriptor, type Socket } from './native.ts'
import { Outbox, type Outcome } from './outbox.ts'
import { pollCompletions } from './poll.ts'
import type { Protocol } from './protocol.ts'
import { RequestQueue } from './queue.ts'
import { type Keep, Reader } from './reader.ts'
import { Receiver, type Reception } from './receiver.ts'
import { rejection } from './rejection.ts'
import type { AnyRequestType, RequestType } from './request-type.ts'
import type { Stop } from './stop.ts'
import type { OpenTracer, Tracer } from './tracer.ts'

/** Where and how a transport is opened. */
export interface TransportOptions {
  /** The namespace, by default that of this process. It may be closed right after the call. */
  readonly netns?: Descriptor | undefined
  /** The namespace as text, for traces. */
  readonly where?: string | undefined
  readonly limits?: Limits | undefined
  /** The verb that opens it, for errors. */
  readonly operation?: string | undefined
  /** Opens namespaces that are options of requests. */
  readonly hold?: Opener | undefined
  readonly openTracer?: OpenTracer | undefined
}

/**
 * One netlink socket and its traffic. Requests made in one tick share a buffer, which is passed to the addon in one call; each has its own
 * promise. Dumps use separate sockets. This class does not interpret messages.
 */
export class Transport {
  readonly protocol: Protocol
  readonly #socket: Socket
  readonly #options: TransportOptions
  readonly #queue = new RequestQueue()
  readonly #limits: Limits
  readonly #outbox: Outbox
  #reader: Reader | undefined
  readonly #trace: Tracer | undefined
  #closed = false
  #closing: Promise<void> | undefined
  #ending: unknown
  readonly #forget: (() => void) | undefined
  /** Of this namespace, and of all. */
  readonly #listenings: (Listening | undefined)[] = []
  readonly #receivers = new Set<WeakRef<Receiver>>()

  private constructor(
    protocol: Protocol,
    socket: Socket,
    options: TransportOptions,
    trace: Tracer | undefined,
    limits = options.limits ?? {},
  ) {
    this.protocol = protocol
    this.#socket = socket
    this.#options = options
    this.#limits = limits
    this.#trace = trace
    this.#outbox = new Outbox(socket, this.#queue, limits, trace, options.hold)
    this.#forget = limits.signal === undefined ? undefined : onAbort(limits.signal, () => this.#abort())
  }

  /** Opens a socket. It accepts requests immediately, which wait until it is open; `opened` resolves with 0 or a negative errno. */
  static open(protocol: Protocol, options: TransportOptions = {}): { transport: Transport; opened: Promise<number> } {
    const { netns, where, limits = {}, operation = 'openNetlink', hold, openTracer } = options
    checkLimits(operation, limits)
    limits.signal?.throwIfAborted()
    const trace = openTracer?.(protocol, where)
    let settle: ((error: number) => void) | undefined
    const opened = new Promise<number>((resolve) => {
      settle = resolve
    })
    const socket = new (addon().Socket)(protocol, netns, (error) => {
      trace?.opened(error, socket)
      settle?.(error)
    })
    pollCompletions()
    return { transport: new Transport(protocol, socket, { where, limits, hold, openTracer }, trace), opened }
  }

  /** A transport on an open socket, which it owns. */
  static over(socket: Socket, protocol: Protocol, limits: Limits = {}): Transport {
    return new Transport(protocol, socket, { limits }, undefined)
  }

  /** Opens a transport of another protocol, in the same namespace and with the same limits. */
  beside(protocol: Protocol): Transport {
    const netns = this.#socket.netns()
    try {
      return Transport.open(protocol, { ...this.#options, netns }).transport
    } finally {
      netns?.close()
    }
  }

  request<T>(verb: RequestType<T>, value: object, preset?: Preset, limits?: Limits): Promise<T> {
    const { operation } = verb
    const promise = this.#closed
      ? Promise.reject(this.#gone(operation))
      : this.#outbox.request(verb, value, preset, limits)
    return published(operation, promise)
  }

  /** Sends a request by its pattern. Returns undefined, with nothing sent, if a value does not fit. */
  repeat<T>(verb: RequestType<T>, pattern: Pattern, values: readonly unknown[]): Promise<T> | undefined {
    const promise = this.#closed ? undefined : this.#outbox.repeat(verb, pattern, values)
    return promise && published(verb.operation, promise)
  }

  /** An empty batch to be filled and then passed to {@link send} or {@link discard}. */
  batch(): Batch {
    return this.#outbox.batch()
  }

  /** Sends a batch after all previous requests; `stop` says when a failure ends it. With `keep`, the caller discards the batch. */
  send(batch: Batch, stop: Stop, keep = false): Promise<Outcome> {
    if (!this.#closed) return this.#outbox.send(batch, stop, keep)
    if (!keep) this.discard(batch)
    return Promise.reject(this.#gone('batch'))
  }

  /** Discards an unsent batch. */
  discard(batch: Batch): void {
    this.#outbox.discard(batch)
  }

  list<T>(verb: RequestType<T>, filter: object, limits?: Limits, keep?: Keep<T>): Promise<T[]> {
    return this.#reading().list(verb, filter, limits, keep)
  }

  stream<T>(verb: RequestType<T>, filter: object, limits?: Limits, keep?: Keep<T>): AsyncIterableIterator<T> {
    return this.#reading().stream(verb, filter, limits, keep)
  }

  /** A list whose messages are decoded when they are needed. */
  messages<T>(verb: RequestType<T>, filter: object, limits?: Limits): Promise<Messages<T>> {
    return this.#reading().messages(verb, filter, limits)
  }

  /** The messages of a dump as bytes; the caller retries. */
  dump(verb: AnyRequestType, filter: object, limits?: Limits): AsyncGenerator<Chunk, void, undefined> {
    return this.#reading().dump(verb, filter, limits)
  }

  /** The events that watches of this handle receive. */
  listening(allNsid: boolean): Listening {
    if (this.#closed) throw this.#gone('watch')
    const found = this.#listenings[Number(allNsid)] ?? new Listening(this.#socket, allNsid)
    this.#listenings[Number(allNsid)] = found
    return found
  }

  /** Inode of its namespace; undefined for that of the process. */
  get inode(): bigint | undefined {
    const netns = this.#socket.netns()
    const inode = netns?.inode
    netns?.close()
    return inode
  }

  /** A separate socket of multicast groups, which is read on demand. It is closed with this transport. */
  receiver(operation: string, reception: Reception): Receiver {
    if (this.#closed) throw this.#gone(operation)
    const receivers = this.#receivers
    const receiver: Receiver = new Receiver(operation, this.#socket, reception, () => receivers.delete(held))
    const held = new WeakRef(receiver)
    receivers.add(held)
    return receiver
  }

  /** Many handles list nothing. */
  #reading(): Reader {
    const query = (verb: AnyRequestType, filter: object) => this.#dumpRequest(verb, filter)
    this.#reader ??= new Reader(this.#socket, this.#queue, this.#limits, query, this.#trace)
    return this.#reader
  }

  #dumpRequest(verb: AnyRequestType, filter: object): DumpRequest {
    if (this.#closed) throw this.#gone(verb.operation)
    return this.#outbox.dumpRequest(verb, filter)
  }

  /**
   * Sends one datagram (an nfnetlink batch) after all previous requests, and returns the replies. If replies were lost because the receive
   * buffer was full, `enough` decides whether the rest is sufficient; otherwise ERR_NETLINK_OVERRUN.
   */
  transact(operation: string, batch: Uint8Array, replies: number, enough = onlyWhole): Promise<Bytes> {
    if (this.#closed) return Promise.reject(this.#gone(operation))
    this.#outbox.flush(operation)
    const promise = new Promise<Bytes>((resolve) => {
      this.#queue.acquire('batch', () => {
        const traced = this.#trace?.transact(operation, batch)
        this.#socket.transact(batch, batch.length, replies, (error, answers) => {
          traced?.(error, answers)
          const bytes = new Bytes(answers ?? new ArrayBuffer(0))
          if (error === 0 || (error === LOST && enough(bytes))) resolve(bytes)
          else resolve(rejection(datagramError(operation, error)))
        })
        pollCompletions()
      })
    })
    return published(operation, limited(promise, operation, this.#limits))
  }

  /** The limits of every call. */
  get limits(): Limits {
    return this.#limits
  }

  /** The namespace of the socket, to be closed by the caller; undefined if the socket is closed. */
  netns(): Descriptor | undefined {
    return this.#socket.netns()
  }

  /** Runs several steps as one: no other request of this handle comes between them. `limits` are those of the handle by default. */
  task<T>(operation: string, fn: (alone: Transport) => Promise<T>, limits: Limits = this.#limits): Promise<T> {
    if (this.#closed) return Promise.reject(this.#gone(operation))
    this.#outbox.flush(operation)
    const alone = new Transport(this.protocol, this.#socket, this.#options, this.#trace, {
      timeout: limits.timeout,
    })
    const promise = new Promise<T>((resolve, reject) => {
      this.#queue.acquire('task', () => {
        Promise.resolve(alone)
          .then(fn)
          .then(resolve, reject)
          .finally(() => this.#queue.release('task'))
      })
    })
    return limited(promise, operation, { signal: limits.signal })
  }

  get closed(): boolean {
    return this.#closed
  }

  #gone(operation: string): unknown {
    return this.#ending ?? closedError(operation)
  }

  #abort(): void {
    if (this.#outbox.writing) {
      process.nextTick(() => this.#abort())
      return
    }
    this.#ending = this.#limits.signal?.reason
    this.#outbox.flush()
    this.#outbox.fail(() => this.#ending)
    void this.close()
  }

  /** Completes pending requests, then closes the socket. Later requests fail with ERR_NETLINK_CLOSED. */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing
    this.#outbox.flush()
    this.#closed = true
    this.#forget?.()
    for (const listening of this.#listenings) listening?.close(this.#gone('watch'))
    for (const held of this.#receivers) held.deref()?.fail(this.#gone('watch'))
    this.#closing = this.#queue.drained().then(() => new Promise<void>((resolve) => this.#socket.close(resolve)))
    if (this.#trace !== undefined) void this.#closing.then(() => this.#trace?.closed())
    return this.#closing
  }
}
