import type { NetlinkError } from '../errors.ts'
import type { Bytes } from '../wire/bytes.ts'
import type { Preset } from '../wire/message.ts'
import type { AnyMessage } from './message.ts'
import type { Protocol } from './protocol.ts'

/** What one verb asks of the kernel: a message type, its flags, and the tables of question and answer. */
export interface Verb<Answer = void> {
  /** The name the caller knows, `addRoute`. */
  readonly operation: string
  readonly protocol: Protocol
  readonly type: number
  readonly flags: number
  readonly message: AnyMessage
  /** Fixed header fields that are sent where the caller gave none. */
  readonly preset?: Preset | undefined
  /** Converts the returned object for the caller; without it, the promise resolves with undefined. */
  readonly answer?: ((value: never) => Answer) | undefined
  /** Adds to the answer what only the request says; link names are resolved in that. */
  readonly complete?: ((answer: never, asked: never) => void) | undefined
  /** Of a list: an answer of another address family than was asked for is none, for rtnetlink asks every family where it has no handler for one. */
  readonly sameFamily?: boolean | undefined
  /** Of a list whose inconsistency the kernel does not mark: begins to look for objects that come twice. */
  readonly repeats?: ((request: Uint8Array) => { seenIn(bytes: Bytes, end: number): boolean } | undefined) | undefined
  /** Refuses what the kernel only reports, which is left out otherwise so that a listed object can be given back: for verbs that change something. */
  readonly strict?: boolean | undefined
  /** The kernel takes long for each of these (a new link): the first ones are sent before the last is written. */
  readonly slow?: boolean | undefined
  /**
   * What errors say that a request was about, where it is not the first of its usual fields: from the request itself and the first
   * link name in it.
   */
  readonly subject?:
    | ((asked: Readonly<Record<string, unknown>>, link: string | undefined) => string | undefined)
    | undefined
  /** The error for a refusal for which the kernel has less to say than the request; undefined leaves it to the kernel's words. */
  readonly reworded?:
    | ((errno: number, asked: Readonly<Record<string, unknown>>, link: string | undefined) => NetlinkError | undefined)
    | undefined
  /** The caller's name for a path of the tables: `linkinfo.data.id` is the option `data.id`. */
  readonly publish?: ((path: string) => string) | undefined
}

export type AnyVerb = Verb<unknown>
