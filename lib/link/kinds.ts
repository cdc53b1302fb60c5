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
export const kinds = { bridge, ipvlan, ipvtap: ipvlan, macvlan, macvtap: macvlan, tun, veth, vlan, vrf, vxlan }

/** The tables behind IFLA_INFO_SLAVE_KIND: what a link is to its master. */
export const portKinds = { bridge: port, vrf: vrfPort }

/** What can be told a link of each kind. */
export interface KindData {
  bridge: BridgeData
  ipvlan: IpvlanData
  ipvtap: IpvlanData
  macvlan: MacvlanData
  macvtap: MacvlanData
  vlan: VlanData
  vrf: VrfData
  vxlan: VxlanData
}

/** What a link of each kind tells of itself. */
export interface KindReports {
  bridge: BridgeReport
  ipvlan: IpvlanReport
  ipvtap: IpvlanReport
  macvlan: MacvlanReport
  macvtap: MacvlanReport
  tun: TunReport
  vlan: VlanReport
  vrf: VrfReport
  vxlan: VxlanReport
}

type KeysOf<Union> = Union extends unknown ? keyof Union : never
type Of<Union, Key> = Union extends unknown ? (Key extends keyof Union ? Union[Key] : never) : never
/** Every key of several interfaces, each with whatever it may be. */
type Merged<Union> = { [Key in KeysOf<Union>]?: Of<Union, Key> }

/** The data of a link whose kind is not known to the compiler. Of a kind not known here, they are a Uint8Array. */
export interface AnyData extends Merged<KindReports[keyof KindReports]> {}
/** What a link tells of its part in its master: `port` of a bridge or of a VRF; of others, a Uint8Array. */
export interface AnyPort extends Merged<BridgePortReport | VrfPortReport> {}

/** What a link of this kind reports as `data`; anything that any kind reports where the kind is not known. */
export type DataOf<Kind extends string> = Kind extends keyof KindReports
  ? KindReports[Kind]
  : string extends Kind
    ? AnyData
    : Uint8Array

/** What can be told a link of this kind; bytes can always be. */
export type DataFor<Kind extends string> = Kind extends keyof KindData
  ? KindData[Kind] | Uint8Array
  : object | Uint8Array

/** What the port of a master can be set to: that of a bridge, or bytes for a master that is not known here. */
export type PortData = BridgePort | Uint8Array
