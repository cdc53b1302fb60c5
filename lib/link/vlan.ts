import { vlanProtocol } from '../protocol/enums/vlanprotocol.ts'
import { attrs } from '../wire/attrs.ts'
import { limit, u16, u32 } from '../wire/integers.ts'
import { list } from '../wire/list.ts'
import { struct } from '../wire/struct.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'
import { switches } from './switches.ts'

/** enum vlan_flags of include/uapi/linux/if_vlan.h. */
export const VLAN_FLAG = {
  /** Whether the tag is taken off before a packet is shown. */
  reorderHdr: 0x1,
  gvrp: 0x2,
  /** Whether the VLAN stays up when its link goes down. */
  looseBinding: 0x4,
  mvrp: 0x8,
  /** Whether its state follows the ports of the bridge that it is on. */
  bridgeBinding: 0x10,
} as const

/** Priorities of packets and tags: IFLA_VLAN_QOS_MAPPING. */
const qos = list(1, struct({ from: u32, to: u32 }, 'ifla_vlan_qos_mapping'))

/** A VLAN: enum IFLA_VLAN_* of include/uapi/linux/if_link.h. */
export const vlan = attrs('IFLA_VLAN', {
  /** Number of the tag, 0 to 4094. */
  id: [1, iproute2(limit(u16, 0, 4094), 'vid', 'vlan')],
  flags: [2, iproute2(switches(VLAN_FLAG), 'reorder_hdr', 'gvrp', 'mvrp', 'loose_binding', 'bridge_binding')],
  /** From the packet's priority to the tag's; iproute2: `egress-qos-map`. */
  egressQos: [3, iproute2(qos, 'egress-qos-map', 'egress-qos')],
  /** From the tag's priority to the packet's; iproute2: `ingress-qos-map`. */
  ingressQos: [4, iproute2(qos, 'ingress-qos-map', 'ingress-qos')],
  protocol: [5, iproute2(vlanProtocol, 'proto')],
})

/** What a VLAN can be told. */
export interface VlanData extends Input<typeof vlan> {}
/** What a VLAN tells of itself. */
export interface VlanReport extends Value<typeof vlan> {}
