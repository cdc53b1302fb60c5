import { BIG, HOST } from '../datatype/byteorder.ts'
import * as type from '../datatype/table.ts'
import type { Key } from './meta.ts'

/** `rt` keys (NFT_RT_*); `nexthop` is two, and which is meant a family says. */
export const rtKeys: readonly (Key & { readonly family?: 'ip' | 'ip6' })[] = [
  { name: 'classid', key: 0, datatype: type.realm, length: 32, byteorder: HOST },
  { name: 'nexthop', key: 1, datatype: type.ipv4Address, length: 32, byteorder: BIG, family: 'ip' },
  { name: 'nexthop', key: 2, datatype: type.ipv6Address, length: 128, byteorder: BIG, family: 'ip6' },
  { name: 'mtu', key: 3, datatype: type.hostInteger, length: 16, byteorder: HOST },
  { name: 'ipsec', key: 4, datatype: type.boolean, length: 8, byteorder: HOST },
]

/** `socket` keys (NFT_SOCKET_*). */
export const socketKeys: readonly Key[] = [
  { name: 'transparent', key: 0, datatype: type.hostInteger, length: 8, byteorder: HOST },
  { name: 'mark', key: 1, datatype: type.mark, length: 32, byteorder: HOST },
  { name: 'wildcard', key: 2, datatype: type.hostInteger, length: 8, byteorder: HOST },
  { name: 'cgroupv2', key: 3, datatype: type.cgroup, length: 64, byteorder: HOST },
]

/** Results of `fib` (NFT_FIB_RESULT_*). */
export const fibResults: readonly Key[] = [
  { name: 'oif', key: 1, datatype: type.linkIndex, length: 32, byteorder: HOST },
  { name: 'oifname', key: 2, datatype: type.string, length: 128, byteorder: HOST },
  { name: 'type', key: 3, datatype: type.addressType, length: 32, byteorder: HOST },
]

/** NFTA_FIB_F_* */
export const fibFlags: Readonly<Record<string, number>> = { saddr: 1, daddr: 2, mark: 4, iif: 8, oif: 16 }
export const FIB_PRESENT = 32

/** `ipsec` keys (NFT_XFRM_KEY_*). */
export const ipsecKeys: readonly (Key & { readonly family?: 'ip' | 'ip6' })[] = [
  { name: 'daddr', key: 1, datatype: type.ipv4Address, length: 32, byteorder: BIG, family: 'ip' },
  { name: 'daddr', key: 2, datatype: type.ipv6Address, length: 128, byteorder: BIG, family: 'ip6' },
  { name: 'saddr', key: 3, datatype: type.ipv4Address, length: 32, byteorder: BIG, family: 'ip' },
  { name: 'saddr', key: 4, datatype: type.ipv6Address, length: 128, byteorder: BIG, family: 'ip6' },
  { name: 'reqid', key: 5, datatype: type.hostInteger, length: 32, byteorder: HOST },
  { name: 'spi', key: 6, datatype: type.bigInteger, length: 32, byteorder: BIG },
]

/** XFRM_POLICY_* */
export const ipsecDirections: Readonly<Record<string, number>> = { in: 0, out: 1 }

/** Time to live in `osf` (NF_OSF_TTL_*); exact where nothing is said. */
export const osfTtls: Readonly<Record<string, number>> = { loose: 1, skip: 2 }
/** NFT_OSF_F_VERSION */
export const OSF_VERSION = 1

/** What `osf` loads: 16 bytes of text. */
export const osfKey: Key = { name: 'osf', key: 0, datatype: type.string, length: 128, byteorder: HOST }

/** What `numgen` loads. */
export const numgenKey: Key = { name: 'numgen', key: 0, datatype: type.hostInteger, length: 32, byteorder: HOST }
/** NFT_NG_* */
export const numgenModes: Readonly<Record<string, number>> = { inc: 0, random: 1 }

/** What `jhash` and `symhash` load. */
export const hashKey: Key = { name: 'hash', key: 0, datatype: type.hostInteger, length: 32, byteorder: HOST }
/** NFT_HASH_* */
export const hashTypes: Readonly<Record<string, number>> = { jhash: 0, symhash: 1 }
