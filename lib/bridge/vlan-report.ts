import type { Public, Value } from '../wire/type.ts'
import type { vlanEntry, vlanMessage, vlanStats } from './vlan-message.ts'
import { eachOf, rangeText, type VlanRange } from './vlan-range.ts'

type Report = Value<typeof vlanMessage>
type Entry = Value<typeof vlanEntry>

/** Counters of a VLAN. */
export interface BridgeVlanStats extends Value<typeof vlanStats>, Public {}

/** A VLAN of a bridge port or of the bridge itself, or a range of VLANs with equal options, as listed. */
export interface BridgeVlan extends Omit<Entry, 'info' | 'range' | 'tunnelInfo' | 'stats'> {
  /** Index of the port, or of the bridge itself. */
  link: number
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** The VLAN, or a range such as '20-25'. */
  vid: VlanRange
  /** Whether received untagged frames belong to this VLAN. */
  pvid: boolean
  /** Whether frames are sent without a tag; `bridge` shows `Egress Untagged`. */
  untagged: boolean
  /** Tunnel id that the VLAN is mapped to, such as a VXLAN network identifier; in a range that of the first VLAN, the others follow. */
  tunnelId?: number
  /** Counters, with `stats: true`. */
  stats?: BridgeVlanStats
}

/** A VLAN without ranges, as watches have it. */
export interface SingleBridgeVlan extends BridgeVlan {
  /** The VLAN. */
  vid: number
}

/** The VLANs of a message: ranges as the kernel reports them, or each VLAN. */
export function vlansFrom({ link, entry: entries = [] }: Report, ranges: boolean): BridgeVlan[] {
  return entries.flatMap((entry) => {
    const { info, range } = entry
    if (info === undefined) return []
    const vlans = { first: info.vid, last: range ?? info.vid }
    if (ranges) return [vlanFrom(link, entry, rangeText(vlans), 0)]
    return eachOf(vlans).map((vid) => vlanFrom(link, entry, vid, vid - vlans.first))
  })
}

function vlanFrom(link: number, entry: Entry, vid: VlanRange, offset: number): BridgeVlan {
  const { info, range: _, tunnelInfo, ...options } = entry
  const flags: readonly unknown[] = info?.flags ?? []
  const tunnelId = tunnelInfo?.id
  return {
    link,
    vid,
    ...{ pvid: flags.includes('pvid'), untagged: flags.includes('untagged') },
    ...(tunnelId === undefined ? {} : { tunnelId: tunnelId + offset }),
    ...options,
  }
}
