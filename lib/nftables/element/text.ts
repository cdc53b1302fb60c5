import { LITTLE } from '../../wire/bytes.ts'
import { parseIp4 } from '../../wire/ip-text.ts'

/**
 * Constants as they are mostly written, straight into the bytes of a key: half a million of them at a time. What is written in any
 * other way is `false`, and left to the compiler, which knows all of it.
 */
export type Put = (value: unknown, into: Uint8Array, at: number) => boolean

const ZERO = 48
const COLON = 58

/** Four decimal numbers between dots. */
export function putIPv4(value: unknown, into: Uint8Array, at: number): boolean {
  if (typeof value !== 'string') return false
  const address = parseIp4(value, 0, value.length)
  if (address < 0) return false
  for (let i = 0; i < 4; i++) into[at + i] = address >>> (24 - 8 * i)
  return true
}

/** Eight hexadecimal groups, or fewer with `::` in one place; none of them decimal. */
export function putIPv6(value: unknown, into: Uint8Array, at: number): boolean {
  if (typeof value !== 'string') return false
  const { length } = value
  let group = -1
  let digits = 0
  let filled = 0
  let gap = -1
  for (let i = 0; i <= length; i++) {
    const code = i === length ? COLON : value.charCodeAt(i)
    if (code !== COLON) {
      const digit = hexDigit(code)
      if (digit < 0 || ++digits > 4) return false
      group = group < 0 ? digit : group * 16 + digit
      continue
    }
    if (group >= 0) {
      if (filled === 16) return false
      into[at + filled++] = group >> 8
      into[at + filled++] = group & 255
    } else if (i === length) {
      // The text ends behind a colon: only `::` may do that.
      if (gap !== filled || i < 2) return false
    } else if (i === 0) {
      if (value.charCodeAt(1) !== COLON) return false
    } else {
      if (gap >= 0) return false
      gap = filled
    }
    group = -1
    digits = 0
  }
  return spread(into, at, filled, gap)
}

/** Moves what stands behind the gap to the end. */
function spread(into: Uint8Array, at: number, filled: number, gap: number): boolean {
  if (gap < 0 || filled === 16) return gap < 0 && filled === 16
  into.copyWithin(at + 16 - (filled - gap), at + gap, at + filled)
  into.fill(0, at + gap, at + 16 - (filled - gap))
  return true
}

function hexDigit(code: number): number {
  if (code >= ZERO && code <= ZERO + 9) return code - ZERO
  const letter = (code | 32) - 97
  return letter >= 0 && letter <= 5 ? letter + 10 : -1
}

/** Six bytes of two hexadecimal digits between colons. */
export function putEther(value: unknown, into: Uint8Array, at: number): boolean {
  if (typeof value !== 'string' || value.length !== 17) return false
  for (let i = 0; i < 6; i++) {
    const high = hexDigit(value.charCodeAt(3 * i))
    const low = hexDigit(value.charCodeAt(3 * i + 1))
    if (high < 0 || low < 0 || (i < 5 && value.charCodeAt(3 * i + 2) !== COLON)) return false
    into[at + i] = high * 16 + low
  }
  return true
}

/** A number, in network order. */
export function putBig(bytes: number): Put {
  const end = 2 ** (8 * bytes)
  return (value, into, at) => {
    if (typeof value !== 'number' || !(value >= 0 && value < end) || !Number.isInteger(value)) return false
    let rest = value
    for (let i = bytes - 1; i >= 0; i--) {
      into[at + i] = rest & 255
      rest = Math.floor(rest / 256)
    }
    return true
  }
}

/** A number of 32 bits, in the order of the machine. */
export function putHost(value: unknown, into: Uint8Array, at: number): boolean {
  if (!putBig4(value, into, at)) return false
  if (LITTLE) into.subarray(at, at + 4).reverse()
  return true
}

const putBig4 = putBig(4)
