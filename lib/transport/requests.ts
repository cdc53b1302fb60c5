import type { NetlinkError } from '../errors.ts'
import type { Bytes } from '../wire/bytes.ts'
import type { Writer } from '../wire/writer.ts'
import type { AnyVerb } from './verb.ts'

/** One request of a batch, and where its message begins: an extended ack points into it. */
export interface Entry {
  readonly verb: AnyVerb
  readonly start: number
}

/** Requests that travel together; their sequence numbers count up from `first`. */
export interface Requests {
  readonly first: number
  readonly writer: Writer
  readonly entries: readonly Entry[]
  /** What was written, to be read again when the kernel points into it. */
  bytes(): Bytes
}

/** What came back for some of the requests, by their place among them; those not named succeeded. */
export interface Answers {
  readonly errors: Map<number, NetlinkError> | undefined
  readonly values: Map<number, unknown> | undefined
}
