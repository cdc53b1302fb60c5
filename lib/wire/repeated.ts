import type { Type } from './type.ts'

/** An attribute that can be repeated, as an array of its values: those read so far are a sibling, under the same key. */
export function repeated<Out, In>(key: string, item: Type<Out, In>): Type<Out[], readonly In[]> {
  return {
    size: item.size,
    nested: item.nested === true,
    parts: [item],
    repeats: item,
    read(bytes, at, length, siblings) {
      const before = (siblings?.[key] as Out[] | undefined) ?? []
      return [...before, item.read(bytes, at, length)]
    },
    // Written one by one, by writeAttribute.
    write: () => undefined,
    locate: (bytes, at, length, offset, siblings) => item.locate?.(bytes, at, length, offset, siblings),
    name: (number, siblings) => item.name?.(number, siblings),
  }
}
