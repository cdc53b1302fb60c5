import { padded } from '../compile/concat.ts'
import type { Typed } from '../compile/node.ts'
import { INTERVAL, MAP, OBJECT, type SetInfo } from '../compile/set.ts'
import { HOST } from '../datatype/byteorder.ts'
import type { ElementColumns } from '../native.ts'
import { only, plainIntervals } from './interval.ts'
import { type Put, putBig, putEther, putHost, putIPv4, putIPv6 } from './text.ts'

/**
 * A list of keys in the plainest of forms (addresses, numbers, concatenations of them; in a set of intervals also prefixes and ranges
 * that do not meet), straight into columns, ten times as fast as through the compiler. Undefined where there is anything else in it,
 * be it right or wrong: that is the compiler's.
 */
export function plainElements(set: SetInfo, json: unknown): ElementColumns | undefined {
  if (!Array.isArray(json) || json.length === 0 || (set.flags & (MAP | OBJECT)) !== 0) return undefined
  const { key } = set
  if ((set.flags & INTERVAL) === 0) return key.parts === undefined ? keys(key, json) : concatenations(key.parts, json)
  return key.parts === undefined && !set.autoMerge ? plainIntervals(key, json) : undefined
}

function keys(side: Typed, json: readonly unknown[]): ElementColumns | undefined {
  const put = putFor(side)
  if (put === undefined) return undefined
  const keyLen = side.length / 8
  const bytes = new Uint8Array(json.length * keyLen)
  for (let i = 0; i < json.length; i++) if (!put(json[i], bytes, i * keyLen)) return undefined
  return { count: json.length, keyLen, keys: bytes }
}

function concatenations(parts: readonly Typed[], json: readonly unknown[]): ElementColumns | undefined {
  const puts = parts.map(putFor)
  const offsets: number[] = []
  let keyLen = 0
  for (const part of parts) {
    offsets.push(keyLen)
    keyLen += padded(part.length) / 8
  }
  const bytes = new Uint8Array(json.length * keyLen)
  for (let i = 0; i < json.length; i++) {
    const members = only(json[i], 'concat')
    if (!Array.isArray(members) || members.length !== puts.length) return undefined
    for (let j = 0; j < puts.length; j++) {
      const put = puts[j]
      if (put === undefined || !put(members[j], bytes, i * keyLen + (offsets[j] as number))) return undefined
    }
  }
  return { count: json.length, keyLen, keys: bytes }
}

/** How constants of a type are laid down; undefined for types with words of their own. */
function putFor({ datatype, length, byteorder }: Typed): Put | undefined {
  if (datatype.size !== length) return undefined
  switch (datatype.name) {
    case 'ipv4_addr':
      return putIPv4
    case 'ipv6_addr':
      return putIPv6
    case 'ether_addr':
      return putEther
    case 'inet_service':
    case 'inet_proto':
      return putBig(length / 8)
    case 'mark':
      return byteorder === HOST ? putHost : putBig(4)
    default:
      return undefined
  }
}
