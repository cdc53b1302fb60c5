import { attrs } from '../wire/attrs.ts'
import { u16 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { flags, names } from '../wire/names.ts'
import { repeated } from '../wire/repeated.ts'
import { struct } from '../wire/struct.ts'
import { type Public, typed, type Value } from '../wire/type.ts'
import { portState } from './enums/portstate.ts'

/** struct bridge_vlan_info of include/uapi/linux/if_bridge.h. */
export const vlanInfo = struct(
  {
    /** `pvid`: VLAN of received untagged frames; `untagged`: frames are sent without a tag; `range_begin` and `range_end`: ends of a range. */
    flags: flags(
      u16,
      { master: 1, pvid: 2, untagged: 4, range_begin: 8, range_end: 16, brentry: 32, only_opts: 64 },
      'BRIDGE_VLAN_INFO',
    ),
    /** VLAN identifier, 1 to 4094. */
    vid: u16,
  },
  'bridge_vlan_info',
)

/** A VLAN of a bridge port, or one end of a range of VLANs. */
export interface BridgeVlanInfo extends Value<typeof vlanInfo>, Public {}

/** A spanning tree of a port: enum IFLA_BRIDGE_MST_ENTRY_*. */
const mstEntry = attrs('IFLA_BRIDGE_MST_ENTRY', {
  /** Number of the tree, 0 to 4094. */
  msti: [1, u16],
  /** State of the port in this tree. */
  state: [2, portState],
})

/** State of a port in one of the multiple spanning trees. */
export interface BridgeMstEntry extends Value<typeof mstEntry>, Public {}

/** Contents of messages of the family `bridge`: enum IFLA_BRIDGE_*. */
export const bridgeSpec = attrs('IFLA_BRIDGE', {
  /** Owner of the VLANs: `master` for the bridge, `self` for the link. */
  flags: [0, flags(u16, { master: 1, self: 2 }, 'BRIDGE_FLAGS')],
  /** How an embedded switch forwards frames between its functions: locally (VEB) or through the adjacent switch (VEPA). */
  mode: [1, names(u16, { veb: 0, vepa: 1, undef: 0xffff }, 'BRIDGE_MODE'), 'report'],
  /** VLANs of the port; a range is two entries, with `range_begin` and `range_end`. */
  vlanInfo: [2, repeated('vlanInfo', typed<BridgeVlanInfo>(vlanInfo))],
  /** States of the port in the multiple spanning trees (MST). */
  mst: [6, list(1, typed<BridgeMstEntry>(mstEntry))],
})

/** A link as the address family `bridge` reports it. */
export interface BridgeSpec extends Value<typeof bridgeSpec>, Public {}
