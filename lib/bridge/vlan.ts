import { constants } from '../builtin.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import type { Explanation } from '../transport/request-type.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import type { Irreversible } from '../verb/undo.ts'
import { change } from '../verb/verb.ts'
import type { Verdict } from '../wire/extack.ts'
import { bool, u8 } from '../wire/integers.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import { portMessage } from './link-message.ts'
import { identity } from './vlan-identity.ts'
import { type vlanEntry, vlanListing, vlanMessage } from './vlan-message.ts'
import type { VlanRange } from './vlan-range.ts'
import { type BridgeVlan, vlansFrom } from './vlan-report.ts'
import { portFields, publishVlan, readVlan, readVlanChange, vlanFields } from './vlan-request.ts'

type Report = Value<typeof vlanMessage>
/** Attributes that are options of another name, or only reported. */
type Inner = 'info' | 'range' | 'tunnelInfo' | 'stats' | 'mcastNGroups'
type Settings = Omit<Input<typeof vlanEntry>, Inner>

/** VLANs of a bridge port, or of a bridge itself. */
export interface BridgeVlanRef {
  /** The port, or the bridge itself; iproute2: `dev`. */
  link: LinkRef
  /** The VLAN, 1 to 4094, or a range such as '20-25'. */
  vid: VlanRange
  /** True for the VLANs of the device itself, which has a switch of its own; a bridge as `link` needs no `self`. */
  self?: boolean | undefined
}

/** VLANs to add. A listed VLAN is accepted as well; what the kernel only reports is not sent. */
export interface BridgeVlanOptions extends BridgeVlanRef, Settings {
  /** True for the VLAN of received untagged frames; another one of the link loses it. Not for a range. */
  pvid?: boolean | undefined
  /** True sends frames of the VLAN without a tag. */
  untagged?: boolean | undefined
  /**
   * Tunnel id that the VLAN is mapped to, such as a VXLAN network identifier, 0 to 16777215; in a range that of the first VLAN, the others get the
   * following ids. The port needs `vlanTunnel`. iproute2: `tunnel_info`.
   */
  tunnelId?: number | undefined
}

/** VLANs, and the settings to change; at least one of these. */
export interface BridgeVlanChange extends Omit<BridgeVlanRef, 'self'>, Settings {
  /** Tunnel id, as of addBridgeVlan; null for none. */
  tunnelId?: number | null | undefined
}

/** Selects the VLANs to list. The kernel applies `link`. */
export interface BridgeVlanFilter extends Naming {
  /** A port, or a bridge for its own VLANs; all ports and bridges by default. iproute2: `dev`. */
  link?: LinkRef | undefined
  /**
   * False lists each VLAN separately. By default, consecutive VLANs are a range if their flags, state, tunnel and `mcastRouter` are equal: the
   * kernel may report other options of the first one only.
   */
  ranges?: boolean | undefined
  /** True lists each VLAN separately, with its counters. */
  stats?: boolean | undefined
}

/** The kernel has no sentence for some of what it refuses. */
function explained({ error, msg }: Verdict): Explanation | undefined {
  if (msg !== undefined) return undefined
  if (error === -constants.errno.EOPNOTSUPP)
    return { reason: 'the kernel does not support VLANs of bridges (CONFIG_BRIDGE_VLAN_FILTERING)' }
  // br_vlan_dump_dev in net/bridge/br_vlan.c.
  if (error !== -constants.errno.EINVAL) return undefined
  return { reason: 'the link is neither a bridge nor a port of one', attribute: 'link' }
}

/** The VLANs of the device itself are not listed. */
const irreversible: Irreversible = (options) =>
  (options as { self?: unknown } | undefined)?.self === true ? 'self' : undefined

const ofVlans = rtnetlink.verbs('NEWVLAN', vlanMessage)
const ofListing = rtnetlink.verbs('NEWVLAN', vlanListing)
const preset = { family: 'bridge' } as const
const how = { preset, publish: publishVlan }

const requests = {
  add: ofVlans('addBridgeVlan', 'set', { ...how, explained: unsupported }),
  set: ofVlans('setBridgeVlan', 'set', { ...how, explained: unsupported, strict: true }),
  delete: ofVlans('deleteBridgeVlan', 'delete', { ...how, explained: unsupported }),
  addSelf: rtnetlink.verbs('SETLINK', portMessage)('addBridgeVlan', 'set', how),
  deleteSelf: rtnetlink.verbs('NEWLINK', portMessage)('deleteBridgeVlan', 'delete', how),
}

function unsupported(verdict: Verdict): Explanation | undefined {
  return verdict.error === -constants.errno.EOPNOTSUPP ? explained(verdict) : undefined
}

/**
 * Adds VLANs to a bridge port or to a bridge itself (`bridge vlan add`); for VLANs that are there, it changes `pvid`, `untagged` and the given
 * settings. If the kernel refuses a setting, the VLANs are there without it.
 *
 * ```ts
 * await addBridgeVlan({ link: 'eth1', vid: '20-25' })
 * await addBridgeVlan({ link: 'eth2', vid: 10, pvid: true, untagged: true })
 * ```
 */
export const addBridgeVlan = change(
  'addBridgeVlan',
  (sender: Sender, options: BridgeVlanOptions): Promise<void> => {
    const asked = readVlan('addBridgeVlan', options)
    if (asked.self) return sender.request(requests.addSelf, portFields('addBridgeVlan', asked))
    return sender.request(requests.add, vlanFields(asked))
  },
  { undo: 'scope', irreversible },
)

/** Changes settings of VLANs that are there (`bridge vlan set`). ENOENT if one of them is not. */
export const setBridgeVlan = change(
  'setBridgeVlan',
  (sender: Sender, options: BridgeVlanChange): Promise<void> =>
    sender.request(requests.set, vlanFields(readVlanChange('setBridgeVlan', options))),
  { undo: 'exact' },
)

/**
 * Deletes VLANs of a bridge port or of a bridge itself (`bridge vlan del`), and with them the entries of the forwarding table and of the multicast
 * table in these VLANs. The kernel does not report whether they were there.
 */
export const deleteBridgeVlan = change(
  'deleteBridgeVlan',
  (sender: Sender, options: BridgeVlanRef): Promise<void> => {
    const asked = readVlan('deleteBridgeVlan', options)
    if (asked.self) return sender.request(requests.deleteSelf, portFields('deleteBridgeVlan', asked))
    return sender.request(requests.delete, vlanFields(asked))
  },
  { undo: 'scope', irreversible },
)

/** A kernel without VLANs of bridges has none. */
const vlans = listing<BridgeVlanFilter, Report, BridgeVlan, Naming>({
  request: () => (name, way, extras) => ofListing(name, way, { preset, explained, ...extras }),
  each: (report, { ranges, stats }) => vlansFrom(report, ranges !== false && stats !== true),
  filters: [
    { key: 'link', type: oneLink, iproute2: ['dev'] },
    { key: 'ranges', type: bool(u8) },
    { key: 'stats', type: bool(u8) },
  ],
  fields: ({ link, ranges, stats }) => ({
    family: 'bridge',
    link,
    ...(ranges === false || stats === true ? { flags: ['stats'] } : {}),
  }),
  empty: ['EOPNOTSUPP'],
  links: (found) => [[found, 'link']],
  identity,
  watching: { ranges: false },
})

/**
 * Lists the VLANs of bridge ports and of bridges themselves (`bridge -d vlan show`), by link; none if the kernel does not support VLANs of bridges.
 * EINVAL for a `link` that is neither a bridge nor a port.
 *
 * ```ts
 * for (const { linkName, vid, pvid } of await listBridgeVlans({ names: true })) console.log(linkName, vid, pvid)
 * ```
 */
export const listBridgeVlans = vlans.list('listBridgeVlans')

/** Lists the VLANs one by one in constant memory; requests more from the kernel only when the previous ones have been consumed. */
export const streamBridgeVlans = vlans.stream('streamBridgeVlans')
