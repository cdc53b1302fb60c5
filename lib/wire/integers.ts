import { Slip, shown } from '../errors.ts'
import { LITTLE } from './bytes.ts'
import type { Type } from './type.ts'

function check(value: number, least: number, most: number): void {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new Slip(`must be a whole number from ${least} to ${most}, not ${shown(value)}`)
  }
  if (value < least || value > most) throw new Slip(`must be from ${least} to ${most}, not ${value}`, 'range')
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

/** Network byte order, as ports and protocol numbers travel. */
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

/** 64-bit values are bigint; a whole number is accepted too. They lie at multiples of four only. */
function wide(little: boolean): Type<bigint, bigint | number> {
  return {
    size: 8,
    read: (bytes, at) => bytes.view.getBigUint64(at, little),
    write(writer, value) {
      if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) {
        throw new Slip(`must be a bigint, not ${shown(value)}`)
      }
      const big = BigInt(value)
      if (big < 0n || big > MOST_U64) throw new Slip(`must be from 0 to ${MOST_U64}, not ${big}`, 'range')
      writer.reserve(8)
      writer.view.setBigUint64(writer.at, big, little)
      writer.at += 8
    },
  }
}

export const u64 = wide(LITTLE)
export const be64 = wide(false)

/** An integer type of which the kernel takes only a part, such as a 24-bit VNI in a u32. */
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

/** An integer in another unit or sign than the wire has. */
export function scaled(
  type: Type<number>,
  up: (wire: number) => number,
  down: (value: number) => number,
): Type<number> {
  return {
    size: type.size,
    read: (bytes, at, length) => up(type.read(bytes, at, length)),
    write(writer, value) {
      if (typeof value !== 'number') throw new Slip(`must be a number, not ${shown(value)}`)
      type.write(writer, down(value))
    },
  }
}

/** A yes or no that travels as an integer. */
export function bool(type: Type<number>): Type<boolean> {
  return {
    size: type.size,
    read: (bytes, at, length) => type.read(bytes, at, length) !== 0,
    write(writer, value) {
      if (typeof value !== 'boolean') throw new Slip(`must be true or false, not ${shown(value)}`)
      type.write(writer, value ? 1 : 0)
    },
  }
}

/**
 * True by being there: nothing is sent for false. Some come back as one byte that holds the value
 * (`IFLA_VXLAN_TTL_INHERIT`), so an empty payload reads as true and a payload as its first byte.
 */
export const flag: Type<boolean> = {
  size: 0,
  read: (bytes, at, length) => length === 0 || bytes.u8[at] !== 0,
  write(_writer, value) {
    if (typeof value !== 'boolean') throw new Slip(`must be true or false, not ${shown(value)}`)
  },
  omits: (value) => value === false,
}
