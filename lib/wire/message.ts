import {
  type Attribute,
  attrs,
  locateAttribute,
  type Rows,
  type RowsInput,
  type RowsValue,
  readAttributes,
  writeAttribute,
} from './attrs.ts'
import { plain } from './plain.ts'
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
import type { Type } from './type.ts'
import { unknownOption } from './unknown.ts'
import type { Writer } from './writer.ts'

export type MessageValue<F extends Fields, R extends Rows> = Omit<StructValue<F>, keyof R> &
  RowsValue<R> &
  Partial<Pick<StructValue<F>, keyof R & keyof StructValue<F>>>
export type MessageInput<F extends Fields, R extends Rows> = Omit<StructInput<F>, keyof R> & RowsInput<R>

/** Values of the fixed header that are sent where the caller gave none. */
export type Preset = Readonly<Record<string, unknown>>

export interface Message<F extends Fields, R extends Rows> extends Type<MessageValue<F, R>, MessageInput<F, R>> {
  readonly prefix: string
  readonly header: Struct<F>
  readonly headerSize: number
  readonly rows: readonly Attribute[]
  /** Writes header and attributes. The address family goes into the header's first byte when an address tells it. */
  compose(writer: Writer, value: object, preset: Preset | undefined): void
}

/**
 * A fixed header followed by attributes: the body of one kind of message. Both become one flat object; where an attribute and a
 * header field have the same key (`rtm_table` and `RTA_TABLE`), the attribute, wider, is read last and written alone.
 */
export function message<const F extends Fields, const R extends Rows>(
  prefix: string,
  header: Struct<F>,
  table: R,
): Message<F, R> {
  const { rows, byKey, byNumber } = attrs(prefix, table)
  const headerSize = sizeOf(header.fields)
  const Out = plain()
  const places = new Map<string, Attribute | Field>([...header.byKey, ...byKey])

  function compose(writer: Writer, value: object, preset: Preset | undefined): void {
    checkObject(value)
    const outer = { header: writer.header, family: writer.family }
    const start = writer.at
    writer.header = start
    writer.family = 0
    writer.zeros(headerSize)
    writer.align()
    const items = value as Readonly<Record<string, unknown>>
    for (const key in items) {
      const item = items[key]
      if (item !== undefined) writePlace(writer, start, key, item, items)
    }
    for (const key in preset) {
      if (items[key] !== undefined || (key === 'family' && writer.family !== 0)) continue
      writeField(writer, start, header.byKey.get(key) as Field, preset[key])
    }
    if (writer.family !== 0) writer.u8[start] = writer.family
    writer.header = outer.header
    writer.family = outer.family
  }

  function writePlace(
    writer: Writer,
    start: number,
    key: string,
    item: unknown,
    items: Readonly<Record<string, unknown>>,
  ): void {
    const place = places.get(key)
    if (place === undefined) throw unknownOption(key, places.values())
    if ('offset' in place) writeField(writer, start, place, item)
    else writeAttribute(writer, place, item, items)
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
      const out = new Out()
      const outer = bytes.header
      bytes.header = at
      header.into(bytes, at, Math.min(headerSize, length), out)
      const body = (headerSize + 3) & ~3
      readAttributes(bytes, at + body, length - body, byNumber, out)
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
  writeValue(writer, field.type, field.key, value)
  writer.at = end
}
