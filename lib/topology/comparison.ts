import { isDeepStrictEqual } from '../builtin.ts'
import type { Item } from './families.ts'

/** The names of the fields that differ, without those in `skipped`. */
export function differing(wanted: Item, found: Item, skipped: ReadonlySet<string>): string[] {
  const keys = new Set([...Object.keys(wanted), ...Object.keys(found)])
  return [...keys].filter((key) => !skipped.has(key) && !isEqual(key, wanted[key], found[key]))
}

function isEqual(key: string, wanted: unknown, found: unknown): boolean {
  if (wanted === found) return true
  if (key === 'multipath' && Array.isArray(wanted) && Array.isArray(found))
    return wanted.length === found.length && wanted.every((hop, i) => isHop(hop as Item, found[i] as Item))
  return typeof wanted === 'object' && isDeepStrictEqual(wanted, found)
}

/** The kernel finds the link of a hop for which none is given. */
function isHop(wanted: Item, found: Item): boolean {
  return differing(wanted, found, new Set(wanted.oif === 0 ? ['oif', 'flags'] : ['flags'])).length === 0
}

/** The keys of a wanted object whose values are others; nothing else of the found one is compared. */
export function differingPart(wanted: Item, found: Item): string[] {
  return Object.keys(wanted).filter((key) => !contains(found[key], wanted[key]))
}

/** Whether a value has all that is wanted of it. */
export function contains(found: unknown, wanted: unknown): boolean {
  if (found === wanted || isNone(found, wanted)) return true
  // A flag that is off is not sent.
  if (wanted === undefined) return found === false
  if (typeof wanted !== 'object' || wanted === null || typeof found !== 'object' || found === null) return false
  if (Array.isArray(wanted) || wanted instanceof Uint8Array) return isDeepStrictEqual(found, wanted)
  const parts = found as Item
  return Object.entries(wanted).every(([key, value]) => contains(parts[key], value))
}

/** No text, and no link, are reported as nothing at all. */
function isNone(found: unknown, wanted: unknown): boolean {
  return found === undefined && (wanted === '' || wanted === 0 || wanted === null)
}
