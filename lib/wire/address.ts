import { describeValue, InputError } from '../errors.ts'
import { AF_INET, AF_INET6, AF_MPLS } from './af.ts'
import type { Bytes } from './bytes.ts'
import { DECIMAL, HEX, ip4Text, ip6Text, parseIp4, parseIp6, prefix4Text } from './ip-text.ts'
import type { Type } from './type.ts'
import type { Writer } from './writer.ts'

/** The parser of the addon (types/native.d.ts). */
export interface Parser {
  parseAddress(text: string): number
  readonly address: Uint8Array
}

const NONE = -1
/** 2^32: what is above the bits of an IPv4 address. */
const ABOVE = 0x1_0000_0000

/** Until the addon is loaded, nothing is sent. */
let parser: Parser = { parseAddress: () => NONE, address: new Uint8Array(16) }

/**
 * Reads addresses by the addon from now on. The interpreter, which encodes most of a first batch, takes four times as long (1.5 us), and for an
 * IPv6 address twenty times. What the addon does not read, this module does, to say why.
 */
export function parseBy(addon: Parser): void {
  parser = addon
}

/** What the addon reads: NONE, or the family and, one more than it is, the prefix length. */
function familyOf(parsed: number): number {
  return parsed >= 0 ? AF_INET : AF_INET6
}

function lengthOf(parsed: number): number {
  return parsed >= 0 ? (parsed / ABOVE) | 0 : -2 - parsed
}

/** Stores the parsed address. */
function store(u8: Uint8Array, at: number, parsed: number): void {
  if (parsed < 0) {
    u8.set(parser.address, at)
    return
  }
  // Byte by byte: a DataView call takes longer in the interpreter.
  u8[at] = parsed >>> 24
  u8[at + 1] = parsed >>> 16
  u8[at + 2] = parsed >>> 8
  u8[at + 3] = parsed
}

/** Name of a family, for messages. */
export function familyName(family: number): string {
  return { [AF_INET]: 'IPv4', [AF_INET6]: 'IPv6', [AF_MPLS]: 'MPLS' }[family] ?? `address family ${family}`
}

/** The first address determines the family of the message; the others must match. */
export function setFamily(writer: Writer, family: number): void {
  if (writer.family === 0) writer.family = family
  else if (writer.family !== family) {
    throw new InputError(`must be ${familyName(writer.family)} here, not ${familyName(family)}`)
  }
}

/** Writes a parsed address and returns its family. */
function append(writer: Writer, parsed: number): number {
  const size = parsed >= 0 ? 4 : 16
  writer.reserve(size)
  store(writer.u8, writer.at, parsed)
  writer.at += size
  return familyOf(parsed)
}

/** Writes the address and returns its family. */
function writeIp(writer: Writer, text: string, end: number): number {
  const parsed = end === text.length ? parser.parseAddress(text) : NONE
  if (parsed !== NONE && lengthOf(parsed) === 0) return append(writer, parsed)
  const address = parseIp4(text, 0, end)
  if (address >= 0) return append(writer, address)
  const parts = parseIp6(end === text.length ? text : text.slice(0, end))
  if (parts === undefined) throw new InputError(`must be an IP address, not ${describeValue(text)}`)
  writer.reserve(16)
  for (const part of parts) {
    writer.view.setUint16(writer.at, part, false)
    writer.at += 2
  }
  return AF_INET6
}

function ofText(value: string): void {
  if (typeof value !== 'string') throw new InputError(`must be an IP address, not ${describeValue(value)}`)
}

function readIp(bytes: Bytes, at: number, length: number): string {
  return length >= 16 ? ip6Text(bytes.u8, at) : ip4Text(bytes.u8, at)
}

function one(family: number, size: number, label: string): Type<string> {
  return {
    size,
    read: (bytes, at) => readIp(bytes, at, size),
    write(writer, value) {
      ofText(value)
      if (writeIp(writer, value, value.length) !== family)
        throw new InputError(`must be an ${label} address, not ${describeValue(value)}`)
    },
  }
}

/** An IPv4 address that does not determine the family of its message (the end of a tunnel). */
export const ip4 = one(AF_INET, 4, 'IPv4')
export const ip6 = one(AF_INET6, 16, 'IPv6')

/** An address of the message's family. */
export const ip: Type<string> = {
  size: 4,
  read: readIp,
  write(writer, value) {
    ofText(value)
    setFamily(writer, writeIp(writer, value, value.length))
  },
  rewrite(writer, at, length, value) {
    const parsed = typeof value === 'string' ? parser.parseAddress(value) : NONE
    if (parsed === NONE || lengthOf(parsed) !== 0 || length !== (parsed >= 0 ? 4 : 16)) return false
    store(writer.u8, at, parsed)
    return true
  },
}

/** An address of any family, independent of the message's. */
export const anyIp: Type<string> = {
  size: 4,
  read: readIp,
  write(writer, value) {
    ofText(value)
    writeIp(writer, value, value.length)
  },
}

/**
 * An address whose prefix length is in the fixed header of the message, `offset` bytes from its start (`rtm_dst_len`). Without a length,
 * all bits count; `'default'` has length zero and is not sent.
 */
export function prefix(offset: number): Type<string> {
  return {
    size: 4,
    read(bytes, at, length) {
      const bits = bytes.u8[bytes.header + offset] as number
      return length >= 16 ? `${ip6Text(bytes.u8, at)}/${DECIMAL[bits]}` : prefix4Text(bytes.u8, at, bits)
    },
    write(writer, value) {
      ofText(value)
      const parsed = parser.parseAddress(value)
      if (parsed !== NONE && lengthOf(parsed) <= (parsed >= 0 ? 33 : 129)) {
        setFamily(writer, append(writer, parsed))
        writer.u8[writer.header + offset] = bitsOf(parsed)
        return
      }
      const slash = value.indexOf('/')
      const family = writeIp(writer, value, slash < 0 ? value.length : slash)
      setFamily(writer, family)
      writer.u8[writer.header + offset] = prefixLength(value, slash, family)
    },
    rewrite(writer, at, length, value) {
      const parsed = typeof value === 'string' ? parser.parseAddress(value) : NONE
      const bits = lengthOf(parsed)
      if (parsed === NONE || length !== (parsed >= 0 ? 4 : 16) || bits > 8 * length + 1) return false
      store(writer.u8, at, parsed)
      writer.u8[writer.header + offset] = bits > 0 ? bits - 1 : 8 * length
      return true
    },
    omits: (value) => value === 'default',
  }
}

/** The prefix length; without one, all bits count. */
function bitsOf(parsed: number): number {
  const length = lengthOf(parsed)
  return length > 0 ? length - 1 : parsed >= 0 ? 32 : 128
}

/** The number of up to three digits that the text ends with from `from` on, or -1. */
function shortNumber(text: string, from: number): number {
  const { length } = text
  if (length === from || length > from + 3) return -1
  let number = 0
  for (let i = from; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return -1
    number = number * 10 + code - 48
  }
  return number
}

function prefixLength(value: string, slash: number, family: number): number {
  const most = family === AF_INET ? 32 : 128
  if (slash < 0) return most
  const short = shortNumber(value, slash + 1)
  if (short >= 0 && short <= most) return short
  const digits = value.slice(slash + 1)
  // A negative zero is not the length 0, which stands for every address.
  if (!/^(-[1-9]\d*|\d+)$/.test(digits))
    throw new InputError(`must have a number as its prefix length, not ${describeValue(value)}`)
  const length = Number(digits)
  if (length < 0 || length > most)
    throw new InputError(`must have a prefix length from 0 to ${most}, not ${length}`, 'range')
  return length
}

/** A hardware address, `aa:bb:cc:dd:ee:ff` for Ethernet; its length depends on the link. */
export const mac: Type<string> = {
  size: 1,
  read(bytes, at, length) {
    let text = HEX[bytes.u8[at] as number] as string
    for (let i = 1; i < length; i++) text += `:${HEX[bytes.u8[at + i] as number]}`
    return text
  },
  write(writer, value) {
    if (typeof value !== 'string' || !/^[0-9a-f]{2}(:[0-9a-f]{2})*$/i.test(value)) {
      throw new InputError(`must be a hardware address such as 02:00:00:00:00:01, not ${describeValue(value)}`)
    }
    for (const byte of value.split(':')) {
      writer.reserve(1)
      writer.u8[writer.at++] = Number.parseInt(byte, 16)
    }
  },
}
