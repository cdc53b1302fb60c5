import { measured, reportEach } from '../diagnostics.ts'
import type { Preset } from '../wire/message.ts'
import type { Opener } from '../wire/netns.ts'
import type { Pattern } from '../wire/pattern.ts'
import { readAnswers } from './answer.ts'
import { Batch, Writers, writingError } from './batch.ts'
import type { DumpRequest } from './dump.ts'
import { checkLimits, ends, type Limits, limited, timedOut } from './limit.ts'
import type { Socket } from './native.ts'
import { pollCompletions } from './poll.ts'
import type { RequestQueue } from './queue.ts'
import type { AnyRequestType, RequestType } from './request-type.ts'
import type { Answers } from './requests.ts'
import { type Stop, stops } from './stop.ts'
import type { Tracer } from './tracer.ts'

/** A batch that has grown to this many bytes is sent before the tick ends, so that the kernel works while the rest is written. */
export const FLUSH_BYTES = 1 << 20
/**
 * Likewise, a batch with this many slow requests. A veth pair takes 50 us to write and the kernel half a millisecond to create: with 500 pairs, 484 are
 * written while the kernel works.
 */
const FLUSH_SLOW = 16
/** Sequence numbers reserved for a batch that is filled beforehand: more than there are messages in its buffer. */
const RESERVED = 1 << 20

/** The replies to a batch, and the number of its requests that were executed. */
export type Outcome = Answers & { readonly tried: number }

/** The outgoing requests of one socket: the batch of this tick, those in flight, and the sequence numbers. */
export class Outbox {
  readonly #socket: Socket
  readonly #queue: RequestQueue
  readonly #limits: Limits
  readonly #trace: Tracer | undefined
  readonly #writers: Writers
  readonly #inFlight = new Set<Batch>()
  #batch: Batch | undefined
  #sequence = 1

  constructor(
    socket: Socket,
    queue: RequestQueue,
    limits: Limits,
    trace: Tracer | undefined,
    hold: Opener | undefined,
  ) {
    this.#socket = socket
    this.#queue = queue
    this.#limits = limits
    this.#trace = trace
    this.#writers = new Writers(hold)
  }

  /** Whether a request is being written: a getter among its options may call anything. */
  get writing(): boolean {
    return this.#batch?.writing === true
  }

  /** Writes one request into the batch of this tick. */
  request<T>(verb: RequestType<T>, value: object, preset: Preset | undefined, limits: Limits | undefined): Promise<T> {
    const batch = this.#open()
    try {
      if (limits !== undefined) checkLimits(verb.operation, limits)
      batch.add(verb, value, preset)
    } catch (thrown) {
      return Promise.reject(thrown)
    }
    const promise = this.#added<T>(batch)
    return limits === undefined ? promise : limited(promise, verb.operation, limits)
  }

  /** Writes one request by its pattern. Returns undefined, with nothing written, if a value does not fit. */
  repeat<T>(verb: RequestType<T>, pattern: Pattern, values: readonly unknown[]): Promise<T> | undefined {
    const batch = this.#open()
    return batch.addPattern(verb, pattern, values) ? this.#added(batch) : undefined
  }

  /** The promise of the request that was written last. */
  #added<T>(batch: Batch): Promise<T> {
    this.#sequence = (this.#sequence + 1) >>> 0
    const promise = batch.promise<T>()
    if (batch.writer.at >= FLUSH_BYTES || batch.slow >= FLUSH_SLOW) this.flush()
    return promise
  }

  #open(): Batch {
    if (this.#batch === undefined) {
      this.#batch = new Batch(this.#sequence, this.#writers.take())
      process.nextTick(() => this.flush())
    }
    return this.#batch
  }

  /** Passes the batch of this tick to the addon now; `operation` is the caller, for errors. */
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
    this.#queue.acquire('batch', () => this.#submit(batch))
  }

  #submit(batch: Batch): void {
    const { timeout } = this.#limits
    const timer = ends(timeout)
      ? setTimeout(() => batch.fail((operation) => timedOut(operation, timeout)), timeout)
      : undefined
    this.#exchange(batch, 'never', (result) => {
      clearTimeout(timer)
      this.#inFlight.delete(batch)
      batch.settle(result)
      this.#writers.give(batch.writer)
    })
  }

  #exchange(batch: Batch, stop: Stop, done: Parameters<Socket['exchange']>[5]): void {
    const { writer } = batch
    const named = writer.fixups.length > 0
    this.#socket.exchange(
      writer.u8,
      writer.at,
      named ? new Uint32Array(writer.fixups) : undefined,
      named ? writer.names : undefined,
      stops[stop],
      this.#trace?.exchange(batch, done) ?? done,
    )
    pollCompletions()
  }

  /** Rejects every promise of the requests in flight. */
  fail(errorOf: (operation: string) => unknown): void {
    for (const batch of this.#inFlight) batch.fail(errorOf)
  }

  /** An empty batch to be filled and then sent by {@link send}, with its own range of sequence numbers. */
  batch(): Batch {
    const first = this.#sequence
    this.#sequence = (first + RESERVED) >>> 0
    return new Batch(first, this.#writers.take())
  }

  /** Sends a batch that was filled beforehand, after all previous requests; with `keep`, the caller discards it. */
  send(batch: Batch, stop: Stop, keep = false): Promise<Outcome> {
    this.flush('batch')
    const report = measured()
    const promise = new Promise<Outcome>((resolve) => {
      this.#queue.acquire('batch', () =>
        this.#exchange(batch, stop, (result) => {
          const answers = readAnswers(batch, result)
          if (!keep) this.#writers.give(batch.writer)
          if (report !== undefined) reportEach(batch.operations(result.tried), answers.errors, report)
          resolve({ ...answers, tried: result.tried })
        }),
      )
    })
    return limited(promise, 'batch', this.#limits)
  }

  /** Discards an unsent batch. */
  discard(batch: Batch): void {
    this.#writers.give(batch.writer)
  }

  /** The request of a dump, in a separate buffer; previous requests are sent first. */
  dumpRequest(verb: AnyRequestType, filter: object): DumpRequest {
    this.flush(verb.operation)
    const batch = new Batch(this.#sequence, this.#writers.take())
    this.#sequence = (this.#sequence + 1) >>> 0
    batch.add(verb, filter, undefined)
    const { writer } = batch
    const named = writer.fixups.length > 0
    const query = {
      request: writer.u8.slice(0, writer.at),
      fixups: named ? new Uint32Array(writer.fixups) : undefined,
      names: named ? [...writer.names] : undefined,
    }
    this.#writers.give(writer)
    return query
  }
}
