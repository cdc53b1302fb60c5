import { Bytes } from '../../wire/bytes.ts'
import { HEADER, lengthAt, messageAt, nextAt, sequenceAt, typeAt } from '../../wire/header.ts'
import type { Batch } from '../native.ts'
import { NFT_MSG, SUBSYSTEM } from './number.ts'

/** struct nlmsghdr and struct nfgenmsg. */
const BODY = HEADER + 4
/** NFTA_SET_ELEM_LIST_ELEMENTS */
const ELEMENTS = 3
const TYPE_MASK = 0x3fff

/** The command of which a message of the batch is a part; -1 for the edges of the batch. */
export function commandOf({ sequences, end }: Batch, sequence: number): number {
  if (sequence >= end) return -1
  let low = 0
  let high = sequences.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sequences[middle] as number) <= sequence) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The row of the element at which an extended ack points, counted over all messages of the command. */
export function elementOf(
  batch: Batch,
  command: number,
  sequence: number,
  offs: number | undefined,
): number | undefined {
  if (offs === undefined) return undefined
  const bytes = new Bytes(batch.bytes.buffer, batch.bytes.byteOffset, batch.bytes.length)
  const end = batch.bytes.length
  const first = batch.sequences[command] as number
  let row = 0
  for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
    const number = sequenceAt(bytes, at)
    if (number < first) continue
    if (!isElements(typeAt(bytes, at))) return undefined
    if (number === sequence) {
      const place = elements(bytes, at).findIndex((element) => holds(bytes, element, at + offs))
      return place < 0 ? undefined : row + place
    }
    row += elements(bytes, at).length
  }
  return undefined
}

function isElements(type: number): boolean {
  const message = type & 0xff
  if (type >> 8 !== SUBSYSTEM) return false
  return message === NFT_MSG.NEWSETELEM || message === NFT_MSG.DELSETELEM || message === NFT_MSG.DESTROYSETELEM
}

/** Where the attributes of the elements of a message begin. */
function elements(bytes: Bytes, message: number): number[] {
  const end = message + lengthAt(bytes, message)
  for (let at = message + BODY; at < end; at += (sizeAt(bytes, at) + 3) & ~3) {
    if (((bytes.u16[(at >> 1) + 1] as number) & TYPE_MASK) !== ELEMENTS) continue
    const found: number[] = []
    const last = at + sizeAt(bytes, at)
    for (let element = at + 4; element < last; element += (sizeAt(bytes, element) + 3) & ~3) found.push(element)
    return found
  }
  return []
}

function holds(bytes: Bytes, attribute: number, at: number): boolean {
  return at >= attribute && at < attribute + sizeAt(bytes, attribute)
}

/** The length of the attribute at `at`; the addon made it, so it is right. */
function sizeAt(bytes: Bytes, at: number): number {
  return bytes.u16[at >> 1] as number
}
