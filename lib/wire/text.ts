import { describeValue, InputError } from '../errors.ts'
import type { Bytes } from './bytes.ts'
import type { Type } from './type.ts'

const encoder = new TextEncoder()
/** A byte order mark is a character like any other: two names are not one because of it. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The bytes up to the first NUL, as UTF-8. Short ASCII, the usual case, is read without a decoder. */
function readText(bytes: Bytes, at: number, length: number): string {
  const { u8 } = bytes
  let end = at
  let ascii = true
  while (end < at + length && u8[end] !== 0) {
    if ((u8[end] as number) > 0x7f) ascii = false
    end++
  }
  if (!ascii || end - at > 24) return decoder.decode(u8.subarray(at, end))
  let text = ''
  for (let i = at; i < end; i++) text += String.fromCharCode(u8[i] as number)
  return text
}

/**
 * What the kernel keeps as a string of C: without a NUL, which would end it early, and without half of a surrogate pair, which has
 * no bytes of its own and would silently become another character.
 */
export function checkText(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new InputError(`must be a string, not ${describeValue(value)}`)
  if (value.includes('\0')) throw new InputError('must not contain a NUL character')
  if (!value.isWellFormed()) throw new InputError('must not contain an unpaired surrogate')
}

/** The UTF-8 bytes of a string, of which there may be `most`. */
export function encodeText(value: string, most: number): Uint8Array {
  checkText(value)
  const bytes = encoder.encode(value)
  if (bytes.length > most) throw new InputError(`must be at most ${most} bytes long, not ${bytes.length}`, 'range')
  return bytes
}

/** Most bytes that UTF-8 takes for one of the units of which strings of JavaScript are made. */
const BYTES_A_UNIT = 3

/** Checks a text of which there may be `most` bytes; what must be short enough is not encoded only to be measured. */
export function checkLength(value: string, most: number): void {
  checkText(value)
  if (value.length * BYTES_A_UNIT > most) encodeText(value, most)
}

/** A string with its closing NUL, of at most `most` bytes without it. */
export function text(most: number): Type<string> {
  return {
    size: 1,
    read: readText,
    write(writer, value) {
      writer.bytes(encodeText(value, most))
      writer.zeros(1)
    },
  }
}

/** A character array of a C struct: padded with NULs to `size` bytes, the last of which stays NUL. */
export function chars(size: number): Type<string> {
  return {
    size,
    read: (bytes, at) => readText(bytes, at, size),
    write(writer, value) {
      const bytes = encodeText(value, size - 1)
      writer.bytes(bytes)
      writer.zeros(size - bytes.length)
    },
  }
}

/** Bytes of a link's name, with the closing zero: include/uapi/linux/if.h. */
export const IFNAMSIZ = 16

/** Name of a link: dev_valid_name() of net/core/dev.c takes neither '/', ':' nor space. */
export const linkName: Type<string> = {
  ...text(IFNAMSIZ - 1),
  write(writer, value) {
    checkLinkName(value)
    writer.bytes(encodeText(value, IFNAMSIZ - 1))
    writer.zeros(1)
  },
}

/** What isspace() of the kernel is true for, byte by byte, and the two others that dev_valid_name() refuses. */
const REFUSED_BYTES = new Set([...' \t\n\v\f\r/:'].map((character) => character.charCodeAt(0)).concat(0xa0))

export function checkLinkName(value: string): void {
  checkText(value)
  const bytes = encoder.encode(value)
  if (value !== '' && value !== '.' && value !== '..' && !bytes.some((byte) => REFUSED_BYTES.has(byte))) return
  const hint = bytes.includes(0xa0) ? ', nor a character with the byte a0, a space to the kernel' : ''
  throw new InputError(
    `must be an interface name, not ${describeValue(value)} (no space, '/' or ':', not empty${hint})`,
  )
}

/** Bytes as they are; the view that reading gives is a copy. */
export const binary: Type<Uint8Array> = {
  size: 0,
  read: (bytes, at, length) => bytes.u8.slice(at, at + length),
  write(writer, value) {
    if (!(value instanceof Uint8Array)) throw new InputError(`must be a Uint8Array, not ${describeValue(value)}`)
    writer.bytes(value)
  },
}
