type Names = Readonly<Record<string, string>>

/** Attributes whose key is not the constant less its prefix: the exceptions of docs/naming.md. */
export const CONSTANTS: Names = {
  'IFLA.name': 'IFLA_IFNAME',
  'IFLA.alias': 'IFLA_IFALIAS',
  'IFLA.netns': 'IFLA_NET_NS_FD',
  'IFLA.altnames': 'IFLA_PROP_LIST',
  'IFLA.allmultiCount': 'IFLA_ALLMULTI',
  'IFLA_NETKIT.peer': 'IFLA_NETKIT_PEER_INFO',
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
  'can.ctrlmode': 'CAN_CTRLMODE',
  canMode: 'CAN_CTRLMODE',
  'metrics.features': 'RTAX_FEATURE',
  'metrics.lock': '1 << RTAX',
  nsid: 'rtgenmsg',
  route: 'rtmsg',
  'route.cacheinfo': 'rta_cacheinfo',
  'route.pref': 'ICMPV6_ROUTER_PREF',
  'route.protocol': 'RTPROT',
  'route.scope': 'RT_SCOPE',
  'rmnet.flags': 'RMNET_FLAGS',
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

/** What a tunnel of IP packets carries. */
const IPTUN_PROTO: Names = {
  any: 'IPPROTO_IP',
  ip6ip: 'IPPROTO_IPV6',
  ip6ip6: 'IPPROTO_IPV6',
  ipip: 'IPPROTO_IPIP',
  ipip6: 'IPPROTO_IPIP',
  mplsip: 'IPPROTO_MPLS',
}

const GRE_FLAGS: Names = {
  csum: '__be16_to_cpu(GRE_CSUM)',
  key: '__be16_to_cpu(GRE_KEY)',
  routing: '__be16_to_cpu(GRE_ROUTING)',
  seq: '__be16_to_cpu(GRE_SEQ)',
  strict: '__be16_to_cpu(GRE_STRICT)',
}

const NETKIT_POLICY: Names = { blackhole: 'NETKIT_DROP', forward: 'NETKIT_PASS' }

/** Constants behind words, by the place of the words, where label and word do not make them. */
export const WORDS: Readonly<Record<string, Names>> = {
  'bond.mode': {
    '802.3ad': 'BOND_MODE_8023AD',
    'active-backup': 'BOND_MODE_ACTIVEBACKUP',
    'balance-alb': 'BOND_MODE_ALB',
    'balance-rr': 'BOND_MODE_ROUNDROBIN',
    'balance-tlb': 'BOND_MODE_TLB',
    'balance-xor': 'BOND_MODE_XOR',
    broadcast: 'BOND_MODE_BROADCAST',
  },
  'bond.xmitHashPolicy': {
    'encap2+3': 'BOND_XMIT_POLICY_ENCAP23',
    'encap3+4': 'BOND_XMIT_POLICY_ENCAP34',
    layer2: 'BOND_XMIT_POLICY_LAYER2',
    'layer2+3': 'BOND_XMIT_POLICY_LAYER23',
    'layer3+4': 'BOND_XMIT_POLICY_LAYER34',
    'vlan+srcmac': 'BOND_XMIT_POLICY_VLAN_SRCMAC',
  },
  'bridge.multiBoolopt': { fdbLocalVlan0: '1ULL << BR_BOOLOPT_FDB_LOCAL_VLAN_0' },
  'erspan.iflags': GRE_FLAGS,
  'erspan.oflags': GRE_FLAGS,
  'ip6tnl.proto': IPTUN_PROTO,
  'ipip.proto': IPTUN_PROTO,
  'netkit.peerPolicy': NETKIT_POLICY,
  'netkit.policy': NETKIT_POLICY,
  'netkit.pairing': { pair: 'NETKIT_DEVICE_PAIR', single: 'NETKIT_DEVICE_SINGLE' },
  routeFlags: ROUTE_FLAGS,
  'sit.proto': IPTUN_PROTO,
  nfproto: { ip: 'NFPROTO_IPV4', ip6: 'NFPROTO_IPV6' },
  'vlan.protocol': ETHER_TYPES,
  vlanProtocol: ETHER_TYPES,
}

/** Words and structs that no header for programs has, and where they come from. */
export const INTERNAL: Names = {
  'address.cacheinfo.valid': 'INFINITY_LIFE_TIME of include/net/addrconf.h',
  'address.cacheinfo.prefered': 'INFINITY_LIFE_TIME of include/net/addrconf.h',
  'bond.adLacpRate': 'AD_LACP_* of include/net/bond_3ad.h',
  'bond.adSelect': 'BOND_AD_* of include/net/bond_3ad.h',
  'bond.arpAllTargets': 'BOND_ARP_TARGETS_* of include/net/bonding.h',
  'bond.arpValidate': 'BOND_ARP_VALIDATE_* of include/net/bonding.h',
  'bond.failOverMac': 'BOND_FOM_* of include/net/bonding.h',
  'bond.primaryReselect': 'BOND_PRI_RESELECT_* of include/net/bonding.h',
  'erspan.erspanDir': 'dir of struct erspan_md2 of include/uapi/linux/erspan.h',
  'inet6.flags': 'IF_* of include/net/if_inet6.h',
  IP6_TNL_F_CAP_PER_PACKET: 'include/net/ip6_tunnel.h',
  IP6_TNL_F_CAP_RCV: 'include/net/ip6_tunnel.h',
  IP6_TNL_F_CAP_XMIT: 'include/net/ip6_tunnel.h',
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
 * What headers older than Linux 7.3 may not know, with the value that newer ones have (include/uapi/linux of 7.3). Headers
 * that know a name are asked all the same.
 */
export const NEWER: Readonly<Record<string, bigint>> = {
  '1ULL << BR_BOOLOPT_FDB_LOCAL_VLAN_0': 1n << 4n,
  '1ULL << BR_BOOLOPT_MDB_OFFLOAD_FAIL_NOTIFICATION': 1n << 3n,
  CAN_CTRLMODE_RESTRICTED: 2048n,
  CAN_CTRLMODE_XL: 4096n,
  CAN_CTRLMODE_XL_TDC_AUTO: 8192n,
  CAN_CTRLMODE_XL_TDC_MANUAL: 16384n,
  CAN_CTRLMODE_XL_TMS: 32768n,
  DEVCONF_FORCE_FORWARDING: 59n,
  FRA_DPORT_MASK: 29n,
  FRA_DSCP: 25n,
  FRA_DSCP_MASK: 30n,
  FRA_FLOWLABEL: 26n,
  FRA_FLOWLABEL_MASK: 27n,
  FRA_SPORT_MASK: 28n,
  IFLA_BOND_BROADCAST_NEIGH: 33n,
  IFLA_BOND_COUPLED_CONTROL: 32n,
  IFLA_BOND_LACP_STRICT: 34n,
  IFLA_BOND_SLAVE_ACTOR_PORT_PRIO: 10n,
  IFLA_BOND_SLAVE_AD_CHURN_ACTOR_STATE: 11n,
  IFLA_BOND_SLAVE_AD_CHURN_PARTNER_STATE: 12n,
  IFLA_BRPORT_BACKUP_NHID: 44n,
  IFLA_BRPORT_MAB: 40n,
  IFLA_BRPORT_MCAST_MAX_GROUPS: 42n,
  IFLA_BRPORT_MCAST_N_GROUPS: 41n,
  IFLA_BRPORT_NEIGH_VLAN_SUPPRESS: 43n,
  IFLA_BR_FDB_MAX_LEARNED: 49n,
  IFLA_BR_FDB_N_LEARNED: 48n,
  IFLA_CAN_PWM_PWML: 8n,
  IFLA_CAN_PWM_PWML_MAX: 4n,
  IFLA_CAN_PWM_PWML_MIN: 3n,
  IFLA_CAN_PWM_PWMO: 9n,
  IFLA_CAN_PWM_PWMO_MAX: 6n,
  IFLA_CAN_PWM_PWMO_MIN: 5n,
  IFLA_CAN_PWM_PWMS: 7n,
  IFLA_CAN_PWM_PWMS_MAX: 2n,
  IFLA_CAN_PWM_PWMS_MIN: 1n,
  IFLA_CAN_XL_DATA_BITRATE_CONST: 20n,
  IFLA_CAN_XL_DATA_BITTIMING: 18n,
  IFLA_CAN_XL_DATA_BITTIMING_CONST: 19n,
  IFLA_CAN_XL_PWM: 22n,
  IFLA_CAN_XL_TDC: 21n,
  IFLA_DSA_CONDUIT: 1n,
  'offsetof(struct ifla_geneve_port_range, high)': 2n,
  'offsetof(struct ifla_geneve_port_range, low)': 0n,
  'sizeof(((struct ifla_geneve_port_range *)0)->high)': 2n,
  'sizeof(((struct ifla_geneve_port_range *)0)->low)': 2n,
  'sizeof(struct ifla_geneve_port_range)': 4n,
  IFLA_GENEVE_GRO_HINT: 16n,
  IFLA_GENEVE_LOCAL6: 18n,
  IFLA_GENEVE_LOCAL: 17n,
  IFLA_GENEVE_PORT_RANGE: 15n,
  IFLA_GRO_IPV4_MAX_SIZE: 64n,
  IFLA_GSO_IPV4_MAX_SIZE: 63n,
  IFLA_GTP_LOCAL6: 8n,
  IFLA_GTP_LOCAL: 7n,
  IFLA_HEADROOM: 68n,
  IFLA_HSR_INTERLINK: 8n,
  IFLA_MACVLAN_BC_CUTOFF: 9n,
  IFLA_MAX_PACING_OFFLOAD_HORIZON: 66n,
  IFLA_MCTP_PHYS_BINDING: 2n,
  IFLA_NETKIT_HEADROOM: 8n,
  IFLA_NETKIT_MODE: 5n,
  IFLA_NETKIT_PAIRING: 10n,
  IFLA_NETKIT_PEER_INFO: 1n,
  IFLA_NETKIT_PEER_POLICY: 4n,
  IFLA_NETKIT_PEER_SCRUB: 7n,
  IFLA_NETKIT_POLICY: 3n,
  IFLA_NETKIT_PRIMARY: 2n,
  IFLA_NETKIT_SCRUB: 6n,
  IFLA_NETKIT_TAILROOM: 9n,
  IFLA_NETNS_IMMUTABLE: 67n,
  IFLA_OVPN_MODE: 1n,
  IFLA_TAILROOM: 69n,
  IFLA_VXLAN_LABEL_POLICY: 32n,
  IFLA_VXLAN_LOCALBYPASS: 31n,
  IFLA_VXLAN_MC_ROUTE: 34n,
  IFLA_VXLAN_RESERVED_BITS: 33n,
  NETKIT_DEVICE_PAIR: 0n,
  NETKIT_DEVICE_SINGLE: 1n,
  NETKIT_DROP: 2n,
  NETKIT_L2: 0n,
  NETKIT_L3: 1n,
  NETKIT_PASS: 0n,
  NETKIT_SCRUB_DEFAULT: 1n,
  NETKIT_SCRUB_NONE: 0n,
  NHA_OP_FLAGS: 14n,
  NTF_EXT_EXT_VALIDATED: 4n,
  NTF_EXT_LOCKED: 2n,
  OVPN_MODE_MP: 1n,
  OVPN_MODE_P2P: 0n,
  RMNET_FLAGS_EGRESS_MAP_CKSUMV5: 32n,
  RMNET_FLAGS_INGRESS_MAP_CKSUMV5: 16n,
  RTAX_FEATURE_TCP_USEC_TS: 1n << 4n,
  RTA_FLOWLABEL: 31n,
  RTPROT_OVN: 84n,
  VXLAN_LABEL_FIXED: 0n,
  VXLAN_LABEL_INHERIT: 1n,
}
