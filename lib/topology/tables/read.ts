import { NetlinkError } from '../../errors.ts'
import type { NftObject } from '../../nftables/json.ts'
import { nfgenmsg, nfnetlink } from '../../protocol/nfnetlink.ts'
import { message } from '../../wire/message.ts'
import { binary } from '../../wire/text.ts'
import type { Value } from '../../wire/type.ts'
import type { Owner } from '../owner.ts'
import type { Places } from '../places.ts'
import { withNftables } from './handle.ts'
import { isMarked } from './mark.ts'

/** To be compared, or with the values of counters, so that tables can be brought back. */
export type Reading = 'stateless' | 'whole'

export async function readTables(places: Places, netns: string, reading: Reading): Promise<readonly NftObject[]> {
  return withNftables(places, netns, async (nft) => (await nft.list({ stateless: reading === 'stateless' })).nftables)
}

/** A table, as far as its owner is concerned: enum nft_table_attributes of include/uapi/linux/netfilter/nf_tables.h. */
const table = message('NFTA_TABLE', nfgenmsg, { userdata: [6, binary] })
type Table = Value<typeof table>

/** NFNL_SUBSYS_NFTABLES and its first messages: enough to find tables without the library for nftables. */
const nftables = nfnetlink({ number: 10, messages: ['NFT_MSG_NEWTABLE', 'NFT_MSG_GETTABLE', 'NFT_MSG_DELTABLE'] })
const list = nftables.verbs(0, table)('listTables', 'list', { answer: (found: Table) => found })

/** Kernels without nftables, and namespaces of others. */
const NONE = ['EOPNOTSUPP', 'EINVAL', 'EPERM', 'ENOENT']

/** Whether there is a table of the owner. */
export async function hasTables(places: Places, netns: string, owner: Owner): Promise<boolean> {
  const { readUserdata, recordText, TABLE_COMMENT } = await import('../../nftables/selector/userdata.ts')
  try {
    const tables = await places.inside(netns, (handle) => handle.list<Table>(list, {}))
    return tables.some(({ userdata }) => {
      const comment = userdata === undefined ? undefined : readUserdata(userdata).get(TABLE_COMMENT)
      return comment !== undefined && isMarked(recordText(comment), owner)
    })
  } catch (thrown) {
    if (thrown instanceof NetlinkError && NONE.includes(thrown.code)) return false
    throw thrown
  }
}
