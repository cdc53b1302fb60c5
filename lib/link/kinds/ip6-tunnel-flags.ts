import { u32 } from '../../wire/integers.ts'
import { reportedFlags } from '../../wire/reported.ts'

/** IP6_TNL_F_* of include/uapi/linux/ip6_tunnel.h; the last three, which the kernel finds out, of include/net/ip6_tunnel.h. */
const BITS = {
  ign_encap_limit: 0x1,
  use_orig_tclass: 0x2,
  use_orig_flowlabel: 0x4,
  mip6_dev: 0x8,
  rcv_dscp_copy: 0x10,
  use_orig_fwmark: 0x20,
  allow_local_remote: 0x40,
  cap_xmit: 0x1_0000,
  cap_rcv: 0x2_0000,
  cap_per_packet: 0x4_0000,
} as const

/** Options of a tunnel over IPv6, and whether its addresses allow it to send and to receive. */
export const ip6TunnelFlags = reportedFlags(u32, BITS, ['cap_xmit', 'cap_rcv', 'cap_per_packet'], 'IP6_TNL_F')
