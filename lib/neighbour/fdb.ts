import { callerError, InputError } from '../errors.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Handle } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { readFilter } from '../verb/filter.ts'
import { verb } from '../verb/verb.ts'
import { anyIp } from '../wire/address.ts'
import { be16, bool, limit, u8, u16, u32 } from '../wire/integers.ts'
import { flags } from '../wire/names.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Named } from '../wire/unknown.ts'
import { fdbFlush, vni } from './fdb-message.ts'

/** Selects the entries of a forwarding table to flush: those to which everything that is given applies. */
export interface FdbFilter extends Limits {
  /** The bridge or VXLAN whose table it is; with `flags: ['master']` a port, for the entries of its bridge that lead to it; iproute2: `dev`. */
  link: LinkRef
  /** The table: 'self', that of `link` (the default), or 'master', that of its bridge. */
  flags?: readonly ('self' | 'master')[] | undefined
  /** Port of the bridge to which the entries lead; iproute2: `brport`. */
  port?: LinkRef | undefined
  /** VLAN of the entries, 1 to 4094. */
  vlan?: number | undefined
  /** True for the addresses of the bridge and its ports themselves, false for all others; iproute2: `permanent`, `nopermanent`. */
  permanent?: boolean | undefined
  /** True for entries that neither age nor are of the bridge and its ports themselves, false for those that age; iproute2: `static`, `nostatic`. */
  static?: boolean | undefined
  /** True for learned entries, false for those that do not age; iproute2: `dynamic`, `nodynamic`. */
  dynamic?: boolean | undefined
  /** True for entries that a user added, false for all others; iproute2: `added_by_user`. */
  addedByUser?: boolean | undefined
  /** True for entries that a program learned, false for all others; iproute2: `extern_learn`. */
  extLearned?: boolean | undefined
  /** True for entries that do not move to other ports, false for all others. */
  sticky?: boolean | undefined
  /** True for entries in hardware, false for all others. */
  offloaded?: boolean | undefined
  /** True for entries of routers, false for all others; of a VXLAN. */
  router?: boolean | undefined
  /** Remote end of the tunnel; of a VXLAN. Since Linux 6.7. */
  dst?: string | undefined
  /** UDP port of the remote end; of a VXLAN. Since Linux 6.7; iproute2: `port`. */
  dstPort?: number | undefined
  /** VXLAN network identifier at the remote end. Since Linux 6.7. */
  vni?: number | undefined
  /** VXLAN network identifier of the packets that the entries are for. Since Linux 6.7; iproute2: `src_vni`. */
  srcVni?: number | undefined
  /** Next-hop object of the entries; of a VXLAN. Since Linux 6.7; iproute2: `nhid`. */
  nhId?: number | undefined
}

/** Whose table it is: NTF_*. */
const TABLES = { self: 0x02, master: 0x04 } as const

const yesOrNo = bool(u8)

const FILTERS: readonly Named[] = [
  { key: 'link', type: oneLink, iproute2: ['dev'] },
  { key: 'flags', type: flags(u8, TABLES, 'NTF') },
  { key: 'port', type: oneLink, iproute2: ['brport'] },
  { key: 'vlan', type: limit(u16, 1, 4094), iproute2: ['vid'] },
  { key: 'permanent', type: yesOrNo, iproute2: ['nopermanent', 'local'] },
  { key: 'static', type: yesOrNo, iproute2: ['nostatic'] },
  { key: 'dynamic', type: yesOrNo, iproute2: ['nodynamic'] },
  { key: 'addedByUser', type: yesOrNo, iproute2: ['noadded_by_user'] },
  { key: 'extLearned', type: yesOrNo, iproute2: ['extern_learn', 'noextern_learn'] },
  { key: 'sticky', type: yesOrNo, iproute2: ['nosticky'] },
  { key: 'offloaded', type: yesOrNo, iproute2: ['nooffloaded'] },
  { key: 'router', type: yesOrNo, iproute2: ['norouter'] },
  { key: 'dst', type: anyIp },
  { key: 'dstPort', type: be16 },
  { key: 'vni', type: vni },
  { key: 'srcVni', type: vni },
  { key: 'nhId', type: limit(u32, 1, 0xffff_ffff), iproute2: ['nhid'] },
]

/** NUD_* and NTF_* of include/uapi/linux/neighbour.h. */
const NOARP = 0x40
const PERMANENT = 0x80
const FLAGS = { addedByUser: 0x01, extLearned: 0x10, offloaded: 0x20, sticky: 0x40, router: 0x80 } as const

/** A value and the bits of it that are compared. */
interface Masked {
  readonly value: number
  readonly mask: number
}

type Given = Omit<FdbFilter, keyof Limits>

/** The bits of a state, as `bridge fdb flush` sends them (fdb_flush in bridge/fdb.c of iproute2). */
function stateOf({ permanent, static: isStatic, dynamic }: Given): Masked {
  const parts: Masked[] = []
  if (permanent !== undefined) parts.push({ value: permanent ? PERMANENT : 0, mask: PERMANENT })
  if (isStatic !== undefined)
    parts.push(isStatic ? { value: NOARP, mask: NOARP | PERMANENT } : { value: 0, mask: NOARP })
  if (dynamic !== undefined) parts.push(dynamic ? { value: 0, mask: NOARP | PERMANENT } : { value: NOARP, mask: NOARP })
  return parts.reduce(joined, { value: 0, mask: 0 })
}

/** Conditions that exclude each other would be one of them. */
function joined(one: Masked, other: Masked): Masked {
  const both = one.mask & other.mask
  if ((one.value & both) !== (other.value & both))
    throw new InputError('conflicts with the other states that are given').under('dynamic')
  return { value: one.value | other.value, mask: one.mask | other.mask }
}

/** A program learned it, a user added it, and so on. */
function flagsOf(given: Given): Masked {
  const keys = (Object.keys(FLAGS) as (keyof typeof FLAGS)[]).filter((key) => given[key] !== undefined)
  return {
    value: keys.reduce((bits, key) => bits | (given[key] === true ? FLAGS[key] : 0), 0),
    mask: keys.reduce((bits, key) => bits | FLAGS[key], 0),
  }
}

const request = rtnetlink.verbs('NEWNEIGH', fdbFlush)('flushFdb', 'flush', {
  publish: (path) => ({ ifindex: 'port', port: 'dstPort' })[path] ?? path,
})

function toRequest(given: Given): object {
  const { link, port, vlan, dst, dstPort, vni: remote, srcVni, nhId, flags: tables = ['self'] } = given
  const state = stateOf(given)
  const { value, mask } = flagsOf(given)
  const whose = tables.reduce((bits, table) => bits | TABLES[table], 0)
  return {
    ...{ family: 'bridge', link, state: state.value, flags: whose | value },
    ...{ dst, vlan, port: dstPort, vni: remote, ifindex: port, srcVni, nhId },
    ...(state.mask === 0 ? {} : { ndmStateMask: state.mask }),
    ...(mask === 0 ? {} : { ndmFlagsMask: mask }),
  }
}

/**
 * Deletes the entries of a forwarding table that the filter selects, by one request (`bridge fdb flush`); without any condition but `link`, all of
 * them, those that do not age included. flushNeighbours also flushes forwarding tables, one entry at a time, and counts. EOPNOTSUPP
 * before Linux 5.19, and for a VXLAN before 6.7.
 *
 * ```ts
 * await flushFdb({ link: 'br0', vlan: 10, dynamic: true })
 * ```
 */
export const flushFdb = verb(
  'flushFdb',
  (handle: Handle, filter: FdbFilter, limits?: Limits): Promise<void> => {
    const { given, limits: within } = readFilter('flushFdb', filter, limits, FILTERS)
    if (given.link === undefined) throw new TypeError('flushFdb: link is missing')
    try {
      return handle.request(request, toRequest(given as Given), undefined, within)
    } catch (thrown) {
      throw callerError('flushFdb', thrown)
    }
  },
  // Among them are entries that the kernel has learned.
  { undo: 'none' },
)
