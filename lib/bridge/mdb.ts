import { constants } from '../builtin.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import type { Explanation } from '../transport/request-type.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { change } from '../verb/verb.ts'
import type { Verdict } from '../wire/extack.ts'
import { bool, limit, u8, u16 } from '../wire/integers.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { group } from './mdb-group.ts'
import { identity } from './mdb-identity.ts'
import { type mdbEntry, mdbMessage, mdbRequest, type mdbRequested } from './mdb-message.ts'
import { entriesFrom, type Mdb, type MdbSource } from './mdb-report.ts'
import { entryToAdd, entryToDelete, publishMdb } from './mdb-request.ts'

export type { Mdb, MdbSource } from './mdb-report.ts'

type Entry = Input<typeof mdbEntry>

/** An entry to add. A listed entry is accepted as well; what the kernel only reports is not sent. */
export interface MdbOptions
  extends Omit<Entry, 'port' | 'group' | 'flags'>,
    Omit<Input<typeof mdbRequested>, 'srcList'> {
  /** The bridge, or the VXLAN; iproute2: `dev`. */
  bridge: LinkRef
  /** The port that receives the group; the bridge itself for its host, and the VXLAN for an entry of a VXLAN. */
  port: LinkRef
  /** The group: an IPv4, IPv6 or MAC multicast address; iproute2: `grp`. */
  group: string
  /** Sources of the group, which `groupMode` includes or excludes. Since Linux 6.3; iproute2: `source_list`. */
  srcList?: readonly Pick<MdbSource, 'address'>[] | undefined
}

/** Selects the entries to list. */
export interface MdbFilter extends Naming {
  /** The bridge, or the VXLAN; iproute2: `dev`. */
  bridge?: LinkRef | undefined
  /** The port. */
  port?: LinkRef | undefined
  /** The group; iproute2: `grp`. */
  group?: string | undefined
  /** The VLAN. */
  vid?: number | undefined
  /** True for entries that do not expire, false for the others. */
  permanent?: boolean | undefined
}

type Asked = Readonly<Record<string, unknown>>

/** An entry is called by its group. */
function subject({ entry }: Asked): string | undefined {
  return (entry as Value<typeof mdbEntry> | undefined)?.group
}

/** The kernel has no sentence for an entry that there is not. */
function explained({ error, msg }: Verdict): Explanation | undefined {
  if (msg !== undefined) return undefined
  if (error === -constants.errno.ENOENT) return { reason: 'the port has no such entry', attribute: 'group' }
  if (error === -constants.errno.EEXIST) return { reason: 'the port already has this entry', attribute: 'group' }
  return undefined
}

const preset = { family: 'bridge' } as const
const how = { preset, publish: publishMdb, subject, explained }
const request = rtnetlink.verbs('NEWMDB', mdbRequest)
const ofList = rtnetlink.verbs('NEWMDB', mdbMessage)

const requests = {
  add: request('addMdb', 'add', how),
  replace: request('replaceMdb', 'replace', how),
  delete: request('deleteMdb', 'delete', how),
  flush: request('flushMdb', 'delete', how),
}

/**
 * Adds an entry to the multicast table of a bridge (`bridge mdb add`), so that a port receives a group, or to that of a VXLAN (since Linux 6.4).
 * EEXIST if the port already has it; EINVAL if the bridge is down or has no multicast snooping.
 *
 * ```ts
 * await addMdb({ bridge: 'br0', port: 'eth1', group: '239.1.1.1', permanent: true })
 * await addMdb({ bridge: 'br0', port: 'eth1', group: 'ff0e::5', vid: 10, source: '2001:db8::1' })
 * await addMdb({ bridge: 'vxlan0', port: 'vxlan0', group: '239.1.1.1', dst: '192.0.2.4', permanent: true })
 * ```
 */
export const addMdb = change(
  'addMdb',
  (sender: Sender, options: MdbOptions): Promise<void> => sender.request(requests.add, entryToAdd('addMdb', options)),
  { undo: 'exact' },
)

/** Adds an entry, or changes the one that the port already has (`bridge mdb replace`). Since Linux 6.3; older kernels answer EEXIST. */
export const replaceMdb = change(
  'replaceMdb',
  (sender: Sender, options: MdbOptions): Promise<void> =>
    sender.request(requests.replace, entryToAdd('replaceMdb', options)),
  { undo: 'exact' },
)

/** Deletes an entry of the multicast table of a bridge or VXLAN (`bridge mdb del`). ENOENT or EINVAL if there is none. */
export const deleteMdb = change(
  'deleteMdb',
  (sender: Sender, options: MdbOptions): Promise<void> =>
    sender.request(requests.delete, entryToDelete('deleteMdb', options)),
  { undo: 'exact' },
)

type Report = Value<typeof mdbMessage>

/** The kernel applies no filter (rtnl_mdb_valid_dump_req in net/core/rtnetlink.c), and some versions reply without an address family. */
const entries = listing<MdbFilter, Report, Mdb, Naming>({
  request: () => (name, way, extras) => ofList(name, way, { preset, ...extras, sameFamily: false }),
  each: entriesFrom,
  filters: [
    { key: 'bridge', type: oneLink, iproute2: ['dev', 'br'] },
    { key: 'port', type: oneLink },
    { key: 'group', type: group, iproute2: ['grp'] },
    { key: 'vid', type: limit(u16, 1, 4094) },
    { key: 'permanent', type: bool(u8), iproute2: ['state'] },
  ],
  compared: ['bridge', 'port', 'group', 'vid', 'permanent'],
  lookedUp: ['bridge', 'port'],
  fields: () => ({ family: 'bridge' }),
  empty: ['EOPNOTSUPP'],
  links: (found) => [
    [found, 'bridge'],
    [found, 'port'],
    [found, 'ifindex'],
  ],
  identity,
})

/**
 * Lists the entries of the multicast tables of bridges and VXLANs (`bridge -d mdb show`).
 *
 * ```ts
 * const learned = await listMdb({ bridge: 'br0', permanent: false })
 * ```
 */
export const listMdb = entries.list('listMdb')

/** Lists the entries one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. */
export const streamMdb = entries.stream('streamMdb')

/**
 * Deletes the entries that the filter selects and resolves with the number deleted. Entries that disappear meanwhile are not counted. A filter
 * without any property is a TypeError.
 *
 * ```ts
 * await flushMdb({ bridge: 'br0', port: 'eth1' })
 * ```
 */
export const flushMdb = entries.flush('flushMdb', {
  remove: (sender, found) => sender.request(requests.flush, entryToDelete('flushMdb', found)),
  undo: 'exact',
  gone: ['ENOENT', 'ENODEV', 'EINVAL'],
})
