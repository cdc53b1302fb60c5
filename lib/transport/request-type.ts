import type { NetlinkError } from '../errors.ts'
import type { Bytes } from '../wire/bytes.ts'
import type { Verdict } from '../wire/extack.ts'
import type { Preset } from '../wire/message.ts'
import type { AnyMessage } from './message.ts'
import type { Protocol } from './protocol.ts'

/** The sentence about a refusal, and the caller's name for the option that the kernel refused but did not point at. */
export interface Explanation {
  readonly reason?: string | undefined
  readonly attribute?: string | undefined
}

/** The request of one verb: message type, flags, and the table of request and reply. */
export interface RequestType<Answer = void> {
  /** Public name, `addRoute`. */
  readonly operation: string
  readonly protocol: Protocol
  readonly type: number
  readonly flags: number
  readonly message: AnyMessage
  /** Defaults of fixed header fields. */
  readonly preset?: Preset | undefined
  /** Converts the returned object for the caller; without it, the promise resolves with undefined. */
  readonly answer?: ((value: never) => Answer) | undefined
  /** For lists whose messages contain any number of objects each: all objects of a message; `answer` is not used. */
  readonly each?: ((value: never) => readonly Answer[]) | undefined
  /** Completes the reply with data of the request at `at`, in which link names are resolved. */
  readonly complete?: ((answer: never, asked: Bytes, at: number) => void) | undefined
  /** For lists: ignores objects of other address families, because rtnetlink dumps all families if it has no handler for the requested one. */
  readonly sameFamily?: boolean | undefined
  /** For lists whose inconsistency the kernel does not report: creates a detector of repeated objects. */
  readonly repeats?: ((request: Uint8Array) => { seenIn(bytes: Bytes, end: number): boolean } | undefined) | undefined
  /** Rejects fields that the kernel only reports, for verbs that change something; otherwise these are omitted, so that listed objects are accepted. */
  readonly strict?: boolean | undefined
  /** Each request takes long in the kernel (a new link): the first ones are sent before the last is written. */
  readonly slow?: boolean | undefined
  /**
   * The subject of errors, if it is not the first of the usual fields: derived from the request and its first link name.
   */
  readonly subject?:
    | ((asked: Readonly<Record<string, unknown>>, link: string | undefined) => string | undefined)
    | undefined
  /** Replaces an error of the kernel that is less specific than the request; undefined keeps the kernel's. */
  readonly reworded?:
    | ((errno: number, asked: Readonly<Record<string, unknown>>, link: string | undefined) => NetlinkError | undefined)
    | undefined
  /** What a refusal means for this request, where the kernel does not say it: its words take the place of the kernel's. */
  readonly explained?:
    | ((verdict: Verdict, asked: Readonly<Record<string, unknown>>) => Explanation | undefined)
    | undefined
  /** The public path for a path of the tables: `linkinfo.data.id` is the option `data.id`. */
  readonly publish?: ((path: string) => string) | undefined
}

export type AnyRequestType = RequestType<unknown>
