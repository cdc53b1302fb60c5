import type { Bytes } from '../wire/bytes.ts'
import type { Preset } from '../wire/message.ts'
import type { Field } from '../wire/struct.ts'
import type { Located } from '../wire/type.ts'
import type { Writer } from '../wire/writer.ts'

/** Any message, whatever its types. */
export interface AnyMessage {
  compose(writer: Writer, value: object, preset: Preset | undefined): void
  read(bytes: Bytes, at: number, length: number): unknown
  /** The result of `read` refers to the bytes and decodes some of them later: they must outlive the receive buffer. */
  readonly keepsBytes?: boolean
  /** The message as it is on the wire, for traces, if `read` returns another object. */
  readonly wire?: AnyMessage
  /** The message as it is sent, if requests have another header than replies. */
  readonly asked?: AnyMessage
  locate?(
    bytes: Bytes,
    at: number,
    length: number,
    offset: number,
    siblings: Readonly<Record<string, unknown>>,
  ): Located | undefined
  name?(number: number, siblings: Readonly<Record<string, unknown>>): string | undefined
  /** The fixed header before the attributes. */
  readonly header?: { readonly fields: readonly Field[] }
  readonly headerSize?: number
  /** The attributes by their keys. */
  readonly rows?: readonly { readonly key: string; readonly number: number }[]
}
