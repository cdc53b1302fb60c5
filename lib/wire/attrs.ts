import { describeValue, InputError } from '../errors.ts'
import {
  ATTRIBUTE,
  attributeAt,
  attributeHolds,
  NESTED,
  nextAttribute,
  numberAt,
  sizeAt,
  TYPE_MASK,
} from './attribute.ts'
import type { Bytes } from './bytes.ts'
import { checkObject, writeValue } from './struct.ts'
import type { AnyType, Input, Located, Type, Value } from './type.ts'
import { unknownOption } from './unknown.ts'
import type { Writer } from './writer.ts'

/**
 * One attribute: the kernel's number, the type of its value, and `'report'` if the kernel only reports it: such a key is
 * accepted (so that listed objects can be passed back) and not sent; a strict verb refuses it.
 */
export type Row = readonly [number: number, type: AnyType, mode?: 'report']
export type Rows = Readonly<Record<string, Row>>

export type RowsValue<R extends Rows> = { -readonly [K in keyof R]?: Value<R[K][1]> }

/** The keys that can be sent. */
type Settable<R extends Rows> = {
  [K in keyof R]: R[K] extends readonly [number, AnyType, 'report'] ? never : K
}[keyof R]
type RowInputs<R extends Rows, K extends keyof R> = { readonly [P in K]?: Input<R[P][1]> | undefined }

/** What can be set. A listed object has more properties; the compiler accepts it, and rejects them only in a literal. */
export type RowsInput<R extends Rows> = RowInputs<R, Settable<R>>

/** A row, as used by the loops. */
export interface Attribute {
  readonly key: string
  readonly number: number
  readonly type: AnyType
  readonly report: boolean
  /** Adds the attribute to the result, if not as a value under its key: decoded later, or spread. */
  readonly into?: (bytes: Bytes, at: number, length: number, out: Record<string, unknown>) => void
}

export interface Attrs<R extends Rows> extends Type<RowsValue<R>, RowsInput<R>> {
  /** The kernel's prefix of these numbers, `IFLA_VLAN`, for the conformance test. */
  readonly prefix: string
  readonly rows: readonly Attribute[]
  readonly byKey: ReadonlyMap<string, Attribute>
  readonly byNumber: readonly (Attribute | undefined)[]
}

/** The attribute table: each row defines encoder, decoder, type and the path in errors. */
export function attrs<const R extends Rows>(prefix: string, table: R): Attrs<R> {
  const rows = Object.entries(table).map(([key, [number, type, mode]]) => ({
    key,
    number,
    type,
    report: mode === 'report',
  }))
  const byKey = new Map(rows.map((row) => [row.key, row]))
  const byNumber = numbered(rows)
  return {
    size: 0,
    nested: true,
    prefix,
    rows,
    byKey,
    byNumber,
    read(bytes, at, length) {
      const out: Record<string, unknown> = {}
      readAttributes(bytes, at, length, byNumber, out)
      return out as RowsValue<R>
    },
    write(writer, value) {
      writeAttributes(writer, byKey, value)
    },
    locate: (bytes, at, length, offset) => locateAttribute(bytes, at, length, offset, byNumber),
    name: (number) => byNumber[number]?.key,
  }
}

/** Rows by the kernel's number, for {@link readAttributes}. */
export function numbered(rows: readonly Attribute[]): readonly (Attribute | undefined)[] {
  const byNumber: (Attribute | undefined)[] = []
  for (const row of rows) byNumber[row.number] = row
  return byNumber
}

/**
 * Reads every attribute that has a row into `out`; the others are skipped. A length that cannot be ends the reading. The walk of attribute.ts is
 * written out here: this runs once for each attribute that is listed.
 */
export function readAttributes(
  bytes: Bytes,
  at: number,
  length: number,
  byNumber: readonly (Attribute | undefined)[],
  out: Record<string, unknown>,
): void {
  const { u16 } = bytes
  const end = at + length
  while (at + 4 <= end) {
    const size = u16[at >> 1] as number
    if (size < 4 || at + size > end) return
    const row = byNumber[(u16[(at >> 1) + 1] as number) & TYPE_MASK]
    if (row !== undefined && size - 4 >= row.type.size) {
      if (row.into === undefined) out[row.key] = row.type.read(bytes, at + 4, size - 4, out)
      else row.into(bytes, at + 4, size - 4, out)
    }
    at += (size + 3) & ~3
  }
}

function writeAttributes(writer: Writer, byKey: ReadonlyMap<string, Attribute>, value: object): void {
  checkObject(value)
  const items = value as Readonly<Record<string, unknown>>
  for (const key in items) {
    const item = items[key]
    if (item === undefined) continue
    const row = byKey.get(key)
    if (row === undefined) throw unknownOption(key, byKey.values())
    writeAttribute(writer, row, item, items)
  }
}

/** Whether the key is that of a link name, `oifName` next to `oif`: listed objects may have it; it is not sent. */
export function isLinkName(key: string, places: ReadonlyMap<string, { readonly type?: AnyType | undefined }>): boolean {
  return key.endsWith('Name') && places.get(key.slice(0, -'Name'.length))?.type?.link === true
}

/** The error for a field that the kernel only reports, in a verb that changes something. */
export function reportedKey(key: string): InputError {
  const reason = 'is only reported by the kernel and cannot be set'
  const invalid = new InputError(reason)
  invalid.phrase = (path) => `\`${path}\` ${reason}`
  return invalid.under(key)
}

export function writeAttribute(
  writer: Writer,
  row: Attribute,
  value: unknown,
  siblings: Readonly<Record<string, unknown>>,
): void {
  if (row.report) {
    if (writer.strict) throw reportedKey(row.key)
    return
  }
  if (row.type.omits?.(value as never) === true) return
  if (row.type.repeats !== undefined) {
    writeRepeated(writer, row, row.type.repeats, value, siblings)
    return
  }
  const start = writer.attribute(row.type.nested === true ? row.number | NESTED : row.number)
  const { trail } = writer
  trail?.enter(row.key)
  writeValue(writer, row.type, row.key, value, siblings)
  trail?.leave(writer, row.type, start + ATTRIBUTE, true)
  try {
    writer.close(start)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under(row.key) : thrown
  }
}

function writeRepeated(
  writer: Writer,
  row: Attribute,
  type: AnyType,
  value: unknown,
  siblings: Readonly<Record<string, unknown>>,
): void {
  if (!Array.isArray(value)) throw new InputError(`must be an array, not ${describeValue(value)}`).under(row.key)
  for (const [i, one] of value.entries())
    writeAttribute(writer, { ...row, key: `${row.key}[${i}]`, type }, one, siblings)
}

/** The attribute at byte `offset`, or the value at that byte inside it. */
export function locateAttribute(
  bytes: Bytes,
  at: number,
  length: number,
  offset: number,
  byNumber: readonly (Attribute | undefined)[],
): Located | undefined {
  const siblings: Record<string, unknown> = {}
  readAttributes(bytes, at, length, byNumber, siblings)
  const end = at + length
  for (let start = at; attributeAt(bytes, start, end); start = nextAttribute(bytes, start)) {
    const row = attributeHolds(bytes, start, offset) ? byNumber[numberAt(bytes, start)] : undefined
    if (row === undefined) continue
    const inside = [bytes, start + ATTRIBUTE, sizeAt(bytes, start) - ATTRIBUTE, offset, siblings] as const
    const inner = offset > start ? row.type.locate?.(...inside) : undefined
    return inner === undefined
      ? { path: row.key, type: row.type, siblings }
      : { ...inner, path: joined(row.key, inner.path) }
  }
  return undefined
}

/** Joins paths: `data` and `id` to `data.id`, `multipath` and `[1].oif` to `multipath[1].oif`. */
export function joined(key: string, rest: string): string {
  if (rest === '') return key
  return rest.startsWith('[') ? key + rest : `${key}.${rest}`
}
