import type { Typed } from '../compile/node.ts'
import { INTERVAL_END } from '../compile/segment.ts'
import type { ElementColumns } from '../native.ts'
import { type Put, putBig, putIPv4 } from './text.ts'

/** So many fit into the bits of a double that a number of 32 bits leaves. */
const MOST = 2 ** 20

/**
 * Intervals of numbers of at most 32 bits as the kernel takes them, in order: where each begins, and the first number behind its
 * end. Undefined where two of them meet, or one goes to the end of all: then more is to be said than this.
 */
export function plainIntervals(side: Typed, json: readonly unknown[]): ElementColumns | undefined {
  const put =
    side.datatype.name === 'ipv4_addr' ? putIPv4 : side.datatype.name === 'inet_service' ? putBig(2) : undefined
  if (put === undefined || side.datatype.size !== side.length || json.length > MOST) return undefined
  const { length: count } = json
  const lows = new Float64Array(count)
  const highs = new Uint32Array(count)
  const read = reader(put, side.length)
  for (let i = 0; i < count; i++) {
    if (!read(json[i])) return undefined
    // The number in front, the place behind: one sort orders both.
    lows[i] = read.low * MOST + i
    highs[i] = read.high
  }
  lows.sort()
  return columns(lows, highs, side.length / 8)
}

interface Reader {
  (json: unknown): boolean
  low: number
  high: number
}

/** Reads a number, a prefix or a range; what it was stands in `low` and `high`. */
function reader(put: Put, bits: number): Reader {
  const bytes = new Uint8Array(4)
  const view = new DataView(bytes.buffer)
  const at = 4 - bits / 8
  const number = (json: unknown): number => (put(json, bytes, at) ? view.getUint32(0) : -1)
  const read = ((json: unknown): boolean => {
    if (typeof json !== 'object') {
      read.low = number(json)
      read.high = read.low
      return read.low >= 0
    }
    const range = only(json, 'range')
    const prefix = only(json, 'prefix') as { addr?: unknown; len?: unknown } | undefined
    if (Array.isArray(range) && range.length === 2) {
      read.low = number(range[0])
      read.high = number(range[1])
    } else if (prefix !== undefined && prefix !== null && isLength(prefix.len, bits)) {
      const size = 2 ** (bits - prefix.len)
      read.low = number(prefix.addr)
      read.high = read.low + size - 1
      if (read.low % size !== 0) return false
    } else return false
    return read.low >= 0 && read.high >= read.low
  }) as Reader
  return read
}

/** What stands under the one key that an object has. */
export function only(json: unknown, key: string): unknown {
  if (typeof json !== 'object' || json === null) return undefined
  for (const other in json) if (other !== key) return undefined
  return (json as Readonly<Record<string, unknown>>)[key]
}

function isLength(len: unknown, bits: number): len is number {
  return typeof len === 'number' && Number.isInteger(len) && len >= 0 && len <= bits
}

function columns(lows: Float64Array, highs: Uint32Array, keyLen: number): ElementColumns | undefined {
  const count = 2 * lows.length
  const keys = new Uint8Array(count * keyLen)
  const flags = new Uint32Array(count)
  const last = 2 ** (8 * keyLen) - 1
  let behind = 0
  for (let i = 0; i < lows.length; i++) {
    const both = lows[i] as number
    const low = Math.floor(both / MOST)
    const high = highs[both % MOST] as number
    if (low < behind || high === last) return undefined
    behind = high + 1
    write(keys, 2 * i * keyLen, keyLen, low)
    write(keys, (2 * i + 1) * keyLen, keyLen, behind)
    flags[2 * i + 1] = INTERVAL_END
  }
  return { count, keyLen, keys, flags }
}

function write(into: Uint8Array, at: number, length: number, value: number): void {
  let rest = value
  for (let i = length - 1; i >= 0; i--) {
    into[at + i] = rest & 255
    rest >>>= 8
  }
}
