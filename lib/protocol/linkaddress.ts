import type { Requester } from '../transport/caller.ts'
import { u8, u16, u32 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import { struct } from '../wire/struct.ts'
import { binary } from '../wire/text.ts'
import { rtnetlink } from './rtnetlink.ts'

/** Of a link only its hardware address: struct ifinfomsg and IFLA_ADDRESS of include/uapi/linux/if_link.h. */
const link = message(
  'IFLA',
  struct({ family: u8, _pad: u8, type: u16, index: oneLink, flags: u32, change: u32 }, 'ifinfomsg'),
  { address: [1, binary], extMask: [29, u32] },
)

/** RTM_NEWLINK */
const verb = rtnetlink.verbs(16, link)
/** RTEXT_FILTER_SKIP_STATS */
const WITHOUT_STATISTICS = 8

/** How many bytes the hardware address of a link has, 0 where it has none; rooms that know nothing else of links ask here. */
export function addressBytes(caller: Requester, operation: string, ref: LinkRef): Promise<number> {
  const read = verb(operation, 'get', {
    answer: ({ address }: { address?: Uint8Array }) => address?.length ?? 0,
    publish: (path) => (path === 'index' ? 'link' : path),
  })
  return caller.request(read, { index: ref, extMask: WITHOUT_STATISTICS })
}
