import type { Expr } from '../json.ts'
import type { Part, Scope } from './known.ts'
import { padded } from './register.ts'
import { type Layout, type Printer, printerOf } from './value.ts'

/** How a part of a key is printed, alone and as the end of a range, and where it begins, in bytes. */
export interface PrintedPart {
  part: Part
  place: number
  value: Printer
  /** nft writes the ends of ranges as numbers where it has words for protocols. */
  end: Printer
}

export function printedParts(scope: Scope, parts: readonly Part[], layout: Layout): PrintedPart[] {
  let at = 0
  return parts.map((part) => {
    const place = at
    at += padded(part.bits) / 8
    const end = printerOf(scope, part, { ...layout, ranged: true })
    return { part, place, value: printerOf(scope, part, layout), end }
  })
}

/** The printer of a whole key: of its only part, or of a concatenation. */
export function wholePrinter(parts: readonly PrintedPart[]): Printer {
  const [single] = parts
  if (single && parts.length === 1) return single.value
  return (bytes, at): Expr => ({ concat: parts.map(({ value, place }) => value(bytes, at + place)) })
}

/**
 * How many low bits go from all clear to all set between two numbers that are otherwise the same: 0 for the same number, -1
 * where they differ more.
 */
export function prefixRun(from: Uint8Array, at: number, to: Uint8Array, end: number, length: number): number {
  let run = 0
  let open = true
  for (let i = length - 1; i >= 0; i--) {
    const low = from[at + i] as number
    const high = to[end + i] as number
    const differing = low ^ high
    if (!open && differing !== 0) return -1
    if (!open) continue
    const bits = 32 - Math.clz32(differing)
    if (differing !== 2 ** bits - 1 || (low & differing) !== 0) return -1
    run += bits
    open = bits === 8
  }
  return run
}

/** From and to as one: a value, a prefix or a range. Names that begin alike end in a star. */
export function printBetween(
  { part, value, end: printEnd }: PrintedPart,
  from: Uint8Array,
  at: number,
  to: Uint8Array,
  end: number,
): Expr {
  const length = Math.ceil(part.bits / 8)
  const run = prefixRun(from, at, to, end, length)
  if (run === 0) return value(from, at)
  if (run > 0 && part.type.base === 'string' && run % 8 === 0) return `${value(from, at)}*`
  if (run > 0 && part.type.prefix) return { prefix: { addr: value(from, at), len: length * 8 - run } }
  return { range: [printEnd(from, at), printEnd(to, end)] }
}
