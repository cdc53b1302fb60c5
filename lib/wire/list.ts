import { describeValue, InputError } from '../errors.ts'
import { ATTRIBUTE, attributeAt, attributeHolds, NESTED, nextAttribute, sizeAt } from './attribute.ts'
import { isLinkName, joined } from './attrs.ts'
import type { Bytes } from './bytes.ts'
import {
  checkObject,
  type Fields,
  type Struct,
  type StructInput,
  type StructValue,
  sizeOf,
  writeValue,
} from './struct.ts'
import { shape } from './such.ts'
import type { Located, Type } from './type.ts'
import { type Named, unknownOption } from './unknown.ts'
import type { Writer } from './writer.ts'

function eachOf<T>(value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) throw new InputError(`must be an array, not ${describeValue(value)}`)
  return value as readonly T[]
}

/** A nest whose attributes are numbered from 0, as addresses of a bond are. */
export function counted<Out, In>(item: Type<Out, In>): Type<Out[], readonly In[]> {
  return list(0, item, 1)
}

/** A nest that repeats one attribute with number `tag` (any number when reading, because some nests count), or with ascending ones by `step`. */
export function list<Out, In>(tag: number, item: Type<Out, In>, step = 0): Type<Out[], readonly In[]> {
  return {
    size: 0,
    nested: true,
    parts: [item],
    read(bytes, at, length) {
      const out: Out[] = []
      const end = at + length
      for (; attributeAt(bytes, at, end); at = nextAttribute(bytes, at)) {
        const size = sizeAt(bytes, at) - ATTRIBUTE
        if (size >= item.size) out.push(item.read(bytes, at + ATTRIBUTE, size))
      }
      return out
    },
    write(writer, value) {
      for (const [i, one] of eachOf(value).entries()) {
        const number = tag + step * i
        const start = writer.attribute(item.nested === true ? number | NESTED : number)
        writeValue(writer, item, `[${i}]`, one)
        writer.close(start)
      }
    },
    locate(bytes, at, length, offset, siblings) {
      const end = at + length
      for (let index = 0; attributeAt(bytes, at, end); at = nextAttribute(bytes, at), index++) {
        if (!attributeHolds(bytes, at, offset)) continue
        const inside = [bytes, at + ATTRIBUTE, sizeAt(bytes, at) - ATTRIBUTE, offset, siblings] as const
        const inner = offset > at ? item.locate?.(...inside) : undefined
        return { type: item, siblings, ...inner, path: joined(`[${index}]`, inner?.path ?? '') }
      }
      return undefined
    },
  }
}

/** Consecutive values of fixed size without headers. */
export function array<Out, In>(item: Type<Out, In>): Type<Out[], readonly In[]> {
  if (item.size === 0) throw new TypeError('array: items need a size, which a struct has by sizeOf()')
  return {
    size: 0,
    parts: [item],
    read(bytes, at, length) {
      const out: Out[] = []
      for (let start = at; start + item.size <= at + length; start += item.size)
        out.push(item.read(bytes, start, item.size))
      return out
    },
    write(writer, value) {
      for (const [i, one] of eachOf(value).entries()) writeValue(writer, item, `[${i}]`, one)
    },
  }
}

/**
 * Records that carry their own 16-bit length: a struct whose first field is that length, then attributes (struct rtnexthop
 * of include/uapi/linux/rtnetlink.h). Header fields and attributes become one object; errors show the example.
 */
export function records<F extends Fields, Out extends object, In extends object>(
  header: Struct<F>,
  body: Type<Out, In> & { readonly rows: readonly Named[] },
  example: string,
): Type<(StructValue<F> & Out)[], readonly (StructInput<F> & In)[]> {
  const size = sizeOf(header.fields)
  const known = new Map<string, Named>([...header.byKey.values(), ...body.rows].map((one) => [one.key, one]))

  function writeRecord(writer: Writer, value: object): void {
    checkObject(value, example)
    const start = writer.at
    // Without a prototype, a key named __proto__ is one like any other.
    const fixed: Record<string, unknown> = Object.create(null)
    const rest: Record<string, unknown> = Object.create(null)
    for (const [key, item] of Object.entries(value)) {
      if (isLinkName(key, known)) continue
      if (!known.has(key)) throw unknownOption(key, known.values())
      ;(header.byKey.has(key) ? fixed : rest)[key] = item
    }
    header.write(writer, fixed as never)
    body.write(writer, rest as never)
    writer.u16[start >> 1] = writer.at - start
    writer.align()
  }

  return {
    size: 0,
    parts: [header, body],
    read(bytes, at, length) {
      const out: (StructValue<F> & Out)[] = []
      walkRecords(bytes, at, length, size, (start, total) => {
        const fixed: Record<string, unknown> = {}
        header.into(bytes, start, size, fixed)
        out.push(Object.assign(fixed, body.read(bytes, start + size, total - size)) as StructValue<F> & Out)
      })
      return out
    },
    write(writer, value) {
      if (!Array.isArray(value)) throw shape(`[${example}]`, value)
      for (const [i, one] of value.entries())
        writeValue(writer, { size: 0, read: () => one, write: writeRecord }, `[${i}]`, one)
    },
    locate(bytes, at, length, offset, siblings) {
      let index = 0
      let found: Located | undefined
      walkRecords(bytes, at, length, size, (start, total) => {
        const within = offset - start
        if (within >= 0 && within < total) {
          const inner =
            within < size
              ? header.locate?.(bytes, start, size, offset, siblings)
              : body.locate?.(bytes, start + size, total - size, offset, siblings)
          found = { type: body, siblings, ...inner, path: joined(`[${index}]`, inner?.path ?? '') }
        }
        index++
      })
      return found
    },
  }
}

function walkRecords(
  bytes: Bytes,
  at: number,
  length: number,
  least: number,
  visit: (start: number, total: number) => void,
): void {
  const end = at + length
  while (at + least <= end) {
    const total = bytes.u16[at >> 1] as number
    if (total < least || at + total > end) return
    visit(at, total)
    at += (total + 3) & ~3
  }
}
