import { describeValue, InputError, shortened } from '../errors.ts'
import { LITTLE } from './bytes.ts'
import type { Type } from './type.ts'
import type { Writer } from './writer.ts'

function check(value: number, least: number, most: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new InputError(`must be a whole number from ${least} to ${most}, not ${describeValue(value)}`)
  }
  if (value < least || value > most) throw new InputError(`must be from ${least} to ${most}, not ${value}`, 'range')
}

export const u8: Type<number> = {
  size: 1,
  read: (bytes, at) => bytes.u8[at] as number,
  write(writer, value) {
    check(value, 0, 0xff)
    writer.reserve(1)
    writer.u8[writer.at++] = value
  },
}

export const u16: Type<number> = {
  size: 2,
  read: (bytes, at) => bytes.u16[at >> 1] as number,
  write(writer, value) {
    check(value, 0, 0xffff)
    writer.reserve(2)
    writer.u16[writer.at >> 1] = value
    writer.at += 2
  },
}

export const u32: Type<number> = {
  size: 4,
  read: (bytes, at) => bytes.u32[at >> 2] as number,
  write(writer, value) {
    check(value, 0, 0xffff_ffff)
    writer.reserve(4)
    writer.u32[writer.at >> 2] = value
    writer.at += 4
  },
}

export const s8: Type<number> = {
  size: 1,
  read: (bytes, at) => bytes.view.getInt8(at),
  write(writer, value) {
    check(value, -0x80, 0x7f)
    writer.reserve(1)
    writer.view.setInt8(writer.at++, value)
  },
}

export const s32: Type<number> = {
  size: 4,
  read: (bytes, at) => (bytes.u32[at >> 2] as number) | 0,
  write(writer, value) {
    check(value, -0x8000_0000, 0x7fff_ffff)
    writer.reserve(4)
    writer.u32[writer.at >> 2] = value
    writer.at += 4
  },
}

/** Network byte order, for ports and protocol numbers. */
export const be16: Type<number> = {
  size: 2,
  read: (bytes, at) => ((bytes.u8[at] as number) << 8) | (bytes.u8[at + 1] as number),
  write(writer, value) {
    check(value, 0, 0xffff)
    writer.reserve(2)
    writer.u8[writer.at++] = value >> 8
    writer.u8[writer.at++] = value
  },
}

export const be32: Type<number> = {
  size: 4,
  read: (bytes, at) => bytes.view.getUint32(at, false),
  write(writer, value) {
    check(value, 0, 0xffff_ffff)
    writer.reserve(4)
    writer.view.setUint32(writer.at, value, false)
    writer.at += 4
  },
}

const MOST_U64 = 0xffff_ffff_ffff_ffffn
/** 2^32, the unit of the upper half of a 64-bit value. */
const UPPER = 0x1_0000_0000

function writeWide(writer: Writer, value: bigint, little: boolean): void {
  if (value < 0n || value > MOST_U64)
    throw new InputError(`must be from 0 to ${MOST_U64}, not ${shortened(String(value))}`, 'range')
  writer.reserve(8)
  writer.view.setBigUint64(writer.at, value, little)
  writer.at += 8
}

/**
 * Every decoded value can be written, even beyond 2^53, where numbers are not exact: the greatest value would be one too large. A bigint is
 * accepted as well, for JavaScript programs that still use them.
 */
function writeNumber(writer: Writer, value: number | bigint, little: boolean): void {
  if (typeof value !== 'bigint' && !Number.isInteger(value))
    throw new InputError(`must be a whole number, not ${describeValue(value)}`)
  writeWide(writer, value === UPPER * UPPER ? MOST_U64 : BigInt(value), little)
}

/**
 * 64-bit counters, sizes and times are numbers, exact up to 2^53, so that listed objects can be serialised as JSON. They are aligned to
 * four bytes only.
 */
export const u64: Type<number> = {
  size: 8,
  read({ u32: words }, at) {
    const low = words[(at >> 2) + (LITTLE ? 0 : 1)] as number
    const high = words[(at >> 2) + (LITTLE ? 1 : 0)] as number
    return high === 0 ? low : high * UPPER + low
  },
  write: (writer, value) => writeNumber(writer, value, LITTLE),
}

/** As {@link u64}, in network byte order. */
export const be64: Type<number> = {
  size: 8,
  read: ({ view }, at) => view.getUint32(at, false) * UPPER + view.getUint32(at + 4, false),
  write: (writer, value) => writeNumber(writer, value, false),
}

/** A 64-bit identifier (tunnel key, cookie, GUID) is a string such as '0x5', because numbers are not exact; numbers and bigints are accepted. */
function identity(little: boolean): Type<string, string | number | bigint> {
  return {
    size: 8,
    read: ({ view }, at) => `0x${view.getBigUint64(at, little).toString(16)}`,
    write(writer, value) {
      if (typeof value !== 'string') return writeNumber(writer, value, little)
      if (!/^(0x[0-9a-f]+|\d+)$/i.test(value))
        throw new InputError(`must be an identifier such as '0x5', not ${describeValue(value)}`)
      writeWide(writer, BigInt(value), little)
    },
  }
}

export const id64 = identity(LITTLE)
export const beId64 = identity(false)

/** An integer type of which the kernel accepts only a range, such as a 24-bit VNI in a u32. */
export function limit(type: Type<number>, least: number, most: number): Type<number> {
  return {
    size: type.size,
    read: type.read,
    write(writer, value) {
      check(value, least, most)
      type.write(writer, value)
    },
  }
}

/** An integer in another unit or sign than on the wire. */
export function scaled(
  type: Type<number>,
  up: (wire: number) => number,
  down: (value: number) => number,
): Type<number> {
  return {
    size: type.size,
    read: (bytes, at, length) => up(type.read(bytes, at, length)),
    write(writer, value) {
      if (typeof value !== 'number') throw new InputError(`must be a number, not ${describeValue(value)}`)
      type.write(writer, down(value))
    },
  }
}

/** A boolean as an integer. */
export function bool(type: Type<number>): Type<boolean> {
  return {
    size: type.size,
    read: (bytes, at, length) => type.read(bytes, at, length) !== 0,
    write(writer, value) {
      if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
      type.write(writer, value ? 1 : 0)
    },
  }
}

/**
 * True if present; not sent for false. The kernel reports some as a byte that contains the value (`IFLA_VXLAN_TTL_INHERIT`), so an empty
 * payload is true, any other is its first byte.
 */
export const flag: Type<boolean> = {
  size: 0,
  read: (bytes, at, length) => length === 0 || bytes.u8[at] !== 0,
  write(_writer, value) {
    if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  },
  omits: (value) => value === false,
}

/** A byte that is 1 for true; nothing is sent for false. */
export const flagByte: Type<boolean> = { ...bool(u8), omits: (value) => value === false }
