import { anyIp } from '../wire/address.ts'
import { family } from '../wire/family.ts'
import { be16, limit, u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { oneLink } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'

/** 24 bits (RFC 7348). */
export const vni = limit(u32, 0, 0xff_ffff)

/** The message of a flush: struct ndmsg and NDA_*. Its state and flags are values, with masks next to them. */
export const fdbFlush = message(
  'NDA',
  struct({ family, _pad1: u8, _pad2: u16, link: oneLink, state: u16, flags: u8, _type: u8 }, 'ndmsg'),
  {
    dst: [1, anyIp],
    vlan: [5, u16],
    port: [6, be16],
    vni: [7, vni],
    ifindex: [8, oneLink],
    srcVni: [11, vni],
    nhId: [13, u32],
    ndmStateMask: [16, u16],
    ndmFlagsMask: [17, u8],
  },
)
