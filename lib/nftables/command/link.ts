import type { Transport } from '../../transport/transport.ts'
import type { Verb } from '../../transport/verb.ts'
import { NLM_F_DUMP } from '../../wire/header.ts'
import { s32, u8, u16, u32 } from '../../wire/integers.ts'
import { message } from '../../wire/message.ts'
import { struct } from '../../wire/struct.ts'
import { linkName } from '../../wire/text.ts'
import { type Symbols, symbolsOf } from '../datatype/symbols.ts'

/** RTM_GETLINK */
const GETLINK = 18
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

const verb: Verb<Link> = {
  operation: 'listLinks',
  type: GETLINK,
  flags: NLM_F_DUMP,
  message: link,
  answer: (found: Link) => found,
}

/** The names of links and their indices, asked of a transport of routes. */
export async function listLinkNames(transport: Transport): Promise<Symbols> {
  const links = await transport.list(verb, { extMask: WITHOUT_STATISTICS })
  return symbolsOf(links.map(({ index, ifname = '' }) => [ifname, index]))
}
