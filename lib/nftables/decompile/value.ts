import { ip6Text } from '../../wire/ip-text.ts'
import { printIPv4 } from '../datatype/address.ts'
import type { Datatype } from '../datatype/datatype.ts'
import {
  boolean,
  cgroup,
  inetProtocol,
  invalid,
  ipv4Address,
  ipv6Address,
  linkIndex,
  realm,
  weekday,
} from '../datatype/table.ts'
import type { Expr } from '../json.ts'
import { ones } from './bits.ts'
import type { Part, Scope } from './known.ts'
import { isReversed, numberOf, reversed } from './node.ts'

/** A value of a type as `nft -j` writes it. `ranged` are the ends of ranges, where nft writes numbers. */
export function printValue(scope: Scope, type: Datatype, value: bigint, bits: number, ranged = false): Expr {
  if (type === boolean) return value !== 0n
  if (type === invalid) return `0x${value.toString(16)} [invalid type]`
  if (type === inetProtocol && (scope.style.numericProtocols || ranged)) return Number(value)
  const printed = type.print(value, bits, scope.names)
  if (textual.has(type)) return String(printed)
  return printed === Number(value) && value > MAX_SAFE ? printLarge(value) : printed
}

/** Types of which nft makes text even where it has no word for a value. */
const textual: ReadonlySet<Datatype> = new Set([realm, linkIndex, weekday, cgroup])

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** What no number of JSON holds exactly: nft writes more than 64 bits in hexadecimal, and reads digits as well. */
function printLarge(value: bigint): string {
  return value > ones(64) ? `0x${value.toString(16)}` : value.toString()
}

/** A number of 64 bits: a decimal string where no number of JSON is exact. */
export function wideNumber(value: bigint): number | string {
  return value > MAX_SAFE ? value.toString() : Number(value)
}

/** Prints the value that begins at byte `at`. */
export type Printer = (bytes: Uint8Array, at: number) => Expr

/** How keys or data of a set are laid out. */
export interface Layout {
  /** NFT_SET_INTERVAL: numbers lie in network order whatever their type. */
  interval: boolean
  /** Bits by which values are moved down. */
  shift: number
  ranged?: boolean
}

/** The printer of one part of a key or of data. */
export function printerOf(scope: Scope, { type, order, bits }: Part, layout: Layout): Printer {
  const length = Math.ceil(bits / 8)
  if (type.base === 'string') return textPrinter(length)
  if (type === ipv4Address && layout.shift === 0) return ipv4Printer
  if (type === ipv6Address && layout.shift === 0) return ip6Text
  const turned = isReversed(order) && !layout.interval
  const shift = BigInt(layout.shift)
  return (bytes, at) => {
    const raw = numberOf(bytes.subarray(at, at + length))
    const value = (turned ? reversed(raw, length * 8) : raw) >> shift
    return printPart(scope, type, value, bits, layout.ranged)
  }
}

function printPart(scope: Scope, type: Datatype, value: bigint, bits: number, ranged = false): Expr {
  return type.base === 'bitmask' ? printFlags(scope, type, value, bits) : printValue(scope, type, value, bits, ranged)
}

/** Several flags are one or another, as nft joins them. */
function printFlags(scope: Scope, type: Datatype, value: bigint, bits: number): Expr {
  const flags: Expr[] = []
  for (let rest = value; rest !== 0n; rest &= rest - 1n) flags.push(printValue(scope, type, rest & -rest, bits))
  if (type.name === 'bitmask' || flags.length < 2) return printValue(scope, type, value, bits)
  return flags.slice(1).reduce<Expr>((all, flag) => ({ '|': [all, flag] }), flags[0] as Expr)
}

function ipv4Printer(bytes: Uint8Array, at: number): Expr {
  const value =
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  return printIPv4(value)
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function textPrinter(length: number): Printer {
  return (bytes, at) => {
    let end = at
    while (end < at + length && bytes[end] !== 0) end++
    const text = decoder.decode(bytes.subarray(at, end))
    return text.endsWith('*') ? `${text.slice(0, -1)}\\*` : text
  }
}
