/// <reference lib="esnext.disposable" />

import { nsid } from '../netns/nsid.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import { canListen, type Handle, type Watching } from '../transport/handle.ts'
import { Iteration, type Reading } from '../transport/iteration.ts'
import type { AnyMessage } from '../transport/message.ts'
import { datagrams, type Receiver, type Reception } from '../transport/receiver.ts'
import { Bytes } from '../wire/bytes.ts'
import { flagsAt, HEADER, lengthAt, messageAt, nextAt, portAt, sequenceAt, typeAt } from '../wire/header.ts'
import { kinds } from './kinds.ts'
import type { RawEvent } from './raw-types.ts'

/** Options with their defaults. */
export interface CheckedRaw {
  readonly reception: Reception
  readonly ref: boolean
  readonly signal: AbortSignal | undefined
}

type Fields = Readonly<Record<string, unknown>>

let tables: ReadonlyMap<number, AnyMessage> | undefined

/** The wire table of a message, by its type. */
function tableOf(type: number): AnyMessage | undefined {
  tables ??= new Map<number, AnyMessage>([
    ...kinds.flatMap((watched) => {
      const { verb } = watched.ask('watch', {})
      const table = verb.message.wire ?? verb.message
      return [-2, -1].map((from) => [verb.type + from, table] as const)
    }),
    [rtnetlink.type('NEWNSID'), nsid],
    [rtnetlink.type('DELNSID'), nsid],
  ])
  return tables.get(type)
}

/** The messages of multicast groups, as the kernel sends them. Each iteration has a socket, which is read only when a message is awaited. */
export class RawWatch implements AsyncIterable<RawEvent>, AsyncDisposable {
  readonly #handle: Handle
  readonly #checked: CheckedRaw | { readonly invalid: unknown }
  readonly #iterations = new Set<WeakRef<Iteration<RawEvent>>>()

  /** The verb `watch` creates it. */
  constructor(handle: Handle, checked: CheckedRaw | { readonly invalid: unknown }) {
    this.#handle = handle
    this.#checked = checked
  }

  /** One iteration, with a socket of its own, which opens with the first step. */
  [Symbol.asyncIterator](): AsyncIterableIterator<RawEvent> {
    const checked = this.#checked
    const { ref, signal } = 'invalid' in checked ? {} : checked
    const iteration = new Iteration<RawEvent>(() => new RawReading(opened(this.#handle, checked)), { ref, signal })
    this.#iterations.add(new WeakRef(iteration))
    return iteration
  }

  /** Ends all iterations. */
  async close(): Promise<void> {
    const iterations = [...this.#iterations]
    this.#iterations.clear()
    await Promise.all(iterations.map((held) => held.deref()?.return()))
  }

  /** At the end of `await using`: the same as `close`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function opened(handle: Handle, checked: CheckedRaw | { readonly invalid: unknown }): Receiver {
  if ('invalid' in checked) throw checked.invalid
  if (!canListen(handle)) throw new TypeError('watch: this handle receives no events')
  return (handle as Watching).receiver('watch', rtnetlink, checked.reception)
}

class RawReading implements Reading<RawEvent> {
  readonly #receiver: Receiver
  #events: Iterator<RawEvent> | undefined

  constructor(receiver: Receiver) {
    this.#receiver = receiver
  }

  async next(): Promise<RawEvent> {
    for (;;) {
      const step = this.#events?.next()
      if (step !== undefined && step.done !== true) return step.value
      const received = await this.#receiver.read()
      this.#events = eventsOf(received)
    }
  }

  hold(on: boolean): void {
    this.#receiver.hold(on)
  }

  close(): void {
    this.#receiver.fail(new Error('the iteration is over'))
  }
}

function* eventsOf(received: Awaited<ReturnType<Receiver['read']>>): Generator<RawEvent, void, undefined> {
  const { bytes, lost } = received
  for (const { at, end, nsid: from } of datagrams(received)) {
    for (let start = at; messageAt(bytes, start, end); start = nextAt(bytes, start, end)) {
      yield eventAt(bytes, start, from)
    }
  }
  if (lost) yield { type: 'lost' }
}

/** The message is copied, because parts of it may be decoded later. */
function eventAt(source: Bytes, at: number, from: number): RawEvent {
  const length = lengthAt(source, at)
  const bytes = new Bytes(source.u8.slice(at, at + length).buffer)
  const type = typeAt(bytes, 0)
  const table = tableOf(type)
  const isWhole = table !== undefined && length - HEADER >= (table.headerSize ?? 0)
  return {
    type: 'message',
    message: rtnetlink.messageName(type) ?? type,
    flags: flagsAt(bytes, 0),
    sequence: sequenceAt(bytes, 0),
    port: portAt(bytes, 0),
    ...(from < 0 ? {} : { nsid: from }),
    ...(isWhole ? { value: table.read(bytes, HEADER, length - HEADER) as Fields } : {}),
    bytes: bytes.u8,
  }
}
