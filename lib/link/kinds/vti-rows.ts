import { be32, u32 } from '../../wire/integers.ts'
import { linkRef } from '../../wire/reference.ts'
import { iproute2 } from '../../wire/unknown.ts'

/** Rows of every virtual tunnel interface for IPsec: enum IFLA_VTI_* of include/uapi/linux/if_tunnel.h. */
export const vtiRows = {
  /** Link that the outer packets use; 0 if routes decide; iproute2: `dev`. */
  link: [1, iproute2(linkRef, 'dev')],
  /** Mark of received packets for the IPsec policy; iproute2: `ikey`, `key` for both. */
  ikey: [2, iproute2(be32, 'key')],
  /** Mark of sent packets for the IPsec policy. */
  okey: [3, be32],
  /** Mark of the outer packets for routing decisions. */
  fwmark: [6, u32],
} as const
