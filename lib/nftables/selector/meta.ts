import { BIG, type Byteorder, HOST } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import * as type from '../datatype/table.ts'

/** One row of a selector: what a key loads into a register. */
export interface Key {
  readonly name: string
  /** The kernel's number. */
  readonly key: number
  readonly datatype: Datatype
  /** Bits. */
  readonly length: number
  readonly byteorder: Byteorder
}

/** NFT_META_* that the compiler and the decompiler know by name. */
export const META_PROTOCOL = 1
export const META_PRIORITY = 2
export const META_MARK = 3
export const META_IIFTYPE = 8
export const META_SECMARK = 14
export const META_NFPROTO = 15
export const META_L4PROTO = 16

function key(
  name: string,
  number: number,
  datatype: Datatype,
  length = datatype.size,
  byteorder: Byteorder = HOST,
): Key {
  return { name, key: number, datatype, length, byteorder }
}

/** `meta` keys; where two rows share a number, the first is what nft shows. */
export const metaKeys: readonly Key[] = [
  key('length', 0, type.hostInteger, 32),
  key('protocol', META_PROTOCOL, type.etherType, 16, BIG),
  key('priority', META_PRIORITY, type.classid),
  key('mark', META_MARK, type.mark),
  key('iif', 4, type.linkIndex),
  key('oif', 5, type.linkIndex),
  key('iifname', 6, type.ifname),
  key('oifname', 7, type.ifname),
  key('iiftype', META_IIFTYPE, type.linkType),
  key('oiftype', 9, type.linkType),
  key('skuid', 10, type.uid),
  key('skgid', 11, type.gid),
  key('nftrace', 12, type.hostInteger, 1),
  key('rtclassid', 13, type.realm),
  key('secmark', META_SECMARK, type.hostInteger, 32),
  key('nfproto', META_NFPROTO, type.nfproto),
  key('l4proto', META_L4PROTO, type.inetProtocol),
  key('ibrname', 17, type.ifname),
  key('ibriport', 17, type.ifname),
  key('obrname', 18, type.ifname),
  key('obriport', 18, type.ifname),
  key('pkttype', 19, type.packetType),
  key('cpu', 20, type.hostInteger, 32),
  key('iifgroup', 21, type.devgroup),
  key('oifgroup', 22, type.devgroup),
  key('cgroup', 23, type.hostInteger, 32),
  key('random', 24, type.bigInteger, 32, BIG),
  key('ipsec', 25, type.boolean, 8),
  key('secpath', 25, type.boolean, 8),
  key('iifkind', 26, type.ifname),
  key('oifkind', 27, type.ifname),
  key('ibrpvid', 28, type.hostInteger, 16),
  key('ibrvproto', 29, type.etherType, 16, BIG),
  key('time', 30, type.date),
  key('day', 31, type.weekday),
  key('hour', 32, type.hour),
  key('sdif', 33, type.linkIndex),
  key('sdifname', 34, type.ifname),
]

const metaByName = new Map(metaKeys.map((row) => [row.name, row]))
const metaByNumber = new Map([...metaKeys].reverse().map((row) => [row.key, row]))

export function metaNamed(name: string): Key | undefined {
  return metaByName.get(name)
}

export function metaNumbered(number: number): Key | undefined {
  return metaByNumber.get(number)
}
