import { bridgeSpec } from '../protocol/bridge.ts'
import { family } from '../wire/family.ts'
import { u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { flags } from '../wire/names.ts'
import { oneLink } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { iproute2 } from '../wire/unknown.ts'

const header = struct(
  {
    family,
    _pad: u8,
    _type: u16,
    /** The port; iproute2: `dev`. */
    link: iproute2(oneLink, 'dev'),
    _flags: u32,
    _change: u32,
  },
  'ifinfomsg',
)

/** A link as a port of a bridge: the messages of the family AF_BRIDGE, struct ifinfomsg and IFLA_* of include/uapi/linux/if_link.h. */
export const portMessage = message('IFLA', header, {
  /** Contents of the family. */
  afSpec: [26, bridgeSpec],
  /** What a dump contains: RTEXT_FILTER_*. */
  extMask: [29, flags(u32, { brvlan: 2, brvlan_compressed: 4, mst: 128 }, 'RTEXT_FILTER')],
})
