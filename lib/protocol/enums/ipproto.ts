import { u8 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** IPPROTO_* of include/uapi/linux/in.h and in6.h, only those that have ports or are commonly matched. */
export const ipProto = names(
  u8,
  { icmp: 1, igmp: 2, tcp: 6, udp: 17, dccp: 33, gre: 47, esp: 50, ah: 51, icmpv6: 58, sctp: 132, udplite: 136 },
  'IPPROTO',
)
