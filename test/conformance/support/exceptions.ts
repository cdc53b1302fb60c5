type Names = Readonly<Record<string, string>>

/** Attributes whose key is not the constant less its prefix: the exceptions of docs/naming.md. */
export const CONSTANTS: Names = {
  'IFLA.name': 'IFLA_IFNAME',
  'IFLA.alias': 'IFLA_IFALIAS',
  'IFLA.netns': 'IFLA_NET_NS_FD',
  'IFLA.altnames': 'IFLA_PROP_LIST',
  'IFLA.allmultiCount': 'IFLA_ALLMULTI',
  'NHA.resilient': 'NHA_RES_GROUP',
}

/** C's names of structs and of words that carry no label in their table. */
export const LABELS: Names = {
  address: 'ifaddrmsg',
  'address.cacheinfo': 'ifa_cacheinfo',
  'address.flags': 'IFA_F',
  'address.proto': 'IFAPROT',
  'address.scope': 'RT_SCOPE',
  'bridge.multiBoolopt': '1ULL << BR_BOOLOPT',
  'metrics.features': 'RTAX_FEATURE',
  'metrics.lock': '1 << RTAX',
  nsid: 'rtgenmsg',
  route: 'rtmsg',
  'route.cacheinfo': 'rta_cacheinfo',
  'route.pref': 'ICMPV6_ROUTER_PREF',
  'route.protocol': 'RTPROT',
  'route.scope': 'RT_SCOPE',
  'route.type': 'RTN',
  'tun.type': 'IFF',
  'vfInfo.spoofchk': 'ifla_vf_spoofchk',
  'vlan.flags': 'VLAN_FLAG',
}

/** Bits of a route and of a next hop share one number: RTNH_F_* below, RTM_F_* above. */
const ROUTE_FLAGS: Names = {
  dead: 'RTNH_F_DEAD',
  pervasive: 'RTNH_F_PERVASIVE',
  onlink: 'RTNH_F_ONLINK',
  offload: 'RTNH_F_OFFLOAD',
  linkdown: 'RTNH_F_LINKDOWN',
  unresolved: 'RTNH_F_UNRESOLVED',
  trap: 'RTNH_F_TRAP',
  notify: 'RTM_F_NOTIFY',
  cloned: 'RTM_F_CLONED',
  equalize: 'RTM_F_EQUALIZE',
  prefix: 'RTM_F_PREFIX',
  lookup_table: 'RTM_F_LOOKUP_TABLE',
  fib_match: 'RTM_F_FIB_MATCH',
  rt_offload: 'RTM_F_OFFLOAD',
  rt_trap: 'RTM_F_TRAP',
  rt_offload_failed: 'RTM_F_OFFLOAD_FAILED',
}

const ETHER_TYPES: Names = { '802.1q': 'ETH_P_8021Q', '802.1ad': 'ETH_P_8021AD' }

/** Constants behind words, by the place of the words, where label and word do not make them. */
export const WORDS: Readonly<Record<string, Names>> = {
  'bridge.multiBoolopt': { fdbLocalVlan0: '1ULL << BR_BOOLOPT_FDB_LOCAL_VLAN_0' },
  routeFlags: ROUTE_FLAGS,
  nfproto: { ip: 'NFPROTO_IPV4', ip6: 'NFPROTO_IPV6' },
  'vlan.protocol': ETHER_TYPES,
  vlanProtocol: ETHER_TYPES,
}

/** Words and structs that no header for programs has, and where they come from. */
export const INTERNAL: Names = {
  'address.cacheinfo.valid': 'INFINITY_LIFE_TIME of include/net/addrconf.h',
  'address.cacheinfo.prefered': 'INFINITY_LIFE_TIME of include/net/addrconf.h',
  'inet6.flags': 'IF_* of include/net/if_inet6.h',
  'vxlan.reservedBits': 'struct vxlanhdr of include/net/vxlan.h',
}

/** How the fields of a struct begin in C. */
export const FIELD_PREFIXES: Names = {
  ifaddrmsg: 'ifa_',
  ifinfomsg: 'ifi_',
  nda_cacheinfo: 'ndm_',
  ndmsg: 'ndm_',
  nhmsg: 'nh_',
  rta_cacheinfo: 'rta_',
  rtgenmsg: 'rtgen_',
  rtmsg: 'rtm_',
  rtnexthop: 'rtnh_',
}

/** Fields whose key is not C's name less that. */
export const MEMBERS: Names = {
  'ifaddrmsg.link': 'ifa_index',
  'ifa_cacheinfo.prefered': 'ifa_prefered',
  'ifa_cacheinfo.valid': 'ifa_valid',
  'ndmsg.link': 'ndm_ifindex',
  'nfgenmsg.family': 'nfgen_family',
  'rtnexthop.weight': 'rtnh_hops',
  'rtnexthop.oif': 'rtnh_ifindex',
}

/** Fields that are several members in C. */
export const JOINED: Names = { 'nexthop_grp.weight': '`weight` and `weight_high`, which older headers call reserved' }

/**
 * What headers older than Linux 6.18 may not know, with the value that newer ones have (include/uapi/linux of 6.18). Headers
 * that know a name are asked all the same.
 */
export const NEWER: Readonly<Record<string, bigint>> = {
  '1ULL << BR_BOOLOPT_FDB_LOCAL_VLAN_0': 1n << 4n,
  '1ULL << BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION': 1n << 3n,
  DEVCONF_FORCE_FORWARDING: 59n,
  FRA_DPORT_MASK: 29n,
  FRA_DSCP: 25n,
  FRA_DSCP_MASK: 30n,
  FRA_FLOWLABEL: 26n,
  FRA_FLOWLABEL_MASK: 27n,
  FRA_SPORT_MASK: 28n,
  IFLA_BRPORT_BACKUP_NHID: 44n,
  IFLA_BRPORT_MAB: 40n,
  IFLA_BRPORT_MCAST_MAX_GROUPS: 42n,
  IFLA_BRPORT_MCAST_N_GROUPS: 41n,
  IFLA_BRPORT_NEIGH_VLAN_SUPPRESS: 43n,
  IFLA_BR_FDB_MAX_LEARNED: 49n,
  IFLA_BR_FDB_N_LEARNED: 48n,
  IFLA_GRO_IPV4_MAX_SIZE: 64n,
  IFLA_GSO_IPV4_MAX_SIZE: 63n,
  IFLA_HEADROOM: 68n,
  IFLA_MACVLAN_BC_CUTOFF: 9n,
  IFLA_MAX_PACING_OFFLOAD_HORIZON: 66n,
  IFLA_NETNS_IMMUTABLE: 67n,
  IFLA_TAILROOM: 69n,
  IFLA_VXLAN_LABEL_POLICY: 32n,
  IFLA_VXLAN_LOCALBYPASS: 31n,
  IFLA_VXLAN_MC_ROUTE: 34n,
  IFLA_VXLAN_RESERVED_BITS: 33n,
  NHA_OP_FLAGS: 14n,
  NTF_EXT_EXT_VALIDATED: 4n,
  NTF_EXT_LOCKED: 2n,
  RTAX_FEATURE_TCP_USEC_TS: 1n << 4n,
  RTA_FLOWLABEL: 31n,
  RTPROT_OVN: 84n,
  VXLAN_LABEL_FIXED: 0n,
  VXLAN_LABEL_INHERIT: 1n,
}
