import type { Batch } from './batch.ts'
import type { Chunk, Question } from './dump.ts'
import type { Exchanged, Socket } from './native.ts'
import type { AnyVerb } from './verb.ts'

/** Watches what a transport sends and what comes back; a protocol provides it where a trace is wanted. */
export interface Tracer {
  opened(error: number, socket: Socket): void
  closed(): void
  /** A batch on its way; returns the callback to call with its outcome, which ends in `done`. */
  exchange(batch: Batch, done: (result: Exchanged) => void): (result: Exchanged) => void
  /** The chunks of a dump, as they are pulled. */
  dump(verb: AnyVerb, question: Question, chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk, void, undefined>
  /** A datagram on its way; returns the callback to call with its outcome. */
  transact(operation: string, datagram: Uint8Array): (error: number, answers: ArrayBuffer | undefined) => void
}
