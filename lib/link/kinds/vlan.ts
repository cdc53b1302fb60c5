import { vlanProtocol } from '../../protocol/enums/vlanprotocol.ts'
import { attrs } from '../../wire/attrs.ts'
import { limit, u16, u32 } from '../../wire/integers.ts'
import { list } from '../../wire/list.ts'
import { struct } from '../../wire/struct.ts'
import { type Input, type Public, typed, type Value } from '../../wire/type.ts'
import { iproute2 } from '../../wire/unknown.ts'
import { creator, type DataOptions } from './creator.ts'
import type { Kind } from './kind.ts'
import { maskedFlags } from './masked-flags.ts'

/** enum vlan_flags of include/uapi/linux/if_vlan.h. */
const VLAN_FLAG = {
  /** Removes the tag before programs see the packet; iproute2: `reorder_hdr`. */
  reorderHdr: 0x1,
  /** Registers the VLAN with the switch by GVRP. */
  gvrp: 0x2,
  /** Keeps the VLAN up when its lower link goes down; iproute2: `loose_binding`. */
  looseBinding: 0x4,
  /** Registers the VLAN with the switch by MVRP. */
  mvrp: 0x8,
  /** The carrier of a VLAN on a bridge follows the bridge's ports in that VLAN; iproute2: `bridge_binding`. */
  bridgeBinding: 0x10,
} as const

/** struct ifla_vlan_qos_mapping of include/uapi/linux/if_link.h. */
const mapping = struct(
  {
    /** Priority to translate: of the packet on egress, of the tag on ingress. */
    from: u32,
    /** Resulting priority: of the tag on egress, of the packet on ingress. */
    to: u32,
  },
  'ifla_vlan_qos_mapping',
)

/** One mapping between the priority of a packet (SO_PRIORITY) and that of its tag (802.1p). */
export interface VlanQosMapping extends Value<typeof mapping>, Public {}

/** Priorities of packets and tags: IFLA_VLAN_QOS_MAPPING. */
const qos = list(1, typed<VlanQosMapping, Readonly<VlanQosMapping>>(mapping))

const vlanFlags = maskedFlags(VLAN_FLAG)

/** Flags of a VLAN. */
export interface VlanFlags extends Value<typeof vlanFlags>, Public {}
/** Flags of a VLAN to turn on or off; those not given are unchanged. */
export interface VlanFlagOptions extends Input<typeof vlanFlags>, Public {}

/** A VLAN: enum IFLA_VLAN_* of include/uapi/linux/if_link.h. */
const table = attrs('IFLA_VLAN', {
  /** VLAN identifier, 0 to 4094; iproute2: `id`; `bridge vlan` calls it `vid`. */
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
  /** Mapping of packet priorities to tag priorities; iproute2: `egress-qos-map`. */
  egressQos: [3, iproute2(qos, 'egress-qos-map', 'egress-qos')],
  /** Mapping of tag priorities to packet priorities; iproute2: `ingress-qos-map`. */
  ingressQos: [4, iproute2(qos, 'ingress-qos-map', 'ingress-qos')],
  /** Protocol of the tag, '802.1q' by default; iproute2: `proto`. */
  protocol: [5, iproute2(vlanProtocol, 'proto')],
})

/** Properties that can be set on a VLAN. */
export interface VlanData extends Input<typeof table>, Public {}
/** Properties of a VLAN, as listed. */
export interface VlanReport extends Value<typeof table>, Public {}

/** Creates a VLAN on `link`. Requires `link` and `data.id`. */
export const createVlan = creator<'vlan', DataOptions<VlanData>>('createVlan', 'vlan')

const kind: Kind<VlanReport, VlanData> = {
  table,
  lower: 'link',
  required: [['link'], ['data.id']],
  fixed: ['id', 'protocol'],
}
export default kind
