import { attrs } from '../wire/attrs.ts'
import { s32 } from '../wire/integers.ts'
import { struct } from '../wire/struct.ts'
import type { Type } from '../wire/type.ts'

/**
 * Settings of net.ipv4.conf.LINK by the number of IPV4_DEVCONF_* (include/uapi/linux/ip.h); what each does is said in
 * Documentation/networking/ip-sysctl.rst.
 */
export const IPV4_DEVCONF = {
  /** 1 forwards packets that come in by this link. */
  forwarding: 1,
  /** 1 while a multicast routing daemon forwards on this link. */
  mcForwarding: 2,
  /** 1 answers ARP for addresses that are reached by another link. */
  proxyArp: 3,
  /** 1 accepts ICMP redirects; of a host, not of a router, by default. */
  acceptRedirects: 4,
  /** 1 accepts redirects to known default gateways alone. */
  secureRedirects: 5,
  /** 1 sends ICMP redirects, as a router does. */
  sendRedirects: 6,
  /** 1 where hosts of several subnets share the link: redirects between them are sent and accepted. */
  sharedMedia: 7,
  /** Check of source addresses by the way back to them (RFC 3704): 0 none, 1 strict, 2 loose. */
  rpFilter: 8,
  /** 1 accepts packets with the source route option. */
  acceptSourceRoute: 9,
  /** 1 takes packets from 0.b.c.d to other hosts as local, for a BOOTP relay daemon; not implemented by Linux. */
  bootpRelay: 10,
  /** 1 logs packets from impossible addresses ("martians"). */
  logMartians: 11,
  /** A number that administrators may write here; the kernel ignores it. */
  tag: 12,
  /** 1 answers ARP on the link by which the answer would be routed, and on no other one. */
  arpfilter: 13,
  /** The medium that the link is on, by a number that links to the same one share; 0 for one of its own, -1 for unknown; for `proxyArp`. */
  mediumId: 14,
  /** 1 turns off IPsec policies and encryption for packets that leave by this link. */
  noxfrm: 15,
  /** 1 turns off IPsec policies on this link. */
  nopolicy: 16,
  /** Version of IGMP to speak, 1 to 3; 0 for the newest one that the routers speak. */
  forceIgmpVersion: 17,
  /** Which of its addresses this host asks from: 0 any, 1 rather one of the target's subnet, 2 the best one for the target. */
  arpAnnounce: 18,
  /** Which ARP requests are answered: 0 for any local address, 1 for those of this link, 2 also only from its subnet, 8 none. */
  arpIgnore: 19,
  /** 1 promotes a secondary address where the primary one of its subnet is deleted, instead of deleting all. */
  promoteSecondaries: 20,
  /** 1 makes a neighbour entry from an unsolicited ARP announcement; 2 only for one of the link's own subnets. */
  arpAccept: 21,
  /** 1 announces its addresses by ARP when the link comes up or its hardware address changes. */
  arpNotify: 22,
  /** 1 accepts packets whose source is an address of this host. */
  acceptLocal: 23,
  /** 1 takes the mark of a packet into account when its way back is looked up for `rpFilter`. */
  srcVmark: 24,
  /** 1 answers ARP for hosts on the same link, which a switch keeps apart (private VLAN, RFC 3069). */
  proxyArpPvlan: 25,
  /** 1 routes 127/8 like any other addresses. */
  routeLocalnet: 26,
  /** Milliseconds between unsolicited reports of IGMPv1 and IGMPv2. */
  igmpv2UnsolicitedReportInterval: 27,
  /** Milliseconds between unsolicited reports of IGMPv3. */
  igmpv3UnsolicitedReportInterval: 28,
  /** 1 ignores routes whose link has no carrier. */
  ignoreRoutesWithLinkdown: 29,
  /** 1 drops packets for one host that come in a multicast or broadcast frame. */
  dropUnicastInL2Multicast: 30,
  /** 1 drops gratuitous ARP. */
  dropGratuitousArp: 31,
  /** 1 forwards directed broadcasts. */
  bcForwarding: 32,
  /** 1 clears the ARP cache of the link when it loses its carrier. */
  arpEvictNocarrier: 33,
} as const

/** Settings of net.ipv6.conf.LINK by the number of DEVCONF_* (include/uapi/linux/ipv6.h). */
export const DEVCONF = {
  /** 1 acts as a router on this link; whether packets are forwarded is `net.ipv6.conf.all.forwarding` alone. */
  forwarding: 0,
  /** Hop limit of packets sent. */
  hoplimit: 1,
  /** MTU of IPv6 on the link, in bytes. */
  mtu6: 2,
  /** Router advertisements: 0 ignores them, 1 accepts them while not forwarding, 2 always. */
  acceptRa: 3,
  /** 1 accepts redirects. */
  acceptRedirects: 4,
  /** 1 makes addresses from the prefixes of router advertisements (SLAAC). */
  autoconf: 5,
  /** Probes sent to detect that an address is in use already. */
  dadTransmits: 6,
  /** Router solicitations sent before no router is assumed; -1 for no end. */
  rtrSolicits: 7,
  /** Milliseconds between router solicitations. */
  rtrSolicitInterval: 8,
  /** Milliseconds from the link's coming up to the first router solicitation. */
  rtrSolicitDelay: 9,
  /** Temporary addresses (RFC 8981): 0 none, 1 made, 2 made and preferred. */
  useTempaddr: 10,
  /** Seconds for which a temporary address is valid. */
  tempValidLft: 11,
  /** Seconds for which a temporary address is preferred; sysctl: `temp_prefered_lft`. */
  tempPreferedLft: 12,
  /** Attempts to make a valid temporary address. */
  regenMaxRetry: 13,
  /** Greatest number of seconds by which the lifetime of temporary addresses is shortened at random. */
  maxDesyncFactor: 14,
  /** How many addresses the link may get by autoconfiguration; 0 for any number. */
  maxAddresses: 15,
  /** Version of MLD to speak, 1 or 2; 0 for the newest one that the routers speak. */
  forceMldVersion: 16,
  /** 1 takes the default router from router advertisements. */
  acceptRaDefrtr: 17,
  /** 1 takes the prefixes of router advertisements. */
  acceptRaPinfo: 18,
  /** 1 takes the preference of routers from router advertisements (RFC 4191). */
  acceptRaRtrPref: 19,
  /** Milliseconds between probes of a router that is not reachable (RFC 4191). */
  rtrProbeInterval: 20,
  /** Longest prefix of a route that is taken from router advertisements. */
  acceptRaRtInfoMaxPlen: 21,
  /** 1 answers neighbour solicitations for the addresses of the proxy table. */
  proxyNdp: 22,
  /** 1 uses an address while it is still being checked for duplicates (RFC 4429). */
  optimisticDad: 23,
  /** Routing headers: 0 or more accepts those of type 2 alone, less than 0 none. */
  acceptSourceRoute: 24,
  /** 1 while a multicast routing daemon forwards on this link. */
  mcForwarding: 25,
  /** 1 turns IPv6 off on this link. */
  disableIpv6: 26,
  /** Detection of duplicate addresses: 0 off, 1 on, 2 on, and a duplicate of the link-local address turns IPv6 off. */
  acceptDad: 27,
  /** 1 puts the own hardware address into answers to unicast solicitations, too. */
  forceTllao: 28,
  /** 1 announces its addresses when the link comes up or its hardware address changes. */
  ndiscNotify: 29,
  /** Milliseconds between unsolicited reports of MLDv1. */
  mldv1UnsolicitedReportInterval: 30,
  /** Milliseconds between unsolicited reports of MLDv2. */
  mldv2UnsolicitedReportInterval: 31,
  /** 1 drops fragments of neighbour discovery (RFC 6980). */
  suppressFragNdisc: 32,
  /** 1 accepts router advertisements from addresses of this host. */
  acceptRaFromLocal: 33,
  /** 1 takes an optimistic address as source like any other one. */
  useOptimistic: 34,
  /** 1 takes the MTU of router advertisements. */
  acceptRaMtu: 35,
  /** Secret of stable addresses (RFC 7217); the kernel reports 0 in its place. */
  stableSecret: 36,
  /** 1 takes source addresses of the link by which packets leave alone. */
  useOifAddrsOnly: 37,
  /** Least hop limit that is taken from router advertisements. */
  acceptRaMinHopLimit: 38,
  /** 1 ignores routes whose link has no carrier. */
  ignoreRoutesWithLinkdown: 39,
  /** 1 drops packets for one host that come in a multicast or broadcast frame. */
  dropUnicastInL2Multicast: 40,
  /** 1 drops neighbour advertisements that were not asked for. */
  dropUnsolicitedNa: 41,
  /** 1 keeps static addresses when the link goes down; 0 or less flushes them. */
  keepAddrOnDown: 42,
  /** Greatest number of milliseconds between router solicitations, to which the interval grows (RFC 7559). */
  rtrSolicitMaxInterval: 43,
  /** 1 accepts packets with a segment routing header (SRv6). */
  seg6Enabled: 44,
  /** HMAC of segment routing: -1 ignores it, 0 checks it where it is there, 1 requires it. */
  seg6RequireHmac: 45,
  /** 1 detects loops of its own probes by a nonce (RFC 7527). */
  enhancedDad: 46,
  /** How link-local addresses are made: 0 eui64, 1 none, 2 stable privacy, 3 random. */
  addrGenMode: 47,
  /** 1 turns off IPsec policies on this link. */
  disablePolicy: 48,
  /** Shortest prefix of a route that is taken from router advertisements. */
  acceptRaRtInfoMinPlen: 49,
  /** Traffic class of neighbour discovery, 0 to 255. */
  ndiscTclass: 50,
  /** 1 accepts packets with an RPL source route (RFC 6554). */
  rplSegEnabled: 51,
  /** Metric of the default route that comes from router advertisements. */
  raDefrtrMetric: 52,
  /** 1 accepts in-situ OAM (IOAM) by this link. */
  ioam6Enabled: 53,
  /** Number of this link for IOAM, 16 bits. */
  ioam6Id: 54,
  /** Number of this link for IOAM, 32 bits. */
  ioam6IdWide: 55,
  /** 1 clears the neighbour cache of the link when it loses its carrier. */
  ndiscEvictNocarrier: 56,
  /** Unsolicited advertisements of hosts that are not in the neighbour table: 0 ignored, 1 accepted, 2 of own subnets alone. */
  acceptUntrackedNa: 57,
  /** Least number of seconds of a lifetime that is taken from router advertisements. */
  acceptRaMinLft: 58,
  /** 1 forwards packets by this link although `forwarding` of all links is off. Since Linux 6.17. */
  forceForwarding: 59,
} as const

type Numbers = Readonly<Record<string, number>>
type Settings<N extends Numbers> = { -readonly [K in keyof N]?: number }

/** Settings of a link for IPv4, those of net.ipv4.conf.LINK; a kernel that has not got one leaves it out. */
export interface Ipv4Settings extends Settings<typeof IPV4_DEVCONF> {}
/** Settings of a link for IPv6, those of net.ipv6.conf.LINK; times as the comment of each says. */
export interface Ipv6Settings extends Settings<typeof DEVCONF> {}

/** A report is an array of numbers, a request a nest with an attribute for each number (inet_set_link_af, net/ipv4/devinet.c). */
function settings<N extends Numbers>(numbers: N): Type<Settings<N>> {
  const array = struct(Object.fromEntries(Object.keys(numbers).map((word) => [word, s32])))
  const nest = attrs('', Object.fromEntries(Object.entries(numbers).map(([word, number]) => [word, [number, s32]])))
  return {
    size: 0,
    nested: true,
    read: (bytes, at, length) => array.read(bytes, at, length) as Settings<N>,
    write: (writer, value) => nest.write(writer, value),
  }
}

export const ipv4Devconf: Type<Ipv4Settings> = settings(IPV4_DEVCONF)

/** Only ever reported. */
export const devconf: Type<Ipv6Settings> = settings(DEVCONF)
