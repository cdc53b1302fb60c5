import { describeValue, InputError } from '../errors.ts'
import { AF_INET, AF_INET6, AF_MPLS } from './af.ts'
import type { Bytes } from './bytes.ts'
import type { Type } from './type.ts'
import type { Writer } from './writer.ts'

const DECIMAL = Array.from({ length: 256 }, (_, n) => String(n))
const DOTTED = DECIMAL.map((text) => `${text}.`)
const HEX = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'))

/** Lists are in order, so that most addresses begin like the previous one: `10.0.0.` is created once for many. */
let lastStart = -1
let lastText = ''

function startText(u8: Uint8Array, at: number): string {
  const start = ((u8[at] as number) << 16) | ((u8[at + 1] as number) << 8) | (u8[at + 2] as number)
  if (start !== lastStart) {
    lastStart = start
    lastText =
      (DOTTED[start >> 16] as string) + (DOTTED[(start >> 8) & 255] as string) + (DOTTED[start & 255] as string)
  }
  return lastText
}

/** Gateways and sources are few, and each route has one: their texts are cached, one per slot. */
const keptAddresses = new Int32Array(256)
const keptTexts: string[] = new Array<string>(256).fill('0.0.0.0')

/** `10.0.0.1` from the four bytes at `at`. */
export function ip4Text(u8: Uint8Array, at: number): string {
  const last = u8[at + 3] as number
  const slot = last ^ (u8[at + 2] as number)
  const address = ((u8[at] as number) << 24) | ((u8[at + 1] as number) << 16) | ((u8[at + 2] as number) << 8) | last
  if (keptAddresses[slot] !== address) {
    keptAddresses[slot] = address
    keptTexts[slot] = startText(u8, at) + (DECIMAL[last] as string)
  }
  return keptTexts[slot] as string
}

/** The ends of prefixes of one length, `1/32`. */
const SUFFIXES: (readonly string[] | undefined)[] = []

/** `10.0.0.1/32` */
function prefix4Text(u8: Uint8Array, at: number, bits: number): string {
  SUFFIXES[bits] ??= DECIMAL.map((text) => `${text}/${bits}`)
  return startText(u8, at) + ((SUFFIXES[bits] as readonly string[])[u8[at + 3] as number] as string)
}

/** The text of RFC 5952 from the sixteen bytes at `at`; IPv4 inside it is dotted where inet_ntop(3) does so. */
export function ip6Text(u8: Uint8Array, at: number): string {
  const { start, length } = longestZeros(u8, at)
  if (start === 0 && length === 6) return `::${ip4Text(u8, at + 12)}`
  if (start === 0 && length === 5 && u8[at + 10] === 0xff && u8[at + 11] === 0xff)
    return `::ffff:${ip4Text(u8, at + 12)}`
  let text = ''
  for (let group = 0; group < 8; group++) {
    if (group === start) {
      text += '::'
      group += length - 1
      continue
    }
    if (text !== '' && !text.endsWith(':')) text += ':'
    text += word(u8, at + group * 2).toString(16)
  }
  return text
}

function word(u8: Uint8Array, at: number): number {
  return ((u8[at] as number) << 8) | (u8[at + 1] as number)
}

/** The first longest run of two or more zero groups; start is -1 when there is none. */
function longestZeros(u8: Uint8Array, at: number): { start: number; length: number } {
  let best = { start: -1, length: 1 }
  let run = 0
  for (let group = 0; group < 8; group++) {
    run = word(u8, at + group * 2) === 0 ? run + 1 : 0
    if (run > best.length) best = { start: group - run + 1, length: run }
  }
  return best
}

/** The address as a number, or -1 if the text from `from` to `to` is not four decimal bytes. */
export function parseIp4(text: string, from: number, to: number): number {
  let address = 0
  let byte = -1
  let dots = 0
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i)
    if (code >= 48 && code <= 57) {
      if (byte === 0) return -1
      byte = (byte < 0 ? 0 : byte * 10) + code - 48
      if (byte > 255) return -1
    } else if (code === 46 && byte >= 0 && dots < 3) {
      address = address * 256 + byte
      byte = -1
      dots++
    } else return -1
  }
  return dots === 3 && byte >= 0 ? address * 256 + byte : -1
}

/** The eight groups of an IPv6 address, or undefined if the text is not one. An IPv4 suffix is accepted. */
export function parseIp6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = groups(halves[0] as string, halves.length === 1)
  const tail = halves.length === 2 ? groups(halves[1] as string, true) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...tail]
}

function groups(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const found: number[] = []
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      found.push(Number.parseInt(part, 16))
      continue
    }
    const address = last && i === parts.length - 1 ? parseIp4(part, 0, part.length) : -1
    if (address < 0) return undefined
    found.push(Math.floor(address / 65536), address % 65536)
  }
  return found
}

/** The version of an IP address, 0 for any other text: `isIP` of node:net without the streams that come with that module, and without zones. */
export function isIP(text: string): 0 | 4 | 6 {
  if (parseIp4(text, 0, text.length) >= 0) return 4
  return text.includes(':') && parseIp6(text) !== undefined ? 6 : 0
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

/** Writes the address and returns its family. */
function writeIp(writer: Writer, text: string, end: number): number {
  const address = parseIp4(text, 0, end)
  if (address >= 0) {
    writer.reserve(4)
    const { u8, at } = writer
    // Byte by byte: a DataView call takes longer in the interpreter, which encodes most of a first batch.
    u8[at] = address >>> 24
    u8[at + 1] = address >>> 16
    u8[at + 2] = address >>> 8
    u8[at + 3] = address
    writer.at = at + 4
    return AF_INET
  }
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
      const slash = value.indexOf('/')
      const family = writeIp(writer, value, slash < 0 ? value.length : slash)
      setFamily(writer, family)
      writer.u8[writer.header + offset] = prefixLength(value, slash, family)
    },
    omits: (value) => value === 'default',
  }
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
