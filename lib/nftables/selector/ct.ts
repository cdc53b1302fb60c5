import { BIG, type Byteorder, HOST } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import * as type from '../datatype/table.ts'
import type { Key } from './meta.ts'

export interface CtKey extends Key {
  /** Whether a direction may be given. */
  readonly directed: boolean
}

/** NFT_CT_* that the compiler and the decompiler know by name. */
export const CT_HELPER = 6
export const CT_L3PROTOCOL = 7
export const CT_SRC = 8
export const CT_DST = 9
export const CT_PROTOCOL = 10
export const CT_PROTO_SRC = 11
export const CT_PROTO_DST = 12
export const CT_SECMARK = 4

function key(
  name: string,
  number: number,
  datatype: Datatype,
  length = datatype.size,
  byteorder: Byteorder = HOST,
): CtKey {
  return { name, key: number, datatype, length, byteorder, directed: false }
}

function directed(name: string, number: number, datatype: Datatype, length: number, byteorder: Byteorder): CtKey {
  return { name, key: number, datatype, length, byteorder, directed: true }
}

/** `ct` keys. The addresses without a family and the ports get their type from the rule's context. */
export const ctKeys: readonly CtKey[] = [
  key('state', 0, type.ctState),
  key('direction', 1, type.ctDirection),
  key('status', 2, type.ctStatus),
  key('mark', 3, type.mark),
  key('secmark', CT_SECMARK, type.hostInteger, 32),
  key('expiration', 5, type.time),
  key('helper', CT_HELPER, type.string, 128),
  directed('l3proto', CT_L3PROTOCOL, type.nfproto, 8, HOST),
  directed('saddr', CT_SRC, type.invalid, 0, BIG),
  directed('daddr', CT_DST, type.invalid, 0, BIG),
  directed('protocol', CT_PROTOCOL, type.inetProtocol, 8, BIG),
  directed('proto-src', CT_PROTO_SRC, type.invalid, 16, BIG),
  directed('proto-dst', CT_PROTO_DST, type.invalid, 16, BIG),
  key('label', 13, type.ctLabel),
  directed('packets', 14, type.hostInteger, 64, HOST),
  directed('bytes', 15, type.hostInteger, 64, HOST),
  directed('avgpkt', 16, type.hostInteger, 64, HOST),
  directed('zone', 17, type.hostInteger, 16, HOST),
  key('event', 18, type.ctEvent),
  directed('ip saddr', 19, type.ipv4Address, 32, BIG),
  directed('ip daddr', 20, type.ipv4Address, 32, BIG),
  directed('ip6 saddr', 21, type.ipv6Address, 128, BIG),
  directed('ip6 daddr', 22, type.ipv6Address, 128, BIG),
  key('id', 23, type.bigInteger, 32, BIG),
]

const ctByName = new Map(ctKeys.map((row) => [row.name, row]))
const ctByNumber = new Map(ctKeys.map((row) => [row.key, row]))

export function ctNamed(name: string): CtKey | undefined {
  return ctByName.get(name)
}

export function ctNumbered(number: number): CtKey | undefined {
  return ctByNumber.get(number)
}

/** IP_CT_DIR_* */
export const directions: Readonly<Record<string, number>> = { original: 0, reply: 1 }
