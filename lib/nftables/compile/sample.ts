import type { Datatype } from '../datatype/datatype.ts'
import { verdict as verdictType } from '../datatype/table.ts'
import { exthdrs } from '../protocol/exthdr.ts'
import { protocolNamed, protocols } from '../protocol/table.ts'
import { ctKeys } from '../selector/ct.ts'
import { type Key, metaKeys } from '../selector/meta.ts'
import { fibResults, socketKeys } from '../selector/other.ts'
import { writeUserdata } from '../selector/userdata.ts'
import { OBJECT, type SetInfo, type SetSide } from './set.ts'
import {
  type Description,
  describeKey,
  describeOption,
  describeParts,
  describePayload,
  describeRaw,
  verdictRecord,
} from './typeof.ts'

/** An expression for each type, described as typeof sets describe theirs; the best known headers first. */
let samples: ReadonlyMap<number, Description> | undefined

function collect(): ReadonlyMap<number, Description> {
  const found = new Map<number, Description>()
  const offer = ({ id, size }: Datatype, length: number, make: () => Description): void => {
    if (size > 0 && Math.ceil(length / 8) === Math.ceil(size / 8) && !found.has(id)) found.set(id, make())
  }
  const known = ['ip', 'ip6', 'ether', 'tcp'].flatMap((name) => protocolNamed(name) ?? [])
  for (const protocol of [...known, ...protocols])
    for (const field of protocol.fields) offer(field.datatype, field.length, () => describePayload(protocol, field))
  const keys = (rows: readonly Key[], name: 'meta' | 'ct' | 'socket' | 'fib'): void => {
    for (const { datatype, length, key } of rows) offer(datatype, length, () => describeKey(name, key))
  }
  keys(metaKeys, 'meta')
  keys(ctKeys, 'ct')
  keys(socketKeys, 'socket')
  keys(fibResults, 'fib')
  for (const extension of exthdrs)
    for (const field of extension.fields) offer(field.datatype, field.length, () => describeOption(extension, field))
  return found
}

/** The userdata record of some expression that has the type of `side`: raw bits where nft has none. */
function recordLike(side: SetSide): Uint8Array {
  if (side.datatype.id === verdictType.id) return verdictRecord
  samples ??= collect()
  const parts: Description[] = []
  for (const { datatype, length } of side.parts ?? [side])
    parts.push(samples.get(datatype.id) ?? describeRaw(side.interval ? length / 2 : length))
  return writeUserdata(side.parts ? describeParts(parts) : (parts[0] as Description))
}

/** What an object map leads to has no bits of its own. */
const objects = writeUserdata(describeRaw(0))

/**
 * nft takes what a named map says of its key by typeof only where the same is said of its data, and the other way round (and lists
 * what cannot be loaded, or aborts, where it is not). So the side that was declared by a type is described by an expression of it.
 */
export function completeTypeof(set: SetInfo): void {
  const { key, data, keyTypeof, dataTypeof } = set
  if ((keyTypeof === undefined) === (dataTypeof === undefined)) return
  if ((set.flags & OBJECT) !== 0) set.dataTypeof = objects
  else if (data) {
    set.keyTypeof = keyTypeof ?? recordLike(key)
    set.dataTypeof = dataTypeof ?? recordLike(data)
  }
}
