import { describeValue, InputError } from '../errors.ts'
import { binary } from './text.ts'
import type { AnyType, Type } from './type.ts'

type Siblings = Readonly<Record<string, unknown>> | undefined

/**
 * A value whose type is named by a preceding sibling: `IFLA_INFO_DATA` by `IFLA_INFO_KIND`. A value of an unknown type,
 * or one too short for its type, stays bytes; and bytes are accepted for it.
 */
export function choice(sibling: string, kinds: Readonly<Record<string, AnyType>>): Type<unknown, unknown> {
  function chosen(siblings: Siblings): AnyType {
    const kind = siblings?.[sibling]
    return typeof kind === 'string' && Object.hasOwn(kinds, kind) ? (kinds[kind] as AnyType) : binary
  }
  return {
    size: 0,
    nested: true,
    parts: Object.values(kinds),
    read(bytes, at, length, siblings) {
      const type = chosen(siblings)
      return length < type.size ? binary.read(bytes, at, length) : type.read(bytes, at, length)
    },
    write(writer, value, siblings) {
      const kind = siblings?.[sibling]
      if (value instanceof Uint8Array) return writer.bytes(value)
      if (kind === undefined) throw new InputError(`requires ${sibling}, and must be a Uint8Array of attributes`)
      if (typeof kind !== 'string' || !Object.hasOwn(kinds, kind)) {
        throw new InputError(`must be a Uint8Array of attributes: kind ${describeValue(kind)} has no options here`)
      }
      chosen(siblings).write(writer, value as never)
    },
    locate: (bytes, at, length, offset, siblings) => chosen(siblings).locate?.(bytes, at, length, offset, siblings),
    name: (number, siblings) => chosen(siblings).name?.(number, siblings),
  }
}
