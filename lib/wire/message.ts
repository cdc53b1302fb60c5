import {
  type Attribute,
  attrs,
  isLinkName,
  locateAttribute,
  type Rows,
  type RowsInput,
  type RowsValue,
  readAttributes,
  reportedKey,
  writeAttribute,
} from './attrs.ts'
import type { Bytes } from './bytes.ts'
import { HEADER } from './header.ts'
import { plain } from './plain.ts'
import { Recent } from './recent.ts'
import {
  checkObject,
  type Field,
  type Fields,
  fieldAt,
  type Struct,
  type StructInput,
  type StructValue,
  sizeOf,
  writeValue,
} from './struct.ts'
import { type Layout, Template } from './template.ts'
import type { Type } from './type.ts'
import { unknownOption } from './unknown.ts'
import type { Writer } from './writer.ts'

export type MessageValue<F extends Fields, R extends Rows> = Omit<StructValue<F>, keyof R> &
  RowsValue<R> &
  Partial<Pick<StructValue<F>, keyof R & keyof StructValue<F>>>
export type MessageInput<F extends Fields, R extends Rows> = Omit<StructInput<F>, keyof R> & RowsInput<R>

type Items = Readonly<Record<string, unknown>>

/** Defaults of the fixed header. */
export type Preset = Readonly<Record<string, unknown>>

export interface Message<F extends Fields, R extends Rows> extends Type<MessageValue<F, R>, MessageInput<F, R>> {
  readonly prefix: string
  readonly header: Struct<F>
  readonly headerSize: number
  readonly rows: readonly Attribute[]
  /** Writes header and attributes. The address family is written to the header's first byte when an address determines it. */
  compose(writer: Writer, value: object, preset: Preset | undefined): void
}

/**
 * A fixed header followed by attributes: the body of one kind of message. Both become one flat object; where an attribute and a
 * header field have the same key (`rtm_table` and `RTA_TABLE`), the attribute, wider, is read last and written alone.
 *
 * `again` is for long lists, in which most messages are nearly equal (see Recent).
 */
export function message<const F extends Fields, const R extends Rows>(
  prefix: string,
  header: Struct<F>,
  table: R,
  again = false,
): Message<F, R> {
  const { rows, byKey, byNumber } = attrs(prefix, table)
  const headerSize = sizeOf(header.fields)
  const Out = plain()
  const places = new Map<string, Attribute | Field>([...header.byKey, ...byKey])
  const layout: Layout = { places, body: (headerSize + 3) & ~3 }

  function compose(writer: Writer, value: object, preset: Preset | undefined): void {
    checkObject(value)
    const items = value as Readonly<Record<string, unknown>>
    // A message nested in another one (the peer of a veth) cannot be a template.
    const isOwn = writer.at === writer.start + HEADER
    if (isOwn && writer.template?.write(writer, layout, preset, items) === true) return
    composeWhole(writer, items, preset, isOwn)
  }

  function composeWhole(writer: Writer, items: Items, preset: Preset | undefined, isOwn: boolean): void {
    const outer = { header: writer.header, family: writer.family }
    const start = writer.at
    writer.header = start
    writer.family = 0
    writer.template = undefined
    writer.zeros(layout.body)
    const keys: string[] = []
    const values: unknown[] = []
    let isPlain = isOwn
    for (const key in items) {
      const item = items[key]
      if (item === undefined) continue
      writePlace(writer, start, key, item, items)
      if (typeof item === 'object' || typeof item === 'function') isPlain = false
      keys.push(key)
      values.push(item)
    }
    for (const key in preset) {
      if (items[key] !== undefined || (key === 'family' && writer.family !== 0)) continue
      writeField(writer, start, header.byKey.get(key) as Field, preset[key])
    }
    if (writer.family !== 0) writer.u8[start] = writer.family
    if (isPlain && !writer.holds) writer.template = new Template(writer, layout, preset, keys, values)
    writer.header = outer.header
    writer.family = outer.family
  }

  function writePlace(writer: Writer, start: number, key: string, item: unknown, items: Items): void {
    const place = places.get(key)
    if (place === undefined) {
      if (!isLinkName(key, places)) throw unknownOption(key, places.values())
      if (writer.strict) throw reportedKey(key)
      return
    }
    if ('offset' in place) writeField(writer, start, place, item)
    else writeAttribute(writer, place, item, items)
  }

  const recent = again ? new Recent({ fields: header.fields, headerSize, byNumber }) : undefined

  function readWhole(bytes: Bytes, at: number, length: number): Record<string, unknown> {
    const out = new Out()
    const body = (headerSize + 3) & ~3
    header.into(bytes, at, Math.min(headerSize, length), out)
    readAttributes(bytes, at + body, length - body, byNumber, out)
    return out
  }

  function readRecent(bytes: Bytes, at: number, length: number): Record<string, unknown> {
    const copied = recent?.read(bytes, at, length)
    if (copied !== undefined) return copied
    const out = readWhole(bytes, at, length)
    recent?.keep(bytes, at, length, out)
    return out
  }

  return {
    size: headerSize,
    nested: true,
    prefix,
    header,
    headerSize,
    rows,
    compose,
    read(bytes, at, length) {
      const outer = bytes.header
      bytes.header = at
      const out = readRecent(bytes, at, length)
      bytes.header = outer
      return out as MessageValue<F, R>
    },
    write: (writer, value) => compose(writer, value, undefined),
    locate(bytes, at, length, offset) {
      const body = (headerSize + 3) & ~3
      if (offset < at + body) return fieldAt(header.fields, offset - at)
      return locateAttribute(bytes, at + body, length - body, offset, byNumber)
    },
    name: (number) => byNumber[number]?.key,
  }
}

function writeField(writer: Writer, start: number, field: Field, value: unknown): void {
  const end = writer.at
  writer.at = start + field.offset
  const { trail } = writer
  trail?.enter(field.key)
  writeValue(writer, field.type, field.key, value)
  trail?.leave(writer, field.type, start + field.offset, false)
  writer.at = end
}
