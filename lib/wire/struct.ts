import { builtIn, InputError } from '../errors.ts'
import type { Bytes } from './bytes.ts'
import { shape } from './such.ts'
import type { AnyType, Input, Located, Type, Value } from './type.ts'
import { unknownOption } from './unknown.ts'
import type { Writer } from './writer.ts'

export type Fields = Readonly<Record<string, AnyType>>

/** Fields whose name begins with an underscore are padding, or lengths set by another type: neither read nor accepted. */
type Shown<F> = Exclude<keyof F, `_${string}`>

// Mapped over keys of F, each field keeps its doc comment; renamed by `as`, it would lose it.
type FieldValues<F extends Fields, K extends keyof F> = { -readonly [P in K]: Value<F[P]> }
type FieldInputs<F extends Fields, K extends keyof F> = { readonly [P in K]?: Input<F[P]> | undefined }

export type StructValue<F extends Fields> = FieldValues<F, Shown<F>>
export type StructInput<F extends Fields> = FieldInputs<F, Shown<F>>

export interface Field {
  readonly key: string
  readonly offset: number
  readonly type: AnyType
  readonly hidden: boolean
}

export interface Struct<F extends Fields> extends Type<StructValue<F>, StructInput<F>> {
  readonly fields: readonly Field[]
  readonly byKey: ReadonlyMap<string, Field>
  /** Reads the fields within `length` bytes into `out`. */
  into(bytes: Bytes, at: number, length: number, out: Record<string, unknown>): void
}

/** Decodes a complete struct by one object literal, with the fields of the table in order. */
export type Whole<F extends Fields> = (bytes: Bytes, at: number) => StructValue<F>

/** Decodes consecutive fields of one type: each call returns the next one. */
export function each<T>(type: Type<T, never>, bytes: Bytes, at: number): () => T {
  let next = at - type.size
  return () => {
    next += type.size
    return type.read(bytes, next, type.size)
  }
}

/**
 * A C struct: consecutive fields, each aligned to its size (64-bit ones to eight bytes within the struct), with C's padding. Older kernels
 * send shorter structs and newer ones longer: missing fields are omitted, further bytes are skipped. Fields that are not given are
 * written as zero. The label is the name in C, `ndmsg`.
 *
 * `whole` is for structs of many fields in long lists: adding 60 fields one by one takes three times as long, and the object five times the
 * memory.
 */
export function struct<const F extends Fields>(table: F, label?: string, whole?: Whole<F>): Struct<F> {
  const fields = layout(table)
  const last = fields.at(-1) as Field
  const widest = Math.max(...fields.map((field) => alignment(field.type)))
  const size = roundUp(last.offset + last.type.size, widest)
  const byKey = new Map(fields.filter((field) => !field.hidden).map((field) => [field.key, field]))

  function into(bytes: Bytes, at: number, length: number, out: Record<string, unknown>): void {
    for (const field of fields) {
      if (field.hidden || field.offset + field.type.size > length) continue
      out[field.key] = field.type.read(bytes, at + field.offset, field.type.size)
    }
  }

  return {
    size: 0,
    label,
    fields,
    byKey,
    into,
    read(bytes, at, length) {
      if (whole !== undefined && length >= size) return whole(bytes, at)
      const out: Record<string, unknown> = {}
      into(bytes, at, length, out)
      return out as StructValue<F>
    },
    write(writer, value) {
      const start = writer.at
      writer.zeros(size)
      writeFields(writer, start, byKey, value)
      writer.at = start + size
    },
    locate: (_bytes, at, _length, offset) => fieldAt(fields, offset - at),
  }
}

function layout(table: Fields): Field[] {
  let offset = 0
  return Object.entries(table).map(([key, type]) => {
    const start = roundUp(offset, alignment(type))
    offset = start + type.size
    return { key, offset: start, type, hidden: key.startsWith('_') }
  })
}

/** Character arrays and addresses are not aligned; integers are, to their size. */
function alignment({ size, alignment }: AnyType): number {
  if (alignment !== undefined) return alignment
  return size === 8 || size === 4 || size === 2 ? size : 1
}

function roundUp(offset: number, multiple: number): number {
  return Math.ceil(offset / multiple) * multiple
}

/** Size of a struct with these fields, as `sizeof`. */
export function sizeOf(fields: readonly Field[]): number {
  const last = fields.at(-1) as Field
  return roundUp(last.offset + last.type.size, Math.max(...fields.map((field) => alignment(field.type))))
}

/** The field that contains byte `offset` of the struct. */
export function fieldAt(fields: readonly Field[], offset: number): Located | undefined {
  const field = fields.findLast((one) => one.offset <= offset && !one.hidden)
  return field === undefined ? undefined : { path: field.key, type: field.type, siblings: {} }
}

function writeFields(writer: Writer, start: number, byKey: ReadonlyMap<string, Field>, value: object): void {
  checkObject(value)
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    const field = byKey.get(key)
    if (field === undefined) throw unknownOption(key, byKey.values())
    writer.at = start + field.offset
    writeValue(writer, field.type, key, item)
  }
}

/**
 * Throws unless a value is an object with own properties: inherited ones would be silently ignored, and so would a Promise that was not
 * awaited. The error shows the example.
 */
export function checkObject(value: unknown, example?: string): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw shape(example, value)
  let prototype: object | null = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return
  if (builtIn(value) !== undefined) throw shape(example, value)
  for (; prototype !== Object.prototype && prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const key = Object.entries(Object.getOwnPropertyDescriptors(prototype)).find(holdsValue)?.[0]
    if (key !== undefined) throw new InputError('is inherited; options must be own properties').under(key)
  }
}

/** Whether an inherited property may be meant as an option: neither a method nor a property of Object.prototype. */
function holdsValue([key, { value, get }]: [string, PropertyDescriptor]): boolean {
  return key !== '__proto__' && (get !== undefined || typeof value !== 'function')
}

/** Writes one value; an error contains its key. */
export function writeValue(
  writer: Writer,
  type: AnyType,
  key: string,
  value: unknown,
  siblings?: Readonly<Record<string, unknown>>,
): void {
  try {
    type.write(writer, value as never, siblings)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under(key) : thrown
  }
}
