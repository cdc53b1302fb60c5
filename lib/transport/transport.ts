import process from 'node:process'
import { measured, published, reportEach } from '../diagnostics.ts'
import { Bytes } from '../wire/bytes.ts'
import type { Preset } from '../wire/message.ts'
import { type NetnsRef, netnsText } from '../wire/reference.ts'
import { onAbort } from './abort.ts'
import { closedError, datagramError, LOST, onlyWhole, readAnswers } from './answer.ts'
import { type Answers, Batch, Writers, writingError } from './batch.ts'
import type { Caller } from './caller.ts'
import type { Chunk, Question } from './dump.ts'
import { checkLimits, ends, type Limits, limited, timedOut } from './limit.ts'
import { Line } from './line.ts'
import { lookOut } from './lookout.ts'
import { addon, type Socket } from './native.ts'
import { openError, openReference } from './place.ts'
import type { Protocol } from './protocol.ts'
import { type Keep, Reader } from './reader.ts'
import { rejection } from './rejection.ts'
import type { Tracer } from './tracer.ts'
import type { AnyVerb, Verb } from './verb.ts'

/** A batch that has grown to this many bytes is sent before the tick ends, so that the kernel works while the rest is laid down. */
export const FULL = 1 << 20
/** Sequence numbers that a batch filled beforehand may use: more messages than fit in its buffer. */
const RANGE = 1 << 20

/**
 * One netlink socket and what travels on it. Requests made in one tick are laid in one buffer and handed to the addon in one call;
 * each has a promise of its own. Lists are pulled on sockets beside it. Nothing here knows what the messages mean.
 */
export class Transport implements Caller {
  readonly #socket: Socket
  readonly #protocol: Protocol
  readonly #line: Line
  readonly #writers: Writers
  readonly #limits: Limits
  readonly #reader: Reader
  readonly #inFlight = new Set<Batch>()
  readonly #trace: Tracer | undefined
  #batch: Batch | undefined
  #sequence = 1
  #closed = false
  #closing: Promise<void> | undefined
  #ending: unknown
  readonly #forget: (() => void) | undefined

  private constructor(socket: Socket, protocol: Protocol, limits: Limits, trace: Tracer | undefined) {
    this.#socket = socket
    this.#protocol = protocol
    this.#line = new Line()
    this.#writers = new Writers((path) => addon().openNetns(path))
    this.#limits = limits
    this.#trace = trace
    this.#reader = new Reader(socket, this.#line, limits, (verb, filter) => this.#question(verb, filter), trace)
    this.#forget = limits.signal === undefined ? undefined : onAbort(limits.signal, this.#abort)
  }

  /**
   * Opens a socket of `protocol` in a namespace (the one of this process when undefined). Work may be given at once; it waits
   * for the opening, and `opened` tells how that went.
   */
  static open(
    protocol: Protocol,
    netns?: NetnsRef,
    limits: Limits = {},
    operation = 'openNetlink',
  ): { transport: Transport; opened: Promise<void> } {
    checkLimits(operation, limits)
    limits.signal?.throwIfAborted()
    const held = netns === undefined ? undefined : openReference(operation, netns)
    let settle: ((error: number) => void) | undefined
    const opened = new Promise<void>((resolve) => {
      settle = (error) => resolve(error === 0 ? undefined : rejection(openError(operation, error, held !== undefined)))
    })
    const trace = protocol.trace?.(netns === undefined ? undefined : netnsText(netns))
    const socket = new (addon().Socket)(protocol, held, (error) => {
      trace?.opened(error, socket)
      settle?.(error)
    })
    lookOut()
    held?.close()
    return { transport: new Transport(socket, protocol, limits, trace), opened }
  }

  /** A transport on a socket that somebody else opened; it closes it. */
  static over(socket: Socket, protocol: Protocol, limits: Limits = {}): Transport {
    return new Transport(socket, protocol, limits, protocol.trace?.(undefined))
  }

  request<T>(verb: Verb<T>, value: object, preset?: Preset, limits?: Limits): Promise<T> {
    return published(verb.operation, this.#lay(verb, value, preset, limits))
  }

  #lay<T>(verb: Verb<T>, value: object, preset: Preset | undefined, limits: Limits | undefined): Promise<T> {
    if (this.#closed) return Promise.reject(this.#gone(verb.operation))
    const batch = this.#open()
    try {
      if (limits !== undefined) checkLimits(verb.operation, limits)
      batch.add(verb, value, preset)
    } catch (thrown) {
      return Promise.reject(thrown)
    }
    this.#sequence = (this.#sequence + 1) >>> 0
    const promise = batch.promise<T>()
    if (batch.writer.at >= FULL) this.flush()
    return limits === undefined ? promise : limited(promise, verb.operation, limits)
  }

  #open(): Batch {
    if (this.#batch === undefined) {
      this.#batch = new Batch(this.#sequence, this.#writers.take())
      process.nextTick(() => this.flush())
    }
    return this.#batch
  }

  /** Gives what was laid down to the addon, without waiting for the end of the tick. */
  flush(operation = 'close'): void {
    const batch = this.#batch
    if (batch === undefined) return
    if (batch.writing) throw writingError(operation)
    this.#batch = undefined
    if (batch.entries.length === 0) {
      this.#writers.give(batch.writer)
      return
    }
    this.#inFlight.add(batch)
    this.#line.enter('batch', () => this.#submit(batch))
  }

  #submit(batch: Batch): void {
    const { timeout } = this.#limits
    const timer = ends(timeout)
      ? setTimeout(() => batch.fail((operation) => timedOut(operation, timeout)), timeout)
      : undefined
    this.#exchange(batch, false, (result) => {
      clearTimeout(timer)
      this.#inFlight.delete(batch)
      batch.settle(result)
      this.#writers.give(batch.writer)
    })
  }

  #exchange(batch: Batch, stop: boolean, done: Parameters<Socket['exchange']>[5]): void {
    const { writer } = batch
    const named = writer.places.length > 0
    this.#socket.exchange(
      writer.u8,
      writer.at,
      named ? Uint32Array.from(writer.places) : undefined,
      named ? writer.names : undefined,
      stop,
      this.#trace?.exchange(batch, done) ?? done,
    )
    lookOut()
  }

  /** An empty batch of its own, to be filled and then sent by `send`. It has a range of sequence numbers for itself. */
  batch(): Batch {
    const first = this.#sequence
    this.#sequence = (first + RANGE) >>> 0
    return new Batch(first, this.#writers.take())
  }

  /** Sends a batch that was filled beforehand, after everything asked so far, and tells what came of it. */
  send(batch: Batch, stop: boolean): Promise<Answers & { tried: number }> {
    if (this.#closed) {
      this.discard(batch)
      return Promise.reject(this.#gone('batch'))
    }
    this.flush('batch')
    const report = measured()
    const promise = new Promise<Answers & { tried: number }>((resolve) => {
      this.#line.enter('batch', () =>
        this.#exchange(batch, stop, (result) => {
          const answers = readAnswers(batch, result)
          this.#writers.give(batch.writer)
          if (report !== undefined) reportEach(batch.operations(result.tried), answers.errors, report)
          resolve({ ...answers, tried: result.tried })
        }),
      )
    })
    return limited(promise, 'batch', this.#limits)
  }

  /** Takes an unsent batch back. */
  discard(batch: Batch): void {
    this.#writers.give(batch.writer)
  }

  list<T>(verb: Verb<T>, filter: object, limits?: Limits, keep?: Keep<T>): Promise<T[]> {
    return this.#reader.list(verb, filter, limits, keep)
  }

  stream<T>(verb: Verb<T>, filter: object, limits?: Limits, keep?: Keep<T>): AsyncIterableIterator<T> {
    return this.#reader.stream(verb, filter, limits, keep)
  }

  /** The messages of a dump as bytes, whatever they are; retries are the caller's. */
  dump(verb: AnyVerb, filter: object, limits?: Limits): AsyncGenerator<Chunk, void, undefined> {
    return this.#reader.dump(verb, filter, limits)
  }

  /** The request of a dump, in a buffer of its own; everything asked before it is on its way then. */
  #question(verb: AnyVerb, filter: object): Question {
    if (this.#closed) throw this.#gone(verb.operation)
    this.flush(verb.operation)
    const batch = new Batch(this.#sequence, this.#writers.take())
    this.#sequence = (this.#sequence + 1) >>> 0
    batch.add(verb, filter, undefined)
    const { writer } = batch
    const named = writer.places.length > 0
    const question = {
      request: writer.u8.slice(0, writer.at),
      fixups: named ? Uint32Array.from(writer.places) : undefined,
      names: named ? [...writer.names] : undefined,
    }
    this.#writers.give(writer)
    return question
  }

  /**
   * One datagram as it is (an nfnetlink batch), after everything asked before it; the messages that came back. Where some were lost
   * for want of room, `enough` says whether those that came do, else it is ERR_NETLINK_OVERRUN.
   */
  transact(operation: string, batch: Uint8Array, replies: number, enough = onlyWhole): Promise<Bytes> {
    if (this.#closed) return Promise.reject(this.#gone(operation))
    this.flush(operation)
    const promise = new Promise<Bytes>((resolve) => {
      this.#line.enter('batch', () => {
        const traced = this.#trace?.transact(operation, batch)
        this.#socket.transact(batch, batch.length, replies, (error, answers) => {
          traced?.(error, answers)
          const bytes = new Bytes(answers ?? new ArrayBuffer(0))
          if (error === 0 || (error === LOST && enough(bytes))) resolve(bytes)
          else resolve(rejection(datagramError(operation, error)))
        })
        lookOut()
      })
    })
    return published(operation, limited(promise, operation, this.#limits))
  }

  /** Runs several steps as one: nothing else of this handle comes between. */
  task<T>(operation: string, fn: (alone: Transport) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(this.#gone(operation))
    this.flush(operation)
    const alone = new Transport(this.#socket, this.#protocol, { timeout: this.#limits.timeout }, this.#trace)
    const promise = new Promise<T>((resolve, reject) => {
      this.#line.enter('task', () => {
        Promise.resolve(alone)
          .then(fn)
          .then(resolve, reject)
          .finally(() => this.#line.leave('task'))
      })
    })
    return limited(promise, operation, { signal: this.#limits.signal })
  }

  /** Opens a handle in another namespace for the time of `fn`. */
  async inside<T>(netns: NetnsRef, fn: (there: Transport) => Promise<T>): Promise<T> {
    const { transport } = Transport.open(this.#protocol, netns)
    try {
      return await fn(transport)
    } finally {
      await transport.close()
    }
  }

  get closed(): boolean {
    return this.#closed
  }

  #gone(operation: string): unknown {
    return this.#ending ?? closedError(operation)
  }

  readonly #abort = (): void => {
    if (this.#batch?.writing === true) {
      process.nextTick(this.#abort)
      return
    }
    this.#ending = this.#limits.signal?.reason
    this.flush()
    for (const batch of this.#inFlight) batch.fail(() => this.#ending)
    void this.close()
  }

  /** What was asked is finished, then the socket is closed. Later requests fail with ERR_NETLINK_CLOSED. */
  close(): Promise<void> {
    if (this.#closing !== undefined) return this.#closing
    this.flush()
    this.#closed = true
    this.#forget?.()
    this.#closing = this.#line.drained().then(() => new Promise<void>((resolve) => this.#socket.close(resolve)))
    if (this.#trace !== undefined) void this.#closing.then(() => this.#trace?.closed())
    return this.#closing
  }
}
