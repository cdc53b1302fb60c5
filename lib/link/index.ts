import { verbs } from '../protocol/verbs.ts'
import * as altname from './altname.ts'
import * as bulk from './bulk.ts'
import * as removal from './delete.ts'
import * as get from './get.ts'
import * as kind from './kind.ts'
import * as list from './list.ts'
import * as change from './set.ts'

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
export const changes = Object.assign(
  verbs(
    kind,
    'createLink',
    'createVeth',
    'createBridge',
    'createVxlan',
    'createMacvlan',
    'createMacvtap',
    'createIfb',
    'createDummy',
    'createVlan',
    'createIpvlan',
    'createVrf',
    'createWireguard',
  ),
  verbs(change, 'setLink'),
  verbs(removal, 'deleteLink'),
  verbs(altname, 'addAltname', 'deleteAltname'),
)

/** Verbs that answer, or take several steps. */
export const reads = Object.assign(
  verbs(get, 'getLink'),
  verbs(list, 'listLinks', 'streamLinks'),
  verbs(bulk, 'deleteLinks'),
)
