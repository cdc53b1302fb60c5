import { vlanProtocol } from '../../protocol/enums/vlanprotocol.ts'
import { attrs } from '../../wire/attrs.ts'
import { limit, u16, u32 } from '../../wire/integers.ts'
import { list } from '../../wire/list.ts'
import { struct } from '../../wire/struct.ts'
import { type Input, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { maskedFlags } from './masked-flags.ts'

/** enum vlan_flags of include/uapi/linux/if_vlan.h. */
const VLAN_FLAG = {
  /** Whether the tag is taken off before programs see a packet; iproute2: `reorder_hdr`. */
  reorderHdr: 0x1,
  /** Whether the VLAN is registered with the switch by GVRP. */
  gvrp: 0x2,
  /** Whether the VLAN stays up when its link goes down; iproute2: `loose_binding`. */
  looseBinding: 0x4,
  /** Whether the VLAN is registered with the switch by MVRP. */
  mvrp: 0x8,
  /** Whether its carrier follows the ports of the bridge that it is on; iproute2: `bridge_binding`. */
  bridgeBinding: 0x10,
} as const

/** struct ifla_vlan_qos_mapping of include/uapi/linux/if_link.h. */
const mapping = struct(
  {
    /** Priority of the packet going out, or of the tag coming in. */
    from: u32,
    /** Priority that the tag, or the packet, gets instead. */
    to: u32,
  },
  'ifla_vlan_qos_mapping',
)

/** One line of the maps between the priority of a packet (SO_PRIORITY) and that of its tag (802.1p). */
export interface VlanQosMapping extends Value<typeof mapping> {}

/** Priorities of packets and tags: IFLA_VLAN_QOS_MAPPING. */
const qos = list(1, typed<VlanQosMapping, Readonly<VlanQosMapping>>(mapping))

const vlanFlags = maskedFlags(VLAN_FLAG)

/** Flags of a VLAN. */
export interface VlanFlags extends Value<typeof vlanFlags> {}
/** Flags of a VLAN to turn on or off; those that are not given stay. */
export interface VlanFlagOptions extends Input<typeof vlanFlags> {}

/** A VLAN: enum IFLA_VLAN_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_VLAN', {
  /** Number of the tag, 0 to 4094; iproute2: `id`; `bridge vlan` says `vid`. */
  id: [1, iproute2(limit(u16, 0, 4094), 'vid', 'vlan')],
  /** Flags; iproute2: `reorder_hdr`, `gvrp`, `mvrp`, `loose_binding`, `bridge_binding`, each an option of its own. */
  flags: [
    2,
    iproute2(
      typed<VlanFlags, VlanFlagOptions>(vlanFlags),
      'reorder_hdr',
      'gvrp',
      'mvrp',
      'loose_binding',
      'bridge_binding',
    ),
  ],
  /** From the packet's priority to the tag's; iproute2: `egress-qos-map`. */
  egressQos: [3, iproute2(qos, 'egress-qos-map', 'egress-qos')],
  /** From the tag's priority to the packet's; iproute2: `ingress-qos-map`. */
  ingressQos: [4, iproute2(qos, 'ingress-qos-map', 'ingress-qos')],
  /** Protocol of the tag, '802.1q' unless given; iproute2: `proto`. */
  protocol: [5, iproute2(vlanProtocol, 'proto')],
})

/** Properties that a VLAN can be given. */
export interface VlanData extends Input<typeof table> {}
/** Properties of a VLAN, as listed. */
export interface VlanReport extends Value<typeof table> {}

/** Makes a VLAN on the link `link`; `data.id` is needed. */
export const createVlan = creator<'vlan', DataOptions<VlanData>>('createVlan', 'vlan')

const kind: Kind<VlanReport, VlanData> = { table, lower: 'link' }
export default kind
