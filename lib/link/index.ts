export type {
  AfSpec,
  AfSpecOptions,
  Inet6CacheInfo,
  Inet6Spec,
  Inet6SpecOptions,
  InetSpec,
  InetSpecOptions,
  MctpSpec,
  MctpSpecOptions,
} from './afspec.ts'
export * from './altname.ts'
export type { LinkMap, ProtoDownReason, ProtoDownReasonOptions } from './attributes.ts'
export * from './bulk.ts'
export * from './create-kind.ts'
export * from './delete.ts'
export type { Ipv4Settings, Ipv6Settings } from './devconf.ts'
export * from './get.ts'
export type { LinkFlag, LinkFlagOption } from './header.ts'
export * from './kinds/amt.ts'
export * from './kinds/bareudp.ts'
export * from './kinds/batadv.ts'
export * from './kinds/bond.ts'
export type { BondPort, BondPortReport } from './kinds/bond-port.ts'
export * from './kinds/bridge.ts'
export * from './kinds/can.ts'
export type { CanMode, CanModeOptions } from './kinds/can-mode.ts'
export type { CipherSuite } from './kinds/cipher-suite.ts'
export type { DataOptions } from './kinds/creator.ts'
export * from './kinds/dsa.ts'
export * from './kinds/dummy.ts'
export * from './kinds/erspan.ts'
export * from './kinds/geneve.ts'
export * from './kinds/gre.ts'
export * from './kinds/gretap.ts'
export * from './kinds/gtp.ts'
export * from './kinds/hsr.ts'
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
export * from './kinds/ip6erspan.ts'
export * from './kinds/ip6gre.ts'
export * from './kinds/ip6gretap.ts'
export * from './kinds/ip6tnl.ts'
export * from './kinds/ipip.ts'
export * from './kinds/ipoib.ts'
export * from './kinds/ipvlan.ts'
export * from './kinds/lowpan.ts'
export * from './kinds/macsec.ts'
export * from './kinds/macvlan.ts'
export * from './kinds/macvtap.ts'
export * from './kinds/netkit.ts'
export * from './kinds/nlmon.ts'
export * from './kinds/ovpn.ts'
export * from './kinds/ppp.ts'
export * from './kinds/rmnet.ts'
export * from './kinds/sit.ts'
export * from './kinds/team.ts'
export * from './kinds/tun.ts'
export * from './kinds/vcan.ts'
export * from './kinds/veth.ts'
export * from './kinds/vlan.ts'
export * from './kinds/vrf.ts'
export * from './kinds/vsockmon.ts'
export * from './kinds/vti.ts'
export * from './kinds/vti6.ts'
export * from './kinds/vxcan.ts'
export * from './kinds/vxlan.ts'
export * from './kinds/wireguard.ts'
export * from './kinds/wwan.ts'
export * from './kinds/xfrm.ts'
export type { Link, LinkFlagOptions, LinkOptions } from './link.ts'
export * from './list.ts'
export type { BridgePort, BridgePortReport } from './port.ts'
export type { LinkReading } from './reading.ts'
export * from './set.ts'
export * from './set-vf.ts'
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
export type { VfChange } from './vf-change.ts'
export type { Xdp, XdpOptions } from './xdp.ts'
