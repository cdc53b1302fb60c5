import type { Bytes } from './bytes.ts'
import type { Writer } from './writer.ts'

/**
 * How one kind of value lies in bytes. `Out` is what reading gives, `In` what writing accepts.
 *
 * `size` is the least number of bytes that `read` needs: the reader of the surrounding attribute checks it, so `read` may
 * trust it. `write` throws a InputError for a value that it cannot write, and then leaves the writer to be rolled back.
 */
export interface Type<out Out, in In = Out> {
  readonly size: number
  read(bytes: Bytes, at: number, length: number, siblings?: Readonly<Record<string, unknown>>): Out
  write(writer: Writer, value: In, siblings?: Readonly<Record<string, unknown>>): void
  /** Whether the value says "do not send this attribute" (a flag that is false). */
  omits?(value: In): boolean
  /** True for what holds attributes: its attribute carries NLA_F_NESTED. */
  readonly nested?: boolean
  /** What lies at byte `offset`, for the path in errors. */
  locate?(
    bytes: Bytes,
    at: number,
    length: number,
    offset: number,
    siblings: Readonly<Record<string, unknown>>,
  ): Located | undefined
  /** The key that attribute `number` has inside. */
  name?(number: number, siblings: Readonly<Record<string, unknown>>): string | undefined
  /** What the kernel's headers call it: the prefix of the constants behind `words`, or the name of a struct. */
  readonly label?: string | undefined
  /** The words that stand for numbers here. */
  readonly words?: Readonly<Record<string, number>>
  /** iproute2's words for the option that has this type, where they are others. */
  readonly iproute2?: readonly string[] | undefined
  /** What is to be said here for a word of iproute2 that is a value as well: `onlink` is `flags: ['onlink']`. */
  readonly phrases?: Readonly<Record<string, string>> | undefined
  /** Whether the value is the index of a link, whose name lists may put beside it. */
  readonly link?: true
  /** The types that this one consists of, if neither rows nor fields contain them. */
  readonly parts?: readonly AnyType[]
}

/** A place in a message: the path of keys that leads there, the type of what is there, and its neighbours. */
export interface Located {
  readonly path: string
  readonly type: AnyType
  readonly siblings: Readonly<Record<string, unknown>>
}

/** Any type, where only its face matters. */
export type AnyType = Type<unknown, never>

/** What reading gives. */
export type Value<T> = T extends Type<infer Out, never> ? Out : never

/** What writing accepts. */
export type Input<T> = T extends { write(writer: Writer, value: infer In): void } ? In : never

/** The same type under the name of an interface that the compiler proves against it: editors show that name. */
export function typed<Out, In = Out>(type: Type<Out, In>): Type<Out, In> {
  return type
}
