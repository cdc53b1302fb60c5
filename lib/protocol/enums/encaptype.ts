import { u16 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** Lightweight tunnels of routes and next-hop objects: enum lwtunnel_encap_types of include/uapi/linux/lwtunnel.h. */
export const encapType = names(
  u16,
  { none: 0, mpls: 1, ip: 2, ila: 3, ip6: 4, seg6: 5, bpf: 6, seg6_local: 7, rpl: 8, ioam6: 9, xfrm: 10 },
  'LWTUNNEL_ENCAP',
)
