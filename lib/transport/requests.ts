import type { NetlinkError } from '../errors.ts'
import type { Bytes } from '../wire/bytes.ts'
import type { Writer } from '../wire/writer.ts'
import type { AnyRequestType } from './request-type.ts'

/** One request of a batch, and where its message begins: an extended ack points into it. */
export interface Entry {
  readonly verb: AnyRequestType
  readonly start: number
}

/** Requests that are sent together; their sequence numbers start at `first`. */
export interface Requests {
  readonly first: number
  readonly writer: Writer
  readonly entries: readonly Entry[]
  /** The bytes written, to be decoded for errors that refer to them. */
  bytes(): Bytes
}

/** Results of some of the requests, by position; the others succeeded. */
export interface Answers {
  readonly errors: Map<number, NetlinkError> | undefined
  readonly values: Map<number, unknown> | undefined
}
