import { InputError } from '../../errors.ts'
import { mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { s32, u16, u32 } from '../../wire/integers.ts'
import { list } from '../../wire/list.ts'
import { flags, names } from '../../wire/names.ts'
import type { Input, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A macvlan, and a macvtap: enum IFLA_MACVLAN_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_MACVLAN', {
  /**
   * With which other macvlans of the link it exchanges packets: 'private' with none, 'vepa' with those that the switch sends back,
   * 'bridge' directly; 'passthru' is alone on the link, 'source' receives from listed addresses. 'vepa' unless given.
   */
  mode: [1, names(u32, { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 }, 'MACVLAN_MODE')],
  /** 'nopromisc' leaves the link's own promiscuity alone (mode 'passthru'); 'nodst' keeps what a source entry takes from the macvlan of its destination (mode 'source'); iproute2: `flag`. */
  flags: [2, iproute2(flags(u16, { nopromisc: 1, nodst: 2 }, 'MACVLAN_FLAG'), 'flag', 'nopromisc', 'nodst')],
  /** What is done with the list of sources (mode 'source'); 'set' where `macaddrData` is given and this is not; iproute2: `macaddr add`, and so on. */
  macaddrMode: [3, names(u32, { add: 0, del: 1, flush: 2, set: 3 }, 'MACVLAN_MACADDR')],
  /** The source to add or delete, as `macaddrMode` says. */
  macaddr: [4, mac],
  /** The sources that packets are received from (mode 'source'); they are set together. */
  macaddrData: [5, list(4, mac)],
  /** How many sources there are. */
  macaddrCount: [6, u32, 'report'],
  /** How many broadcasts may wait, 1000 unless given; the link uses the largest that was asked for; iproute2: `bcqueuelen`. */
  bcQueueLen: [7, iproute2(u32, 'bcqueuelen')],
  /** How many broadcasts may wait on the link, the largest of its macvlans' `bcQueueLen`; iproute2: `usedbcqueuelen`. */
  bcQueueLenUsed: [8, u32, 'report'],
  /** Above how many receivers broadcasts are queued instead of delivered at once, -1 for never; iproute2: `bclim`. Since Linux 6.4. */
  bcCutoff: [9, iproute2(s32, 'bclim')],
})

/**
 * The data of a macvlan as the kernel takes it: it reports the sources without saying what was done with them, and ignores them in a
 * request that does not say so (macvlan_changelink_sources in drivers/net/macvlan.c).
 */
function withSources(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { macaddrMode, macaddr, macaddrData } = data as MacvlanData
  if (macaddrMode !== undefined) return data
  if (macaddr !== undefined) throw new InputError("requires macaddrMode 'add' or 'del'").under('macaddr').under('data')
  return macaddrData === undefined ? data : { ...data, macaddrMode: 'set' }
}

/** Properties that a macvlan or macvtap can be given. */
export interface MacvlanData extends Input<typeof table> {}
/** Properties of a macvlan or macvtap, as listed. */
export interface MacvlanReport extends Value<typeof table> {}

/** Makes a macvlan on the link `link`. */
export const createMacvlan = creator<'macvlan', DataOptions<MacvlanData>>('createMacvlan', 'macvlan')

const kind: Kind<MacvlanReport, MacvlanData> = { table, lower: 'link', toRequest: withSources }
export default kind
