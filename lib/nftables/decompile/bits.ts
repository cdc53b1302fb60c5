/** The place of the lowest set bit; Infinity where none is. */
export function lowestBit(value: bigint): number {
  if (value === 0n) return Number.POSITIVE_INFINITY
  let place = 0
  let rest = value
  while ((rest & 0xffffffffn) === 0n) {
    rest >>= 32n
    place += 32
  }
  const word = Number(rest & 0xffffffffn)
  return place + 31 - Math.clz32(word & -word)
}

/** The place of the lowest bit from `from` on that is not set. */
export function lowestZero(value: bigint, from = 0): number {
  let place = from
  while (((value >> BigInt(place)) & 1n) === 1n) place++
  return place
}

/** Lengths have one byte in the kernel (U8_MAX in nft_parse_u32_check), and registers 64: one that says more is made up. */
export function bytesOf(length: number): number {
  return Math.min(length, 255)
}

/** More than registers hold: a length that says more is none of the kernel's, and no number is to be made of it. */
const MOST = 4096

/** As many low bits set. */
export function ones(bits: number): bigint {
  return movedUp(1n, bits) - 1n
}

/** The value that many bits higher. */
export function movedUp(value: bigint, bits: number): bigint {
  return value << BigInt(Math.min(bits, MOST))
}

/** The bits that are set, lowest first. */
export function setBits(value: bigint): number[] {
  const places: number[] = []
  for (let rest = value, place = 0; rest !== 0n; rest >>= 1n, place++) if ((rest & 1n) === 1n) places.push(place)
  return places
}

/** Whether a mask is one run of set bits up to the highest of `bits`. */
export function isPrefixMask(mask: bigint, bits: number): boolean {
  if (mask === 0n) return true
  return lowestZero(mask, lowestBit(mask) + 1) >= bits
}

/** How many bits the first run of set bits has. */
export function runLength(mask: bigint): number {
  if (mask === 0n) return 0
  const first = lowestBit(mask)
  return lowestZero(mask, first + 1) - first
}
