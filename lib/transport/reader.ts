import { published, publishedSteps } from '../diagnostics.ts'
import { callerError } from '../errors.ts'
import { AF_UNSPEC } from '../wire/af.ts'
import { HEADER } from '../wire/header.ts'
import { answered, answeredEach } from './answer.ts'
import { type Chunk, type DumpRequest, interruptedError, LIST_CHUNK_BYTES, pulled, STREAM_CHUNK_BYTES } from './dump.ts'
import { checkLimits, type Limits, limited } from './limit.ts'
import { Messages } from './messages.ts'
import type { Socket } from './native.ts'
import type { RequestQueue } from './queue.ts'
import type { AnyRequestType, RequestType } from './request-type.ts'
import { Slabs } from './slab.ts'
import { flattened } from './stream.ts'
import type { Tracer } from './tracer.ts'

/** Maximum number of retries of a list whose table changed during the dump. */
const ATTEMPTS = 10

/** Selects the listed objects to keep. */
export type Keep<T> = (value: T) => boolean

/** What becomes of the chunks of a list. */
interface Collection<T> {
  readonly out: T
  add(chunk: Chunk): void
}

/** Dumps of one handle: whole lists, streams, and their bytes. */
export class Reader {
  readonly #socket: Socket
  readonly #queue: RequestQueue
  readonly #limits: Limits
  readonly #dumpRequest: (verb: AnyRequestType, filter: object) => DumpRequest
  readonly #trace: Tracer | undefined

  constructor(
    socket: Socket,
    queue: RequestQueue,
    limits: Limits,
    query: (verb: AnyRequestType, filter: object) => DumpRequest,
    trace: Tracer | undefined,
  ) {
    this.#socket = socket
    this.#queue = queue
    this.#limits = limits
    this.#dumpRequest = query
    this.#trace = trace
  }

  list<T>(verb: RequestType<T>, filter: object, limits: Limits = {}, keep?: Keep<T>): Promise<T[]> {
    return published(
      verb.operation,
      this.#whole(verb, filter, limits, (query) => {
        const out: T[] = []
        return { out, add: (chunk) => decode(verb, query, chunk, keep, out) }
      }),
    )
  }

  /** A list whose messages are decoded when they are needed. */
  messages<T>(verb: RequestType<T>, filter: object, limits: Limits = {}): Promise<Messages<T>> {
    return published(
      verb.operation,
      this.#whole(verb, filter, limits, () => {
        const out = new Messages(verb)
        return { out, add: ({ bytes, end }) => out.add(bytes, end) }
      }),
    )
  }

  #whole<T>(
    verb: AnyRequestType,
    filter: object,
    limits: Limits,
    begin: (query: DumpRequest) => Collection<T>,
  ): Promise<T> {
    const { operation } = verb
    try {
      checkLimits(operation, limits)
      const query = this.#dumpRequest(verb, filter)
      const listed = new Promise<T>((resolve, reject) => {
        this.#queue.acquire('read', () => {
          this.#listed(verb, query, limits, begin)
            .then(resolve, reject)
            .finally(() => this.#queue.release('read'))
        })
      })
      return limited(listed, operation, this.#within(limits))
    } catch (thrown) {
      return Promise.reject(callerError(operation, thrown, verb.publish))
    }
  }

  async #listed<T>(
    verb: AnyRequestType,
    query: DumpRequest,
    limits: Limits,
    begin: (query: DumpRequest) => Collection<T>,
  ): Promise<T> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const collection = begin(query)
      const repeats = verb.repeats?.(query.request)
      let whole = true
      for await (const chunk of this.#pull(verb, query, limits, LIST_CHUNK_BYTES)) {
        if (chunk.interrupted || repeats?.seenIn(chunk.bytes, chunk.end) === true) whole = false
        if (!whole) break
        collection.add(chunk)
      }
      if (whole) return collection.out
    }
    throw interruptedError(verb.operation)
  }

  stream<T>(verb: RequestType<T>, filter: object, limits: Limits = {}, keep?: Keep<T>): AsyncIterableIterator<T> {
    return flattened(publishedSteps(verb.operation, this.#parts(verb, filter, limits, keep)))
  }

  /** The objects of a dump, one chunk at a time. */
  async *#parts<T>(
    verb: RequestType<T>,
    filter: object,
    limits: Limits,
    keep?: Keep<T>,
  ): AsyncGenerator<T[], void, undefined> {
    const { operation } = verb
    checkLimits(operation, limits)
    const query = this.#dumpRequest(verb, filter)
    await limited(
      new Promise<void>((resolve) => this.#queue.acquire('batch', resolve)),
      operation,
      this.#within(limits),
    )
    const chunks = this.#pull(verb, query, limits, STREAM_CHUNK_BYTES)
    const repeats = verb.repeats?.(query.request)
    let interrupted = false
    try {
      for (;;) {
        const step = await limited(chunks.next(), operation, this.#within(limits))
        if (step.done === true) break
        interrupted ||= step.value.interrupted || repeats?.seenIn(step.value.bytes, step.value.end) === true
        const out: T[] = []
        decode(verb, query, step.value, keep, out)
        yield out
      }
    } finally {
      void chunks.return()
    }
    if (interrupted) throw interruptedError(operation)
  }

  dump(verb: AnyRequestType, filter: object, limits: Limits = {}): AsyncGenerator<Chunk, void, undefined> {
    return publishedSteps(verb.operation, this.#pull(verb, this.#dumpRequest(verb, filter), limits, LIST_CHUNK_BYTES))
  }

  #pull(
    verb: AnyRequestType,
    query: DumpRequest,
    limits: Limits,
    most: number,
  ): AsyncGenerator<Chunk, void, undefined> {
    const { request, fixups, names } = query
    const pulling = pulled(this.#socket.dump(request, fixups, names), verb, query, most)
    const chunks = this.#trace?.dump(verb, query, pulling) ?? pulling
    // Each generator costs several turns of the microtask queue.
    const isFree = limits.signal === undefined && this.#limits.signal === undefined
    return isFree ? chunks : this.#unlessAborted(chunks, limits)
  }

  async *#unlessAborted(
    chunks: AsyncGenerator<Chunk, void, undefined>,
    limits: Limits,
  ): AsyncGenerator<Chunk, void, undefined> {
    for await (const chunk of chunks) {
      limits.signal?.throwIfAborted()
      this.#limits.signal?.throwIfAborted()
      yield chunk
    }
  }

  #within(limits: Limits): Limits {
    return { signal: limits.signal, timeout: limits.timeout ?? this.#limits.timeout }
  }
}

/** Decodes the messages of a chunk and appends the objects. */
function decode<T>(
  verb: RequestType<T>,
  { request }: DumpRequest,
  chunk: Chunk,
  keep: ((value: T) => boolean) | undefined,
  out: T[],
): void {
  const { bytes, end } = chunk
  const slabs = verb.message.keepsBytes === true ? new Slabs(bytes, end) : undefined
  const least = verb.message.headerSize ?? 0
  const family = verb.sameFamily === true ? request[HEADER] : AF_UNSPEC
  // The chunk holds whole messages.
  for (let at = 0, length = 0; at < end; at += (length + 3) & ~3) {
    length = bytes.u32[at >> 2] as number
    if (family !== AF_UNSPEC && bytes.u8[at + HEADER] !== family) continue
    // Too short for its own header: no kernel sends such, and no module has to look for what is missing.
    if (length - HEADER < least) continue
    const place = slabs?.place(at, length) ?? at
    if (verb.each !== undefined) {
      const values = answeredEach(verb, slabs?.bytes ?? bytes, place)
      out.push(...(keep === undefined ? values : values.filter(keep)))
      continue
    }
    const value = answered(verb, slabs?.bytes ?? bytes, place) as T
    if (keep === undefined || keep(value)) out.push(value)
  }
}
