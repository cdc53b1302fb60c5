import type { Set as SetObject } from '../bytecode.ts'
import { CONCAT, INTERVAL, MAP, OBJECT, type SetInfo, type SetSide } from '../compile/set.ts'
import { UNORDERED } from '../datatype/byteorder.ts'
import { concatenation, invalid, verdict as verdictType } from '../datatype/table.ts'
import type { Part } from '../decompile/known.ts'
import { knowSet } from '../decompile/set.ts'
import { readUserdata, recordNumber, SET_MERGE } from '../selector/userdata.ts'

/** A set of the kernel, as the compiler sees it. */
export function knownSet(set: SetObject): SetInfo {
  const known = knowSet(set)
  const flags = set.flags ?? 0
  const key = sideOf(known.key, known.keyBits)
  const merge = set.userdata && readUserdata(set.userdata).get(SET_MERGE)
  const found: SetInfo = {
    family: set.family,
    table: set.table,
    name: known.name,
    id: undefined,
    flags: (flags & INTERVAL) !== 0 && key.parts ? flags | CONCAT : flags,
    key,
    autoMerge: merge !== undefined && recordNumber(merge) !== 0,
    elements: [],
  }
  if (set.timeout !== undefined) found.timeout = set.timeout
  if (set.expressions && set.expressions.length > 0) found.expressions = set.expressions
  if ((flags & OBJECT) !== 0) found.objectType = set.objType ?? 0
  else if ((flags & MAP) !== 0) found.data = known.data ? dataSide(known.data, known) : verdictSide()
  return found
}

function dataSide(parts: readonly Part[], known: { dataBits: number; dataInterval: boolean }): SetSide {
  const { dataBits, dataInterval } = known
  const side = sideOf(parts, dataInterval ? dataBits / 2 : dataBits)
  return dataInterval ? { ...side, length: dataBits, interval: true } : side
}

/** A side of one part is as long as the part; of several, as the registers that they take. */
function sideOf(parts: readonly Part[], bits: number): SetSide {
  const [single] = parts
  if (single && parts.length === 1) {
    return { datatype: single.type, length: single.bits || bits, byteorder: single.order }
  }
  if (!single) return { datatype: invalid, length: bits, byteorder: UNORDERED }
  const typed = parts.map(({ type, order, bits: length }) => ({ datatype: type, length, byteorder: order }))
  return { datatype: concatenation(parts.map(({ type }) => type)), length: bits, byteorder: UNORDERED, parts: typed }
}

export function verdictSide(): SetSide {
  return { datatype: verdictType, length: 0, byteorder: UNORDERED }
}
