/** nft's `enum byteorder`, as it is also written into the userdata of sets. */
export const UNORDERED = 0
export const HOST = 1
export const BIG = 2

export type Byteorder = typeof UNORDERED | typeof HOST | typeof BIG

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The bytes of a number in a register: `HOST` follows the machine, everything else is network order. */
export function toBytes(value: bigint, length: number, byteorder: Byteorder): Uint8Array {
  const bytes = new Uint8Array(length)
  writeBytes(value, bytes, 0, length, byteorder)
  return bytes
}

export function writeBytes(value: bigint, into: Uint8Array, at: number, length: number, byteorder: Byteorder): void {
  const step = byteorder === HOST && littleEndian ? 1 : -1
  let index = step === 1 ? at : at + length - 1
  let rest = value
  let left = length
  for (; left > 4; left -= 4) {
    index = writeWord(Number(rest & 0xffffffffn), into, index, step, 4)
    rest >>= 32n
  }
  writeWord(Number(rest & 0xffffffffn), into, index, step, left)
}

function writeWord(word: number, into: Uint8Array, at: number, step: number, length: number): number {
  let index = at
  let rest = word
  for (let i = 0; i < length; i++) {
    into[index] = rest & 0xff
    rest >>>= 8
    index += step
  }
  return index
}

/** The number that bytes of a register stand for. */
export function fromBytes(bytes: Uint8Array, byteorder: Byteorder): bigint {
  const reversed = byteorder === HOST && littleEndian
  const length = bytes.length
  let value = 0n
  let at = 0
  while (at < length) {
    const size = Math.min(4, length - at)
    let word = 0
    for (let i = 0; i < size; i++) word = word * 256 + (bytes[reversed ? length - 1 - at - i : at + i] as number)
    value = (value << BigInt(size * 8)) | BigInt(word)
    at += size
  }
  return value
}

/** As many low bits set. */
export function bitmask(bits: number): bigint {
  masks[bits] ??= (1n << BigInt(bits)) - 1n
  return masks[bits]
}

/** Masks that were asked for: no type has more bits than the registers. */
const masks: bigint[] = []

/** The mask of a prefix: of `bits` bits the first `length` set. */
export function prefixMask(bits: number, length: number): bigint {
  return bitmask(bits) ^ bitmask(bits - length)
}
