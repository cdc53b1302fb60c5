import { describeValue, InputError } from '../errors.ts'
import type { Bytes } from './bytes.ts'
import type { Type } from './type.ts'

const encoder = new TextEncoder()
/** Preserves a byte order mark, which distinguishes two names. */
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
 * Rejects what a C string cannot contain: a NUL, which would truncate it, and an unpaired surrogate, which has no UTF-8 form and would
 * silently become another character.
 */
export function checkText(value: unknown): asserts value is string {
  if (typeof value !== 'string') throw new InputError(`must be a string, not ${describeValue(value)}`)
  if (value.includes('\0')) throw new InputError('must not contain a NUL character')
  if (!value.isWellFormed()) throw new InputError('must not contain an unpaired surrogate')
}

/** The UTF-8 bytes of a string, at most `most`. */
export function encodeText(value: string, most: number): Uint8Array {
  checkText(value)
  const bytes = encoder.encode(value)
  if (bytes.length > most) throw new InputError(`must be at most ${most} bytes long, not ${bytes.length}`, 'range')
  return bytes
}

/** Maximum number of UTF-8 bytes per UTF-16 unit of a string. */
const BYTES_A_UNIT = 3

/** Checks that a text has at most `most` bytes; a text that is certainly short enough is not encoded. */
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

/** Size of a link name, including the closing NUL: include/uapi/linux/if.h. */
export const IFNAMSIZ = 16

/** Name of a link: dev_valid_name() in net/core/dev.c rejects '/', ':' and white space. */
export const linkName: Type<string> = {
  ...text(IFNAMSIZ - 1),
  write(writer, value) {
    checkLinkName(value)
    writer.bytes(encodeText(value, IFNAMSIZ - 1))
    writer.zeros(1)
  },
}

/** The bytes that isspace() of the kernel is true for, and the other two that dev_valid_name() rejects. */
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

/** Raw bytes; reading returns a copy. */
export const binary: Type<Uint8Array> = {
  size: 0,
  read: (bytes, at, length) => bytes.u8.slice(at, at + length),
  write(writer, value) {
    if (!(value instanceof Uint8Array)) throw new InputError(`must be a Uint8Array, not ${describeValue(value)}`)
    writer.bytes(value)
  },
}
