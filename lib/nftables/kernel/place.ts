import { ATTRIBUTE, attributeHolds, nextAttribute, numberAt, sizeAt } from '../../wire/attribute.ts'
import { Bytes } from '../../wire/bytes.ts'
import { HEADER, lengthAt, messageAt, nextAt, sequenceAt, typeAt } from '../../wire/header.ts'
import type { Batch } from '../native.ts'
import { NFT_MSG, SUBSYSTEM } from './number.ts'

/** struct nlmsghdr and struct nfgenmsg. */
const BODY = HEADER + 4
/** NFTA_SET_ELEM_LIST_ELEMENTS */
const ELEMENTS = 3

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
      const place = elements(bytes, at).findIndex((element) => attributeHolds(bytes, element, at + offs))
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

/** Where the attributes of the elements of a message begin; the addon made it, so every length is right. */
function elements(bytes: Bytes, message: number): number[] {
  const end = message + lengthAt(bytes, message)
  for (let at = message + BODY; at < end; at = nextAttribute(bytes, at)) {
    if (numberAt(bytes, at) !== ELEMENTS) continue
    const found: number[] = []
    const last = at + sizeAt(bytes, at)
    for (let element = at + ATTRIBUTE; element < last; element = nextAttribute(bytes, element)) found.push(element)
    return found
  }
  return []
}
