import { debuglog } from '../builtin.ts'
import { errnoName, errnoText } from '../errors.ts'
import { namesIn, readAnswers } from '../transport/answer.ts'
import type { Chunk, DumpRequest } from '../transport/dump.ts'
import type { Exchanged, Socket } from '../transport/native.ts'
import type { Protocol } from '../transport/protocol.ts'
import type { AnyRequestType } from '../transport/request-type.ts'
import type { Entry, Requests } from '../transport/requests.ts'
import type { OpenTracer, Tracer } from '../transport/tracer.ts'
import { Bytes } from '../wire/bytes.ts'
import { readVerdict } from '../wire/extack.ts'
import { messageAt, NLMSG_DONE, NLMSG_ERROR, nextAt, sequenceAt, typeAt } from '../wire/header.ts'
import { typeName } from './names.ts'
import { messageText, type Named, valueText } from './text.ts'

let handles = 0

/** Bun's debuglog has no `enabled`. */
function named(sections: string | undefined): boolean {
  return sections?.toLowerCase().split(',').includes('netlink') ?? false
}

/** The trace of a new transport, if enabled by `NODE_DEBUG=netlink`; `where` is its namespace, if not that of this process. */
export const openTrace: OpenTracer = (protocol, where) => {
  const log = debuglog('netlink')
  if (!(log.enabled ?? named(process.env.NODE_DEBUG))) return undefined
  handles++
  return new Trace((text) => log('%s', text), handles, protocol, where)
}

/**
 * The traffic of a handle as text, one message per line: `[1] 7 > ` is a request of handle 1 with sequence number 7, `[1] 7 < ` the
 * kernel's reply to it.
 */
class Trace implements Tracer {
  readonly #write: (text: string) => void
  readonly #handle: number
  readonly #protocol: Protocol

  constructor(log: (text: string) => void, handle: number, protocol: Protocol, where: string | undefined) {
    this.#write = log
    this.#handle = handle
    this.#protocol = protocol
    this.#say(`opens ${protocol.name} ${where === undefined ? 'here' : `in ${where}`}`)
  }

  #say(text: string): void {
    this.#write(`[${this.#handle}] ${text}`)
  }

  opened(error: number, { portId, sendBuffer, receiveBuffer }: Socket): void {
    if (error !== 0) this.#say(`does not open: ${errorText(error)}`)
    else this.#say(`is open: port ${portId}, buffers of ${sendBuffer} and ${receiveBuffer} bytes`)
  }

  closed(): void {
    this.#say('is closed')
  }

  /** Traces the requests of a batch and, before calling `done`, its replies. */
  exchange(batch: Requests, done: (result: Exchanged) => void): (result: Exchanged) => void {
    const begun = performance.now()
    for (const [i, { verb, start }] of batch.entries.entries()) {
      const named = namesIn(batch, i).map(({ at, name }) => ({ at: at - start, name }))
      this.#sent(verb.operation, batch.bytes(), start, verb, named)
    }
    return (result) => {
      this.#exchanged(batch, result, took(begun))
      done(result)
    }
  }

  #sent(operation: string, bytes: Bytes, at: number, verb?: AnyRequestType, named?: readonly Named[]): void {
    const text = messageText(verb?.protocol ?? this.#protocol, bytes, at, verb?.message, named, true)
    this.#say(`${sequenceAt(bytes, at)} > ${operation} ${text}`)
  }

  #exchanged(batch: Requests, result: Exchanged, time: string): void {
    const { errors } = readAnswers(batch, result)
    const { first, entries } = batch
    if (result.replies !== undefined) {
      const verbOf = (sequence: number) => (entries[(sequence - first) >>> 0] as Entry | undefined)?.verb
      this.#objects(new Bytes(result.replies), result.replies.byteLength, verbOf)
    }
    for (const [i, { verb }] of entries.entries()) {
      const sequence = (first + i) >>> 0
      if (i >= result.tried) this.#say(`${sequence} < ${verb.operation}: not tried`)
      else this.#say(`${sequence} < ${errors?.get(i)?.message ?? `${verb.operation}: done`} (${time})`)
    }
  }

  /** All messages except control messages. */
  #objects(bytes: Bytes, end: number, verbOf: (sequence: number) => AnyRequestType | undefined): number {
    let count = 0
    for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
      const type = typeAt(bytes, at)
      if (type === NLMSG_ERROR || type === NLMSG_DONE) continue
      const sequence = sequenceAt(bytes, at)
      const verb = verbOf(sequence)
      this.#say(`${sequence} < ${messageText(verb?.protocol ?? this.#protocol, bytes, at, verb?.message)}`)
      count++
    }
    return count
  }

  /** Traces a dump. */
  async *dump(
    verb: AnyRequestType,
    { request, fixups, names }: DumpRequest,
    chunks: AsyncIterable<Chunk>,
  ): AsyncGenerator<Chunk, void, undefined> {
    const begun = performance.now()
    const bytes = new Bytes(request.buffer)
    const named = names?.map((name, i) => ({ at: fixups?.[2 * i] ?? 0, name }))
    const sequence = sequenceAt(bytes, 0)
    let count = 0
    let end = 'left before its end'
    this.#sent(verb.operation, bytes, 0, verb, named)
    try {
      for await (const chunk of chunks) {
        count += this.#objects(chunk.bytes, chunk.end, () => verb)
        if (chunk.interrupted) this.#say(`${sequence} < ${verb.operation}: interrupted, the result may be incomplete`)
        yield chunk
      }
      end = 'done'
    } catch (thrown) {
      end = String(thrown)
      throw thrown
    } finally {
      this.#say(`${sequence} < ${verb.operation}: ${end}, ${count} messages (${took(begun)})`)
    }
  }

  /** Traces a datagram; the returned function traces the replies. */
  transact(operation: string, datagram: Uint8Array): (error: number, answers: ArrayBuffer | undefined) => void {
    const begun = performance.now()
    const bytes = new Bytes(datagram.buffer, datagram.byteOffset, datagram.length)
    const types = new Map<number, string>()
    for (let at = 0; messageAt(bytes, at, datagram.length); at = nextAt(bytes, at, datagram.length)) {
      types.set(sequenceAt(bytes, at), typeName(this.#protocol, typeAt(bytes, at)))
      this.#sent(operation, bytes, at)
    }
    return (error, answers) => {
      if (answers !== undefined) this.#answers(new Bytes(answers), answers.byteLength, types)
      const outcome = error === 0 ? 'answered' : errorText(error)
      this.#say(`< ${operation}: ${outcome} (${took(begun)})`)
    }
  }

  #answers(bytes: Bytes, end: number, types: ReadonlyMap<number, string>): void {
    this.#objects(bytes, end, () => undefined)
    for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
      if (typeAt(bytes, at) !== NLMSG_ERROR) continue
      const { error, ...rest } = readVerdict(bytes, at)
      const sequence = sequenceAt(bytes, at)
      const more = Object.keys(rest).length === 0 ? '' : ` ${valueText(rest)}`
      this.#say(`${sequence} < ${types.get(sequence) ?? 'request'}: ${error === 0 ? 'done' : errorText(error) + more}`)
    }
  }
}

function took(begun: number): string {
  return `${(performance.now() - begun).toFixed(2)} ms`
}

function errorText(error: number): string {
  return `${errnoText(error)} (${errnoName(error)})`
}
