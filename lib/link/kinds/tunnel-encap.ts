import { u16 } from '../../wire/integers.ts'
import { flags, names } from '../../wire/names.ts'

/** UDP encapsulation of tunnel packets: enum tunnel_encap_types of include/uapi/linux/if_tunnel.h. */
export const tunnelEncapType = names(u16, { none: 0, fou: 1, gue: 2, mpls: 3 }, 'TUNNEL_ENCAP')

/** TUNNEL_ENCAP_FLAG_* of include/uapi/linux/if_tunnel.h. */
export const tunnelEncapFlags = flags(u16, { csum: 1, csum6: 2, remcsum: 4 }, 'TUNNEL_ENCAP_FLAG')
