export type {
  AfSpec,
  AfSpecOptions,
  BridgeSpec,
  BridgeVlanInfo,
  Inet6CacheInfo,
  Inet6Spec,
  Inet6SpecOptions,
  InetSpec,
  InetSpecOptions,
} from './afspec.ts'
export * from './altname.ts'
export type { LinkMap, ProtoDownReason, ProtoDownReasonOptions } from './attributes.ts'
export * from './bulk.ts'
export * from './create-kind.ts'
export * from './delete.ts'
export type { Ipv4Settings, Ipv6Settings } from './devconf.ts'
export * from './get.ts'
export type { LinkFlag, LinkFlagOption } from './header.ts'
export * from './kinds/bridge.ts'
export type { DataOptions } from './kinds/creator.ts'
export * from './kinds/dummy.ts'
export * from './kinds/ifb.ts'
export type {
  AnyData,
  AnyPort,
  DataOf,
  KindAndData,
  KindChange,
  KindData,
  KindReports,
  PortData,
} from './kinds/index.ts'
export * from './kinds/ipvlan.ts'
export * from './kinds/macvlan.ts'
export * from './kinds/macvtap.ts'
export * from './kinds/tun.ts'
export * from './kinds/veth.ts'
export * from './kinds/vlan.ts'
export * from './kinds/vrf.ts'
export * from './kinds/vxlan.ts'
export * from './kinds/wireguard.ts'
export type { Link, LinkFlagOptions, LinkOptions } from './link.ts'
export * from './list.ts'
export type { BridgePort, BridgePortReport } from './port.ts'
export type { LinkReading } from './reading.ts'
export * from './set.ts'
export type { LinkStats, LinkStats64 } from './statistics.ts'
export type {
  PortProfile,
  VfBroadcast,
  VfGuid,
  VfInfo,
  VfLinkState,
  VfMac,
  VfRate,
  VfSetting,
  VfStats,
  VfTxRate,
  VfVlan,
  VfVlanInfo,
} from './vf.ts'
export type { Xdp, XdpOptions } from './xdp.ts'
