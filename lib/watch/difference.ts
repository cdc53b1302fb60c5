import { isDeepStrictEqual } from '../builtin.ts'

/** Fields that are not compared: whole ones, or those of nested objects. */
export type Volatile = ReadonlyMap<string, Volatile | 'whole'>

/** From paths: `a` is a whole field, `a.b` one of a nested object. */
export function volatileFrom(paths: readonly string[]): Volatile {
  const tree = new Map<string, Volatile | 'whole'>()
  for (const path of paths) {
    const dot = path.indexOf('.')
    if (dot < 0) tree.set(path, 'whole')
    else {
      const top = path.slice(0, dot)
      if (!tree.has(top)) tree.set(top, volatileFrom(paths.flatMap((one) => within(one, top))))
    }
  }
  return tree
}

function within(path: string, top: string): string[] {
  return path.startsWith(`${top}.`) ? [path.slice(top.length + 1)] : []
}

type Fields = Readonly<Record<string, unknown>>

/** The names of the fields that differ. */
export function differences(before: object, after: object, volatile: Volatile): string[] {
  const out: string[] = []
  const one = before as Fields
  const other = after as Fields
  for (const key in other) {
    if (volatile.get(key) !== 'whole' && differ(one[key], other[key], volatile.get(key))) out.push(key)
  }
  for (const key in one) {
    if (!(key in other) && one[key] !== undefined && volatile.get(key) !== 'whole') out.push(key)
  }
  return out
}

/** Whether nothing that is compared differs. */
export function isSame(before: object, after: object, volatile: Volatile): boolean {
  return before === after || differences(before, after, volatile).length === 0
}

function differ(one: unknown, other: unknown, volatile: Volatile | 'whole' | undefined): boolean {
  if (one === other) return false
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return true
  if (volatile instanceof Map && Array.isArray(one) && Array.isArray(other))
    return one.length !== other.length || one.some((item, i) => differ(item, other[i], volatile))
  if (volatile instanceof Map) return differences(one, other, volatile).length > 0
  return !isDeepStrictEqual(one, other)
}
