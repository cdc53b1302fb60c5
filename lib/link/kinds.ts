import { type BridgeData, type BridgeReport, bridge } from './bridge.ts'
import { type IpvlanData, type IpvlanReport, ipvlan } from './ipvlan.ts'
import { type MacvlanData, type MacvlanReport, macvlan } from './macvlan.ts'
import { type BridgePort, type BridgePortReport, port } from './port.ts'
import { type TunReport, tun } from './tun.ts'
import { veth } from './veth.ts'
import { type VlanData, type VlanReport, vlan } from './vlan.ts'
import { type VrfData, type VrfPortReport, type VrfReport, vrf, vrfPort } from './vrf.ts'
import { type VxlanData, type VxlanReport, vxlan } from './vxlan.ts'

/** The tables behind IFLA_INFO_KIND. The kinds dummy, ifb and wireguard have none: nothing can be said of them here. */
export const kinds: {
  readonly bridge: typeof bridge
  readonly ipvlan: typeof ipvlan
  readonly ipvtap: typeof ipvlan
  readonly macvlan: typeof macvlan
  readonly macvtap: typeof macvlan
  readonly tun: typeof tun
  readonly veth: typeof veth
  readonly vlan: typeof vlan
  readonly vrf: typeof vrf
  readonly vxlan: typeof vxlan
} = { bridge, ipvlan, ipvtap: ipvlan, macvlan, macvtap: macvlan, tun, veth, vlan, vrf, vxlan }

/** The tables behind IFLA_INFO_SLAVE_KIND: what a link is to its master. */
export const portKinds: { readonly bridge: typeof port; readonly vrf: typeof vrfPort } = { bridge: port, vrf: vrfPort }

/** What can be set of a link of each kind. */
export interface KindData {
  /** What can be set of a bridge. */
  bridge: BridgeData
  /** What can be set of an ipvlan. */
  ipvlan: IpvlanData
  /** What can be set of an ipvtap. */
  ipvtap: IpvlanData
  /** What can be set of a macvlan. */
  macvlan: MacvlanData
  /** What can be set of a macvtap. */
  macvtap: MacvlanData
  /** What can be set of a VLAN. */
  vlan: VlanData
  /** What can be set of a virtual router (VRF). */
  vrf: VrfData
  /** What can be set of a VXLAN. */
  vxlan: VxlanData
}

/** Properties of a link of each kind, as listed. */
export interface KindReports {
  /** Properties of a bridge. */
  bridge: BridgeReport
  /** Properties of an ipvlan. */
  ipvlan: IpvlanReport
  /** Properties of an ipvtap. */
  ipvtap: IpvlanReport
  /** Properties of a macvlan. */
  macvlan: MacvlanReport
  /** Properties of a macvtap. */
  macvtap: MacvlanReport
  /** Properties of a tun or tap. */
  tun: TunReport
  /** Properties of a VLAN. */
  vlan: VlanReport
  /** Properties of a virtual router (VRF). */
  vrf: VrfReport
  /** Properties of a VXLAN. */
  vxlan: VxlanReport
}

type Of<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never
/** The keys of one of several interfaces, each with whatever it may be in any of them; mapped over their own keys, they keep what is said of them. */
type Widened<One, Union> = { [Key in keyof One]?: Of<Union, Key> }
type Each<Part, Union> = Part extends unknown ? (part: Widened<Part, Union>) => void : never
/** Every key of several interfaces. */
type Merged<Union> = Each<Union, Union> extends (part: infer All) => void ? All : never

/** The data of a link whose kind is not known to the compiler. Of a kind not known here, they are a Uint8Array. */
export interface AnyData extends EveryKind {
  /** Of a vxlan its VNI, of a VLAN the number of its tag. */
  id?: Exclude<EveryKind['id'], undefined>
  /** Of a vxlan its multicast group or other end, of a tun or tap the group that may open it. */
  group?: Exclude<EveryKind['group'], undefined>
  /** With which links beside it a macvlan exchanges packets ('bridge'), or the layer of an ipvlan ('l3'). */
  mode?: Exclude<EveryKind['mode'], undefined>
  /** Flags of a VLAN, a macvlan or an ipvlan. */
  flags?: Exclude<EveryKind['flags'], undefined>
}

type EveryKind = Merged<KindReports[keyof KindReports]>

/** What a link tells of its part in its master: `port` of a bridge or of a VRF; of others, a Uint8Array. */
export interface AnyPort extends Merged<BridgePortReport | VrfPortReport> {}

/** What a link of this kind reports as `data`; anything that any kind reports where the kind is not known. */
export type DataOf<Kind extends string> = Kind extends keyof KindReports
  ? KindReports[Kind]
  : string extends Kind
    ? AnyData
    : Uint8Array

/** What can be set of a link of this kind; bytes can always be given. */
export type DataFor<Kind extends string> = Kind extends keyof KindData
  ? KindData[Kind] | Uint8Array
  : object | Uint8Array

/** What the port of a master can be set to: that of a bridge, or bytes for a master that is not known here. */
export type PortData = BridgePort | Uint8Array
