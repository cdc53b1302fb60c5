import type { Bytes } from './bytes.ts'
import type { Writer } from './writer.ts'

/**
 * The encoding of one type of value. `Out` is the type of decoded values, `In` that of accepted ones.
 *
 * `size` is the minimum number of bytes that `read` requires: the reader of the surrounding attribute checks it, so `read` can rely on
 * it. `write` throws an InputError for an invalid value; the writer must then be rolled back.
 */
export interface Type<out Out, in In = Out> {
  readonly size: number
  /** What its place in a struct is a multiple of, if it differs from that of an integer of this size: 4 for two words. */
  readonly alignment?: number
  read(bytes: Bytes, at: number, length: number, siblings?: Readonly<Record<string, unknown>>): Out
  write(writer: Writer, value: In, siblings?: Readonly<Record<string, unknown>>): void
  /**
   * Writes over a value of `length` bytes at `at` in a message that is otherwise complete, more cheaply than `write`; false, with nothing written, if
   * the value does not fit or is invalid.
   */
  rewrite?(writer: Writer, at: number, length: number, value: unknown): boolean
  /** Whether the attribute is omitted for this value (a flag that is false). */
  omits?(value: In): boolean
  /** The type of one value, if the attribute is repeated for each value of an array. */
  readonly repeats?: AnyType
  /** True for nested attributes, which have NLA_F_NESTED. */
  readonly nested?: boolean
  /** The value at byte `offset`, for the path in errors. */
  locate?(
    bytes: Bytes,
    at: number,
    length: number,
    offset: number,
    siblings: Readonly<Record<string, unknown>>,
  ): Located | undefined
  /** The key of the nested attribute `number`. */
  name?(number: number, siblings: Readonly<Record<string, unknown>>): string | undefined
  /** Name in the kernel's headers: the prefix of the constants of `words`, or the name of a struct. */
  readonly label?: string | undefined
  /** The names of numbers. */
  readonly words?: Readonly<Record<string, number>>
  /** iproute2's words for the option of this type, if they differ. */
  readonly iproute2?: readonly string[] | undefined
  /** The equivalent of an iproute2 word that is a value here: `onlink` is `flags: ['onlink']`. */
  readonly phrases?: Readonly<Record<string, string>> | undefined
  /** Whether the value is the index of a link, next to which lists can add its name. */
  readonly link?: true
  /** The types that this one consists of, if neither rows nor fields contain them. */
  readonly parts?: readonly AnyType[]
}

/** A position in a message: its path, the type of the value, and the surrounding rows. */
export interface Located {
  readonly path: string
  readonly type: AnyType
  readonly siblings: Readonly<Record<string, unknown>>
}

/** Any type. */
export type AnyType = Type<unknown, never>

/** The type of decoded values. */
export type Value<T> = T extends Type<infer Out, never> ? Out : never

/** The type of accepted values. */
export type Input<T> = T extends { write(writer: Writer, value: infer In): void } ? In : never

/**
 * A second base for an interface of options that adds nothing to what its table gives: with one base only, the compiler's messages about
 * an unknown option describe that base, all rows of the table, instead of the interface.
 */
export type Public = object

/** The same type under the name of an interface, checked by the compiler; editors show that name. */
export function typed<Out, In = Out>(type: Type<Out, In>): Type<Out, In> {
  return type
}
