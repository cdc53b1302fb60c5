import type { Chunk, DumpRequest } from './dump.ts'
import type { Exchanged, Socket } from './native.ts'
import type { Protocol } from './protocol.ts'
import type { Requests } from './requests.ts'
import type { AnyVerb } from './verb.ts'

/** Watches what a transport sends and what comes back: lib/trace. */
export interface Tracer {
  opened(error: number, socket: Socket): void
  closed(): void
  /** A batch on its way; returns the callback to call with its outcome, which ends in `done`. */
  exchange(batch: Requests, done: (result: Exchanged) => void): (result: Exchanged) => void
  /** The chunks of a dump, as they are pulled. */
  dump(verb: AnyVerb, query: DumpRequest, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk, void, undefined>
  /** A datagram on its way; returns the callback to call with its outcome. */
  transact(operation: string, datagram: Uint8Array): (error: number, answers: ArrayBuffer | undefined) => void
}

/** Begins the trace of a new transport, where one is wanted; `where` is its namespace in words, unless it is that of this process. */
export type OpenTracer = (protocol: Protocol, where: string | undefined) => Tracer | undefined
