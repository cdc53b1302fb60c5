import type { Set as SetObject } from '../bytecode.ts'
import { BIG, type Byteorder, HOST } from '../datatype/byteorder.ts'
import { datatypeParts, invalid } from '../datatype/table.ts'
import type { ElementColumns } from '../native.ts'
import {
  readUserdata,
  recordNumber,
  SET_DATA_BYTEORDER,
  SET_DATA_INTERVAL,
  SET_DATA_TYPEOF,
  SET_KEY_BYTEORDER,
  SET_KEY_TYPEOF,
} from '../selector/userdata.ts'
import { VERDICT_DATA } from '../selector/verdict.ts'
import { bytesOf } from './bits.ts'
import { type KnownSet, type Part, SET_ANONYMOUS, SET_INTERVAL, SET_MAP } from './known.ts'
import { padded } from './register.ts'
import { readTypeof } from './typeof.ts'

/** What a set object says of its keys and data. */
export function knowSet(set: SetObject, elements?: ElementColumns): KnownSet {
  const flags = set.flags ?? 0
  const records = set.userdata ? readUserdata(set.userdata) : new Map<number, Uint8Array>()
  const keyBits = bytesOf(set.keyLen ?? 0) * 8
  const verdicts = (flags & SET_MAP) !== 0 && set.dataType === VERDICT_DATA
  const known: KnownSet = {
    set,
    name: set.name ?? '',
    anonymous: (flags & SET_ANONYMOUS) !== 0,
    interval: (flags & SET_INTERVAL) !== 0,
    key: partsOf(set.keyType ?? 0, keyBits, records, SET_KEY_TYPEOF, SET_KEY_BYTEORDER),
    keyBits,
    dataBits: bytesOf(set.dataLen ?? 0) * 8,
    dataInterval: numberIn(records, SET_DATA_INTERVAL) === 1,
    verdicts,
  }
  if ((flags & SET_MAP) !== 0 && !verdicts) known.data = dataParts(known, records)
  if (elements) known.elements = elements
  return known
}

function dataParts({ set, dataBits, dataInterval }: KnownSet, records: Map<number, Uint8Array>): Part[] {
  const bits = dataInterval ? dataBits / 2 : dataBits
  return partsOf(set.dataType ?? 0, bits, records, SET_DATA_TYPEOF, SET_DATA_BYTEORDER)
}

function numberIn(records: Map<number, Uint8Array>, type: number): number | undefined {
  const record = records.get(type)
  return record && recordNumber(record)
}

/** The parts by the expression that the set was made like, where it fits, else by the number of the type. */
function partsOf(
  type: number,
  bits: number,
  records: Map<number, Uint8Array>,
  likeRecord: number,
  orderRecord: number,
): Part[] {
  const like = records.get(likeRecord)
  const parts = like && readTypeof(like)
  if (parts && fits(parts, bits)) return parts
  const order = numberIn(records, orderRecord)
  return byNumber(type, bits, order === HOST || order === BIG ? order : undefined)
}

function fits(parts: readonly Part[], bits: number): boolean {
  const [single] = parts
  if (parts.length === 1 && single) return Math.ceil(single.bits / 8) === bits / 8
  return parts.reduce((sum, part) => sum + padded(part.bits), 0) === bits
}

/** A part whose type has no size of its own takes what the others leave. */
function byNumber(type: number, bits: number, order: Byteorder | undefined): Part[] {
  const types = datatypeParts(type) ?? []
  const [single = invalid] = types
  if (types.length < 2) return [{ type: single, order: order ?? single.byteorder, bits }]
  const sized = types.reduce((sum, part) => sum + padded(part.size), 0)
  return types.map((part) => ({ type: part, order: part.byteorder, bits: part.size || Math.max(0, bits - sized) }))
}
