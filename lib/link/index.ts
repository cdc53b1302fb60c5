import { addAltname, deleteAltname } from './altname.ts'
import { deleteLinks } from './bulk.ts'
import { deleteLink } from './delete.ts'
import { getLink } from './get.ts'
import {
  createBridge,
  createDummy,
  createIfb,
  createIpvlan,
  createLink,
  createMacvlan,
  createMacvtap,
  createVeth,
  createVlan,
  createVrf,
  createVxlan,
  createWireguard,
} from './kind.ts'
import { listLinks, streamLinks } from './list.ts'
import { setLink } from './set.ts'

export type { AfSpec, AfSpecOptions } from './afspec.ts'
export type { BridgeData, BridgeReport } from './bridge.ts'
export type { LinkReading } from './get.ts'
export type { LinkFlag } from './header.ts'
export type { IpvlanData, IpvlanReport } from './ipvlan.ts'
export type { DataOptions, KindOptions, VethOptions } from './kind.ts'
export type { AnyData, AnyPort, DataOf, KindData, KindReports, PortData } from './kinds.ts'
export type { Link, LinkFlagOptions, LinkOptions } from './link.ts'
export type { LinkFilter } from './list.ts'
export type { MacvlanData, MacvlanReport } from './macvlan.ts'
export type { BridgePort, BridgePortReport } from './port.ts'
export type { LinkChange } from './set.ts'
export type { LinkStats, LinkStats64 } from './statistics.ts'
export type { TunReport } from './tun.ts'
export type { PortProfile, VfInfo } from './vf.ts'
export type { VlanData, VlanReport } from './vlan.ts'
export type { VrfData, VrfPortReport, VrfReport } from './vrf.ts'
export type { VxlanData, VxlanReport } from './vxlan.ts'
export type { Xdp, XdpOptions } from './xdp.ts'

/** Verbs that can be collected in a batch. */
export const changes = {
  createLink,
  createVeth,
  createBridge,
  createVxlan,
  createMacvlan,
  createMacvtap,
  createIfb,
  createDummy,
  createVlan,
  createIpvlan,
  createVrf,
  createWireguard,
  setLink,
  deleteLink,
  addAltname,
  deleteAltname,
}

/** Verbs that answer, or take several steps. */
export const reads = { getLink, listLinks, streamLinks, deleteLinks }
