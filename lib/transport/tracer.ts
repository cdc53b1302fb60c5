import type { Chunk, DumpRequest } from './dump.ts'
import type { Exchanged, Socket } from './native.ts'
import type { Protocol } from './protocol.ts'
import type { AnyRequestType } from './request-type.ts'
import type { Requests } from './requests.ts'

/** Traces the requests and replies of a transport: lib/trace. */
export interface Tracer {
  opened(error: number, socket: Socket): void
  closed(): void
  /** Traces a batch; returns the callback for its outcome, which calls `done`. */
  exchange(batch: Requests, done: (result: Exchanged) => void): (result: Exchanged) => void
  /** Traces the chunks of a dump. */
  dump(verb: AnyRequestType, query: DumpRequest, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk, void, undefined>
  /** Traces a datagram; returns the callback for its outcome. */
  transact(operation: string, datagram: Uint8Array): (error: number, answers: ArrayBuffer | undefined) => void
}

/** Starts the trace of a new transport, if enabled; `where` is its namespace as text, if not that of this process. */
export type OpenTracer = (protocol: Protocol, where: string | undefined) => Tracer | undefined
