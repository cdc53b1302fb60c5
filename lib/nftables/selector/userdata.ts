import { checkText } from '../../wire/text.ts'

/** Types of the userdata that nft keeps beside its objects (libnftnl/udata.h): `[type, length, bytes]` each. */
export const RULE_COMMENT = 0
export const TABLE_COMMENT = 0
export const CHAIN_COMMENT = 0
export const OBJECT_COMMENT = 0
export const ELEMENT_COMMENT = 0
/** Bits of an element: 1 where its interval has no end because it reaches the end of the type. */
export const ELEMENT_FLAGS = 1
export const ELEMENT_OPEN = 1

export const SET_KEY_BYTEORDER = 0
export const SET_DATA_BYTEORDER = 1
export const SET_MERGE = 2
export const SET_KEY_TYPEOF = 3
export const SET_DATA_TYPEOF = 4
export const SET_EXPR = 5
export const SET_DATA_INTERVAL = 6
export const SET_COMMENT = 7

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The records of userdata; a record that is cut short ends them. */
export function readUserdata(bytes: Uint8Array): Map<number, Uint8Array> {
  const records = new Map<number, Uint8Array>()
  for (let at = 0; at + 2 <= bytes.length; ) {
    const length = bytes[at + 1] as number
    if (at + 2 + length > bytes.length) break
    records.set(bytes[at] as number, bytes.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return records
}

export function writeUserdata(records: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((sum, [, value]) => sum + 2 + value.length, 0))
  let at = 0
  for (const [type, value] of records) {
    bytes.set([type, value.length], at)
    bytes.set(value, at + 2)
    at += 2 + value.length
  }
  return bytes
}

/** Text with the zero byte that libnftnl puts behind it. */
export function textRecord(text: string): Uint8Array {
  checkText(text)
  return encoder.encode(`${text}\0`)
}

export function recordText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end))
}

/** Numbers lie in userdata in the order of the machine. */
export function numberRecord(value: number): Uint8Array {
  return new Uint8Array(new Uint32Array([value]).buffer)
}

export function recordNumber(bytes: Uint8Array): number {
  return bytes.length === 4 ? (new Uint32Array(bytes.slice().buffer)[0] as number) : 0
}
