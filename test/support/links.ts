import type { Feature } from './features.ts'

/** How `ip` makes a link of each kind with as much set as it can be, and what else must be done to it. `p0` and `p1` are Ethernet. */
export const LINKS: Readonly<Record<string, { feature: Feature; script: string }>> = {
  'a bridge': {
    feature: 'bridge',
    script: `
      ip link add x type bridge priority 4096 forward_delay 400 hello_time 300 max_age 1500 ageing_time 777 group_fwd_mask 8 \\
        group_address 01:80:c2:00:00:05 no_linklocal_learn 1 mcast_router 2 mcast_querier 1 mcast_hash_max 512 \\
        mcast_last_member_count 3 mcast_startup_query_count 4 mcast_query_interval 11111 mcast_igmp_version 3
      ip link set x multicast off txqueuelen 77 alias hello mtu 1400 group 9`,
  },
  'a port of a bridge': {
    feature: 'veth',
    script: `
      ip link add br0 type bridge
      ip link add x type veth peer name y
      ip link set x master br0 up mtu 1400 alias hello group 7 gso_max_size 40000 gso_max_segs 100 gro_max_size 30000 \\
        multicast off arp off allmulticast on txqueuelen 5 mode dormant addrgenmode none
      ip link set x type bridge_slave isolated on cost 9 hairpin on mcast_router 2 priority 5 guard on root_block on \\
        fastleave on learning off flood off mcast_flood off bcast_flood off mcast_to_unicast on group_fwd_mask 8
      ip link property add dev x altname another`,
  },
  'a VXLAN of IPv4': {
    feature: 'vxlan',
    script: `ip link add x type vxlan id 5 group 239.1.1.1 dev p0 dstport 4789 ttl 5 tos 4 nolearning gbp srcport 1000 2000 \\
        ageing 55 maxaddress 10 proxy rsc l2miss l3miss udpcsum df set`,
  },
  'a VXLAN of IPv6': {
    feature: 'vxlan',
    script: `ip link add x type vxlan id 6 remote fd00::1 local fd00::2 dstport 4790 ttl inherit udp6zerocsumtx \\
        udp6zerocsumrx flowlabel 77 remcsumtx remcsumrx`,
  },
  'a VXLAN for every identifier': {
    feature: 'vxlan',
    script: 'ip link add x type vxlan external vnifilter dstport 4791',
  },
  'a macvlan in mode bridge': {
    feature: 'macvlan',
    script: `ip link add x link p0 type macvlan mode bridge bcqueuelen 7
      ip link set x up promisc on multicast off address 02:00:00:00:00:77`,
  },
  'a macvlan in mode source': {
    feature: 'macvlan',
    script: `ip link add x link p0 type macvlan mode source flag nodst
      ip link set x type macvlan macaddr set 02:00:00:00:00:05 02:00:00:00:00:06`,
  },
  'a macvlan in mode passthru': {
    feature: 'macvlan',
    script: 'ip link add x link p0 type macvlan mode passthru flag nopromisc',
  },
  'a macvtap': { feature: 'macvtap', script: 'ip link add x link p0 type macvtap mode vepa' },
  'an ifb': {
    feature: 'ifb',
    script: 'ip link add x numtxqueues 3 numrxqueues 2 type ifb; ip link set x arp on multicast on',
  },
  'a dummy': { feature: 'dummy', script: 'ip link add x type dummy; ip link set x arp on multicast on' },
  'a VLAN': {
    feature: 'vlan',
    script: `ip link add x link p0 type vlan id 5 gvrp on loose_binding on reorder_hdr off egress-qos-map 1:2 3:4 \\
        ingress-qos-map 5:6`,
  },
  'an ipvlan': { feature: 'ipvlan', script: 'ip link add x link p0 type ipvlan mode l3s private' },
  'a VRF': { feature: 'vrf', script: 'ip link add x type vrf table 100' },
  'a WireGuard link': { feature: 'wireguard', script: 'ip link add x type wireguard' },
  'a GRE tunnel': { feature: 'gre', script: 'ip link add x type gre local 10.9.0.1 remote 10.9.0.2 ttl 9 key 5' },
  'a GRE tunnel for frames': {
    feature: 'gretap',
    script: 'ip link add x type gretap remote 10.9.0.2 nopmtudisc ignore-df',
  },
  'a GRE tunnel of routes': { feature: 'gre', script: 'ip link add x type gre external' },
  'an ERSPAN tunnel': {
    feature: 'erspan',
    script:
      'ip link add x type erspan local 10.9.0.1 remote 10.9.0.2 key 5 seq erspan_ver 2 erspan_dir egress erspan_hwid 7',
  },
  'a GRE tunnel over IPv6': {
    feature: 'ip6gre',
    script: 'ip link add x type ip6gre local fd00::1 remote fd00::2 tclass 12 flowlabel 345 dscp inherit okey 5',
  },
  'an ERSPAN tunnel over IPv6': {
    feature: 'ip6erspan',
    script: 'ip link add x type ip6erspan local fd00::1 remote fd00::2 key 5 seq erspan_ver 1 erspan 77',
  },
  'a tunnel of IPv4': { feature: 'ipip', script: 'ip link add x type ipip local 10.9.0.1 remote 10.9.0.2 mode any' },
  'a tunnel of IPv6 over IPv4': {
    feature: 'sit',
    script: 'ip link add x type sit local 10.9.0.1 remote 10.9.0.2 6rd-prefix 2001:db8::/32',
  },
  'an interface of VTI': { feature: 'vti', script: 'ip link add x type vti local 10.9.0.1 remote 10.9.0.2 ikey 5' },
  'an interface of VTI over IPv6': {
    feature: 'vti6',
    script: 'ip link add x type vti6 local fd00::1 remote fd00::2 okey 5',
  },
  'an interface for IPsec': { feature: 'xfrm', script: 'ip link add x type xfrm dev p0 if_id 0x5' },
  'a GENEVE tunnel': { feature: 'geneve', script: 'ip link add x type geneve id 5 remote 10.9.0.2 ttl 9 dstport 6666' },
  'a GENEVE tunnel over IPv6': { feature: 'geneve', script: 'ip link add x type geneve id 5 remote fd00::2 df set' },
  'a GENEVE tunnel of routes': { feature: 'geneve', script: 'ip link add x type geneve external' },
  'a link with MACsec': {
    feature: 'macsec',
    script: 'ip link add x link p0 type macsec cipher gcm-aes-256 encrypt on replay on window 9',
  },
  'a bare UDP tunnel': {
    feature: 'bareudp',
    script: 'ip link add x type bareudp dstport 6635 ethertype mpls_uc srcportmin 40000',
  },
  'an HSR node': { feature: 'hsr', script: 'ip link add x type hsr slave1 p0 slave2 p1 proto 1' },
  'an automatic multicast tunnel': {
    feature: 'amt',
    script: 'ip link add x type amt mode relay local 10.9.0.1 dev p0 max_tunnels 5',
  },
  'a bond': { feature: 'bond', script: 'ip link add x type bond mode 802.3ad miimon 100 lacp_rate fast' },
  'a bond with an active port': {
    feature: 'bond',
    script:
      'ip link add x type bond mode active-backup miimon 100; ip link set p0 down; ip link set p0 master x; ip link set p0 nomaster',
  },
  'a team': { feature: 'team', script: 'ip link add x type team' },
  'a virtual CAN link': { feature: 'vcan', script: 'ip link add x type vcan' },
  'a netlink monitor': { feature: 'nlmon', script: 'ip link add x type nlmon' },
  'a tunnel of IPv6': { feature: 'ip6tnl', script: 'ip link add x type ip6tnl local fd00::1 remote fd00::2' },
}
