import { rtnetlink } from '../../protocol/rtnetlink.ts'
import type { Caller } from '../../transport/caller.ts'
import { s32, u8, u16, u32 } from '../../wire/integers.ts'
import { message } from '../../wire/message.ts'
import { struct } from '../../wire/struct.ts'
import { linkName } from '../../wire/text.ts'
import { type Symbols, symbolsOf } from '../datatype/symbols.ts'

/** RTEXT_FILTER_SKIP_STATS */
const WITHOUT_STATISTICS = 8

/** The little of a link that a rule needs: struct ifinfomsg and IFLA_IFNAME. */
const link = message(
  'IFLA',
  struct({ family: u8, _pad: u8, type: u16, index: s32, flags: u32, change: u32 }, 'ifinfomsg'),
  { ifname: [3, linkName], extMask: [29, u32] },
)

interface Link {
  index: number
  ifname?: string
}

/** RTM_NEWLINK */
const list = rtnetlink.verbs(16, link)('listLinks', 'list', { answer: (found: Link) => found })

/** The names of links and their indices. */
export async function listLinkNames(caller: Caller): Promise<Symbols> {
  const links = await caller.list(list, { extMask: WITHOUT_STATISTICS })
  return symbolsOf(links.map(({ index, ifname = '' }) => [ifname, index]))
}
