import { InputError } from '../../errors.ts'
import { mac } from '../../wire/address.ts'
import { attrs } from '../../wire/attrs.ts'
import { s32, u16, u32 } from '../../wire/integers.ts'
import { list } from '../../wire/list.ts'
import { flags, names } from '../../wire/names.ts'
import type { Input, Public, Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'

/** A macvlan, and a macvtap: enum IFLA_MACVLAN_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_MACVLAN', {
  /**
   * Which macvlans of the same link exchange packets: 'private' none, 'vepa' (the default) only through the switch, 'bridge' directly;
   * 'passthru' has the link to itself; 'source' receives only from the listed addresses.
   */
  mode: [1, names(u32, { private: 1, vepa: 2, bridge: 4, passthru: 8, source: 16 }, 'MACVLAN_MODE')],
  /**
   * 'nopromisc' leaves the promiscuity of the lower link unchanged (mode 'passthru'); 'nodst' does not also deliver a packet taken by a
   * source entry to the macvlan of its destination (mode 'source'); iproute2: `flag`.
   */
  flags: [2, iproute2(flags(u16, { nopromisc: 1, nodst: 2 }, 'MACVLAN_FLAG'), 'flag', 'nopromisc', 'nodst')],
  /** What to do with the list of sources (mode 'source'); 'set' if only `macaddrData` is given; iproute2: `macaddr add` and so on. */
  macaddrMode: [3, names(u32, { add: 0, del: 1, flush: 2, set: 3 }, 'MACVLAN_MACADDR')],
  /** The source to add or delete, depending on `macaddrMode`. */
  macaddr: [4, mac],
  /** The sources from which packets are received (mode 'source'); the list is replaced as a whole. */
  macaddrData: [5, list(4, mac)],
  /** Number of sources. */
  macaddrCount: [6, u32, 'report'],
  /** Maximum number of queued broadcasts, 1000 by default; the lower link uses the largest value of its macvlans; iproute2: `bcqueuelen`. */
  bcQueueLen: [7, iproute2(u32, 'bcqueuelen')],
  /** Maximum number of broadcasts queued on the lower link: the largest `bcQueueLen` of its macvlans; iproute2: `usedbcqueuelen`. */
  bcQueueLenUsed: [8, u32, 'report'],
  /** Number of receivers above which broadcasts are queued instead of delivered immediately, -1 for never; iproute2: `bclim`. Since Linux 6.4. */
  bcCutoff: [9, iproute2(s32, 'bclim')],
})

/**
 * The data of a macvlan for a request: the kernel reports the sources without `macaddrMode`, but ignores them in a request without it
 * (macvlan_changelink_sources in drivers/net/macvlan.c).
 */
function withSources(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const { macaddrMode, macaddr, macaddrData } = data as MacvlanData
  if (macaddrMode !== undefined) return data
  if (macaddr !== undefined) throw new InputError("requires macaddrMode 'add' or 'del'").under('macaddr').under('data')
  return macaddrData === undefined ? data : { ...data, macaddrMode: 'set' }
}

/** Properties that can be set on a macvlan or macvtap. */
export interface MacvlanData extends Input<typeof table>, Public {}
/** Properties of a macvlan or macvtap, as listed. */
export interface MacvlanReport extends Value<typeof table>, Public {}

/** Creates a macvlan on `link`. Requires `link`. */
export const createMacvlan = creator<'macvlan', DataOptions<MacvlanData>>('createMacvlan', 'macvlan')

const kind: Kind<MacvlanReport, MacvlanData> = { table, lower: 'link', required: [['link']], toRequest: withSources }
export default kind
