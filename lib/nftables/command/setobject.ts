import type { Set as SetObject } from '../bytecode.ts'
import { announcedSize } from '../compile/segment.ts'
import { EVAL, isAnonymous, MAP, OBJECT, type SetInfo } from '../compile/set.ts'
import { verdict as verdictType } from '../datatype/table.ts'
import {
  numberRecord,
  SET_COMMENT,
  SET_DATA_BYTEORDER,
  SET_DATA_INTERVAL,
  SET_DATA_TYPEOF,
  SET_KEY_BYTEORDER,
  SET_KEY_TYPEOF,
  SET_MERGE,
  textRecord,
  writeUserdata,
} from '../selector/userdata.ts'
import { VERDICT_DATA } from '../selector/verdict.ts'

/** What named sets can have beside what their elements have to do with. */
export interface SetOptions {
  /** Milliseconds. */
  timeout?: bigint
  /** Milliseconds. */
  gcInterval?: number
  size?: number
  policy?: number
  comment?: string
}

/** A set as the kernel makes it. */
export function setObject(set: SetInfo, options: SetOptions = {}): SetObject {
  const { family, table, name, id, flags, key, expressions } = set
  const { timeout, gcInterval, policy } = options
  const size = sizeOf(set, options.size)
  return {
    family,
    table,
    name,
    ...(id !== undefined && { id }),
    flags,
    keyType: key.datatype.id,
    keyLen: Math.ceil(key.length / 8),
    ...dataOf(set),
    ...(timeout !== undefined && { timeout }),
    ...(gcInterval !== undefined && { gcInterval }),
    ...(policy !== undefined && { policy }),
    ...(size !== undefined && { descSize: size }),
    ...(set.fields && { descConcat: set.fields }),
    userdata: userdataOf(set, options.comment),
    ...(expressions && { expressions }),
  }
}

/** What never changes is as large as it is; what rules fill as large as they say. */
function sizeOf(set: SetInfo, given: number | undefined): number | undefined {
  if (given !== undefined) return given
  if (!isAnonymous(set) || (set.flags & EVAL) !== 0) return set.size
  return announcedSize(set)
}

function dataOf({ flags, data, objectType }: SetInfo): Partial<SetObject> {
  if ((flags & OBJECT) !== 0) return { objType: objectType ?? 0 }
  if ((flags & MAP) === 0 || !data) return {}
  if (data.datatype.id === verdictType.id) return { dataType: VERDICT_DATA, dataLen: 0 }
  return { dataType: data.datatype.id, dataLen: Math.ceil(data.length / 8) }
}

/** In the order of nft, which reads it to show the set as it was written. */
function userdataOf(set: SetInfo, comment: string | undefined): Uint8Array {
  const { key, data, flags } = set
  const records: [number, Uint8Array][] = [[SET_KEY_BYTEORDER, numberRecord(key.byteorder)]]
  if ((flags & MAP) !== 0 && data) records.push([SET_DATA_BYTEORDER, numberRecord(data.byteorder)])
  if (set.autoMerge) records.push([SET_MERGE, numberRecord(1)])
  if (set.keyTypeof) records.push([SET_KEY_TYPEOF, set.keyTypeof])
  if (set.dataTypeof) records.push([SET_DATA_TYPEOF, set.dataTypeof])
  if ((flags & (MAP | OBJECT)) !== 0) records.push([SET_DATA_INTERVAL, numberRecord(data?.interval ? 1 : 0)])
  if (comment !== undefined) records.push([SET_COMMENT, textRecord(comment)])
  return writeUserdata(records)
}
