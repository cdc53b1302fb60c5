import type { SetElement } from '../bytecode.ts'
import { BIG, bitmask, toBytes, writeBytes } from '../datatype/byteorder.ts'
import {
  ELEMENT_COMMENT,
  ELEMENT_FLAGS,
  ELEMENT_OPEN,
  numberRecord,
  textRecord,
  writeUserdata,
} from '../selector/userdata.ts'
import { padded } from './concat.ts'
import { orderOf } from './constant.ts'
import { rangeOf } from './interval.ts'
import type { ConcatNode, Element, Node } from './node.ts'
import { ANONYMOUS, CONCAT, INTERVAL, type SetInfo } from './set.ts'

/** NFT_SET_ELEM_* */
export const INTERVAL_END = 1
export const CATCHALL = 2

/** The elements of a set as the kernel takes them: intervals as a beginning and the first key behind their end. */
export function setElements(set: SetInfo, elements: readonly Element[]): SetElement[] {
  const intervals = (set.flags & INTERVAL) !== 0 && (set.flags & CONCAT) === 0
  return intervals ? segments(set, elements) : elements.map((entry) => plain(set, entry))
}

function plain(set: SetInfo, entry: Element): SetElement {
  const found = described(set, entry, false)
  if (entry.key.kind === 'any') return { ...found, flags: CATCHALL }
  found.key = keyBytes(set, entry.key, false)
  if ((set.flags & CONCAT) !== 0) found.keyEnd = keyBytes(set, entry.key, true)
  return found
}

/** Everything of an element but its key. */
function described(set: SetInfo, entry: Element, open: boolean): SetElement {
  const found: SetElement = {}
  if (entry.timeout !== undefined) found.timeout = entry.timeout
  if (entry.expiration !== undefined) found.expiration = entry.expiration
  if (entry.expressions) found.expressions = entry.expressions
  if (entry.object !== undefined) found.objref = entry.object
  const records: [number, Uint8Array][] = []
  if (entry.comment !== undefined) records.push([ELEMENT_COMMENT, textRecord(entry.comment)])
  if (open) records.push([ELEMENT_FLAGS, numberRecord(ELEMENT_OPEN)])
  if (records.length > 0) found.userdata = writeUserdata(records)
  if (entry.data) describeData(set, entry.data, found)
  return found
}

function describeData(set: SetInfo, data: Node, into: SetElement): void {
  if (data.kind === 'verdict') {
    into.verdict = data.verdict
    if (data.chain !== undefined) into.chain = data.chain
    return
  }
  const whole = Math.ceil((set.data?.length ?? data.length) / 8)
  if (!set.data?.interval) {
    into.data = bytesOf(data, false, whole)
    return
  }
  const bytes = new Uint8Array(whole)
  bytes.set(bytesOf(data, false, whole / 2), 0)
  bytes.set(bytesOf(data, true, whole / 2), whole / 2)
  into.data = bytes
}

/** Intervals are compared in network order, whatever the order of the type. */
function keyBytes(set: SetInfo, key: Node, end: boolean): Uint8Array {
  const length = Math.ceil(set.key.length / 8)
  const swap = (set.flags & INTERVAL) !== 0
  return key.kind === 'concat' ? concatBytes(key, end, length, swap) : numberBytes(key, end, length, swap)
}

export function bytesOf(node: Node, end: boolean, length: number): Uint8Array {
  return node.kind === 'concat' ? concatBytes(node, end, length, false) : numberBytes(node, end, length, false)
}

function concatBytes(node: ConcatNode, end: boolean, length: number, swap: boolean): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (let i = 0; i < node.parts.length; i++) {
    const part = node.parts[i] as Node
    const size = node.sizes[i] as number
    writeBytes(numberOf(part, end), bytes, at, size, swap ? BIG : orderOf(part))
    at += padded(size * 8) / 8
  }
  return bytes
}

function numberBytes(node: Node, end: boolean, length: number, swap: boolean): Uint8Array {
  return toBytes(numberOf(node, end), length, swap ? BIG : orderOf(node))
}

function numberOf(node: Node, end: boolean): bigint {
  if (node.kind === 'value') return node.value
  const range = rangeOf(node)
  return range ? (end ? range.high : range.low) : 0n
}

/** How many elements nft says an anonymous set will have: of intervals two each, and what stands in front of the first. */
export function announcedSize(set: SetInfo): number {
  const { elements } = set
  if ((set.flags & INTERVAL) === 0 || (set.flags & CONCAT) !== 0) return elements.length
  const ranges = elements.map((entry) => rangeOf(entry.key)).filter((range) => range !== undefined)
  const front = ranges[0] !== undefined && ranges[0].low > 0n ? 1 : 0
  return elements.length + ranges.length + front
}

/** Beginnings and ends, in order; an anonymous set says first that nothing is in front of the first one. */
function segments(set: SetInfo, elements: readonly Element[]): SetElement[] {
  const found: SetElement[] = []
  const anonymous = (set.flags & ANONYMOUS) !== 0
  const length = Math.ceil(set.key.length / 8)
  const last = bitmask(set.key.length)
  let end: bigint | undefined
  for (const entry of elements) {
    const range = rangeOf(entry.key)
    if (!range) {
      found.push(plain(set, entry))
      continue
    }
    if (anonymous && found.length === 0 && range.low > 0n) found.push(endAt(0n, length))
    // Where the next interval begins at once, a constant set needs no end.
    if (end !== undefined && !(anonymous && end === range.low)) found.push(endAt(end, length))
    end = range.high === last ? undefined : range.high + 1n
    found.push({ ...described(set, entry, end === undefined), key: toBytes(range.low, length, BIG) })
  }
  if (end !== undefined) found.push(endAt(end, length))
  return found
}

function endAt(key: bigint, length: number): SetElement {
  return { flags: INTERVAL_END, key: toBytes(key, length, BIG) }
}
