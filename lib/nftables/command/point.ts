import { ATTRIBUTE, nextAttribute, numberAt } from '../../wire/attribute.ts'
import { Bytes } from '../../wire/bytes.ts'
import { HEADER, lengthAt, messageAt, nextAt, sequenceAt, typeAt } from '../../wire/header.ts'
import { NFT_MSG } from '../kernel.ts'
import type { Batch } from '../native.ts'

/** struct nlmsghdr and struct nfgenmsg. */
const BODY = HEADER + 4
/** NFTA_RULE_EXPRESSIONS */
const EXPRESSIONS = 4

const { NEWTABLE, DELTABLE, NEWCHAIN, DELCHAIN, NEWRULE, DELRULE, NEWSET, DELSET } = NFT_MSG
const { NEWSETELEM, DELSETELEM, NEWOBJ, DELOBJ, NEWFLOWTABLE, DELFLOWTABLE } = NFT_MSG
const chain = { 1: 'table', 2: 'handle', 3: 'name', 4: 'hook', 5: 'policy', 7: 'type' }
const rule = { 1: 'table', 2: 'chain', 3: 'handle' }
const inTable = { 1: 'table', 2: 'name' }

/** The words of JSON for NFTA_*, by NFT_MSG_*. */
const words: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [NEWTABLE]: { 1: 'name' },
  [DELTABLE]: { 1: 'name', 4: 'handle' },
  [NEWCHAIN]: chain,
  [DELCHAIN]: chain,
  [NEWRULE]: rule,
  [DELRULE]: rule,
  [NEWSET]: { ...inTable, 9: 'size' },
  [DELSET]: { ...inTable, 16: 'handle' },
  [NEWSETELEM]: inTable,
  [DELSETELEM]: inTable,
  [NEWOBJ]: inTable,
  [DELOBJ]: { ...inTable, 6: 'handle' },
  [NEWFLOWTABLE]: { ...inTable, 3: 'hook' },
  [DELFLOWTABLE]: { ...inTable, 5: 'handle' },
}

/** What an extended ack points at. */
export interface Pointed {
  /** The word of JSON for an attribute. */
  word?: string
  /** The number of an expression of a rule. */
  expression?: number
}

/** What lies `offset` bytes into a message of the batch. */
export function pointedAt({ bytes: u8 }: Batch, sequence: number, offset: number | undefined): Pointed {
  if (offset === undefined) return {}
  const bytes = new Bytes(u8.buffer, u8.byteOffset, u8.length)
  const message = messageNumbered(bytes, sequence)
  if (message < 0) return {}
  const type = typeAt(bytes, message) & 0xff
  const end = message + lengthAt(bytes, message)
  const place = message + offset
  for (let at = message + BODY; at < end; at = nextAttribute(bytes, at)) {
    if (place < at || place >= nextAttribute(bytes, at)) continue
    const attribute = numberAt(bytes, at)
    if (type === NEWRULE && attribute === EXPRESSIONS) return item(bytes, at, place)
    const word = words[type]?.[attribute]
    return word === undefined ? {} : { word }
  }
  return {}
}

function item(bytes: Bytes, list: number, place: number): Pointed {
  const expression = itemAt(bytes, list, place)
  return expression === undefined ? {} : { expression }
}

function messageNumbered(bytes: Bytes, sequence: number): number {
  const end = bytes.u8.length
  for (let at = 0; messageAt(bytes, at, end); at = nextAt(bytes, at, end)) {
    if (sequenceAt(bytes, at) === sequence) return at
  }
  return -1
}

/** The number of the item of a list that holds the byte at `place`; the addon made the list, so every length is right. */
function itemAt(bytes: Bytes, list: number, place: number): number | undefined {
  const end = nextAttribute(bytes, list)
  let number = 0
  for (let at = list + ATTRIBUTE; at < end; at = nextAttribute(bytes, at)) {
    if (place >= at && place < nextAttribute(bytes, at)) return number
    number++
  }
  return undefined
}
