import { attrs } from '../wire/attrs.ts'
import { s32 } from '../wire/integers.ts'
import { each, struct } from '../wire/struct.ts'
import type { Type } from '../wire/type.ts'

/**
 * Settings of net.ipv4.conf.LINK in the order of IPV4_DEVCONF_* (include/uapi/linux/ip.h); what each does is said in
 * Documentation/networking/ip-sysctl.rst.
 */
function ipv4Settings<T>(next: () => T) {
  return {
    /** 1 forwards packets that come in by this link. */
    forwarding: next(),
    /** 1 while a multicast routing daemon forwards on this link. */
    mcForwarding: next(),
    /** 1 answers ARP for addresses that are reached by another link. */
    proxyArp: next(),
    /** 1 accepts ICMP redirects; of a host, not of a router, by default. */
    acceptRedirects: next(),
    /** 1 accepts redirects to known default gateways alone. */
    secureRedirects: next(),
    /** 1 sends ICMP redirects, as a router does. */
    sendRedirects: next(),
    /** 1 where hosts of several subnets share the link: redirects between them are sent and accepted. */
    sharedMedia: next(),
    /** Check of source addresses by the way back to them (RFC 3704): 0 none, 1 strict, 2 loose. */
    rpFilter: next(),
    /** 1 accepts packets with the source route option. */
    acceptSourceRoute: next(),
    /** 1 takes packets from 0.b.c.d to other hosts as local, for a BOOTP relay daemon; not implemented by Linux. */
    bootpRelay: next(),
    /** 1 logs packets from impossible addresses ("martians"). */
    logMartians: next(),
    /** A number that administrators may write here; the kernel ignores it. */
    tag: next(),
    /** 1 answers ARP on the link by which the answer would be routed, and on no other one. */
    arpfilter: next(),
    /** The medium that the link is on, by a number that links to the same one share; 0 for one of its own, -1 for unknown; for `proxyArp`. */
    mediumId: next(),
    /** 1 turns off IPsec policies and encryption for packets that leave by this link. */
    noxfrm: next(),
    /** 1 turns off IPsec policies on this link. */
    nopolicy: next(),
    /** Version of IGMP to speak, 1 to 3; 0 for the newest one that the routers speak. */
    forceIgmpVersion: next(),
    /** Which of its addresses this host asks from: 0 any, 1 rather one of the target's subnet, 2 the best one for the target. */
    arpAnnounce: next(),
    /** Which ARP requests are answered: 0 for any local address, 1 for those of this link, 2 also only from its subnet, 8 none. */
    arpIgnore: next(),
    /** 1 promotes a secondary address where the primary one of its subnet is deleted, instead of deleting all. */
    promoteSecondaries: next(),
    /** 1 makes a neighbour entry from an unsolicited ARP announcement; 2 only for one of the link's own subnets. */
    arpAccept: next(),
    /** 1 announces its addresses by ARP when the link comes up or its hardware address changes. */
    arpNotify: next(),
    /** 1 accepts packets whose source is an address of this host. */
    acceptLocal: next(),
    /** 1 takes the mark of a packet into account when its way back is looked up for `rpFilter`. */
    srcVmark: next(),
    /** 1 answers ARP for hosts on the same link, which a switch keeps apart (private VLAN, RFC 3069). */
    proxyArpPvlan: next(),
    /** 1 routes 127/8 like any other addresses. */
    routeLocalnet: next(),
    /** Milliseconds between unsolicited reports of IGMPv1 and IGMPv2. */
    igmpv2UnsolicitedReportInterval: next(),
    /** Milliseconds between unsolicited reports of IGMPv3. */
    igmpv3UnsolicitedReportInterval: next(),
    /** 1 ignores routes whose link has no carrier. */
    ignoreRoutesWithLinkdown: next(),
    /** 1 drops packets for one host that come in a multicast or broadcast frame. */
    dropUnicastInL2Multicast: next(),
    /** 1 drops gratuitous ARP. */
    dropGratuitousArp: next(),
    /** 1 forwards directed broadcasts. */
    bcForwarding: next(),
    /** 1 clears the ARP cache of the link when it loses its carrier. */
    arpEvictNocarrier: next(),
  }
}

/** Settings of net.ipv6.conf.LINK in the order of DEVCONF_* (include/uapi/linux/ipv6.h). */
function ipv6Settings<T>(next: () => T) {
  return {
    /** 1 acts as a router on this link; whether packets are forwarded is `net.ipv6.conf.all.forwarding` alone. */
    forwarding: next(),
    /** Hop limit of packets sent. */
    hoplimit: next(),
    /** MTU of IPv6 on the link, in bytes. */
    mtu6: next(),
    /** Router advertisements: 0 ignores them, 1 accepts them while not forwarding, 2 always. */
    acceptRa: next(),
    /** 1 accepts redirects. */
    acceptRedirects: next(),
    /** 1 makes addresses from the prefixes of router advertisements (SLAAC). */
    autoconf: next(),
    /** Probes sent to detect that an address is in use already. */
    dadTransmits: next(),
    /** Router solicitations sent before no router is assumed; -1 for no end. */
    rtrSolicits: next(),
    /** Milliseconds between router solicitations. */
    rtrSolicitInterval: next(),
    /** Milliseconds from the link's coming up to the first router solicitation. */
    rtrSolicitDelay: next(),
    /** Temporary addresses (RFC 8981): 0 none, 1 made, 2 made and preferred. */
    useTempaddr: next(),
    /** Seconds for which a temporary address is valid. */
    tempValidLft: next(),
    /** Seconds for which a temporary address is preferred; sysctl: `temp_prefered_lft`. */
    tempPreferedLft: next(),
    /** Attempts to make a valid temporary address. */
    regenMaxRetry: next(),
    /** Greatest number of seconds by which the lifetime of temporary addresses is shortened at random. */
    maxDesyncFactor: next(),
    /** How many addresses the link may get by autoconfiguration; 0 for any number. */
    maxAddresses: next(),
    /** Version of MLD to speak, 1 or 2; 0 for the newest one that the routers speak. */
    forceMldVersion: next(),
    /** 1 takes the default router from router advertisements. */
    acceptRaDefrtr: next(),
    /** 1 takes the prefixes of router advertisements. */
    acceptRaPinfo: next(),
    /** 1 takes the preference of routers from router advertisements (RFC 4191). */
    acceptRaRtrPref: next(),
    /** Milliseconds between probes of a router that is not reachable (RFC 4191). */
    rtrProbeInterval: next(),
    /** Longest prefix of a route that is taken from router advertisements. */
    acceptRaRtInfoMaxPlen: next(),
    /** 1 answers neighbour solicitations for the addresses of the proxy table. */
    proxyNdp: next(),
    /** 1 uses an address while it is still being checked for duplicates (RFC 4429). */
    optimisticDad: next(),
    /** Routing headers: 0 or more accepts those of type 2 alone, less than 0 none. */
    acceptSourceRoute: next(),
    /** 1 while a multicast routing daemon forwards on this link. */
    mcForwarding: next(),
    /** 1 turns IPv6 off on this link. */
    disableIpv6: next(),
    /** Detection of duplicate addresses: 0 off, 1 on, 2 on, and a duplicate of the link-local address turns IPv6 off. */
    acceptDad: next(),
    /** 1 puts the own hardware address into answers to unicast solicitations, too. */
    forceTllao: next(),
    /** 1 announces its addresses when the link comes up or its hardware address changes. */
    ndiscNotify: next(),
    /** Milliseconds between unsolicited reports of MLDv1. */
    mldv1UnsolicitedReportInterval: next(),
    /** Milliseconds between unsolicited reports of MLDv2. */
    mldv2UnsolicitedReportInterval: next(),
    /** 1 drops fragments of neighbour discovery (RFC 6980). */
    suppressFragNdisc: next(),
    /** 1 accepts router advertisements from addresses of this host. */
    acceptRaFromLocal: next(),
    /** 1 takes an optimistic address as source like any other one. */
    useOptimistic: next(),
    /** 1 takes the MTU of router advertisements. */
    acceptRaMtu: next(),
    /** Secret of stable addresses (RFC 7217); the kernel reports 0 in its place. */
    stableSecret: next(),
    /** 1 takes source addresses of the link by which packets leave alone. */
    useOifAddrsOnly: next(),
    /** Least hop limit that is taken from router advertisements. */
    acceptRaMinHopLimit: next(),
    /** 1 ignores routes whose link has no carrier. */
    ignoreRoutesWithLinkdown: next(),
    /** 1 drops packets for one host that come in a multicast or broadcast frame. */
    dropUnicastInL2Multicast: next(),
    /** 1 drops neighbour advertisements that were not asked for. */
    dropUnsolicitedNa: next(),
    /** 1 keeps static addresses when the link goes down; 0 or less flushes them. */
    keepAddrOnDown: next(),
    /** Greatest number of milliseconds between router solicitations, to which the interval grows (RFC 7559). */
    rtrSolicitMaxInterval: next(),
    /** 1 accepts packets with a segment routing header (SRv6). */
    seg6Enabled: next(),
    /** HMAC of segment routing: -1 ignores it, 0 checks it where it is there, 1 requires it. */
    seg6RequireHmac: next(),
    /** 1 detects loops of its own probes by a nonce (RFC 7527). */
    enhancedDad: next(),
    /** How link-local addresses are made: 0 eui64, 1 none, 2 stable privacy, 3 random. */
    addrGenMode: next(),
    /** 1 turns off IPsec policies on this link. */
    disablePolicy: next(),
    /** Shortest prefix of a route that is taken from router advertisements. */
    acceptRaRtInfoMinPlen: next(),
    /** Traffic class of neighbour discovery, 0 to 255. */
    ndiscTclass: next(),
    /** 1 accepts packets with an RPL source route (RFC 6554). */
    rplSegEnabled: next(),
    /** Metric of the default route that comes from router advertisements. */
    raDefrtrMetric: next(),
    /** 1 accepts in-situ OAM (IOAM) by this link. */
    ioam6Enabled: next(),
    /** Number of this link for IOAM, 16 bits. */
    ioam6Id: next(),
    /** Number of this link for IOAM, 32 bits. */
    ioam6IdWide: next(),
    /** 1 clears the neighbour cache of the link when it loses its carrier. */
    ndiscEvictNocarrier: next(),
    /** Unsolicited advertisements of hosts that are not in the neighbour table: 0 ignored, 1 accepted, 2 of own subnets alone. */
    acceptUntrackedNa: next(),
    /** Least number of seconds of a lifetime that is taken from router advertisements. */
    acceptRaMinLft: next(),
    /** 1 forwards packets by this link although `forwarding` of all links is off. Since Linux 6.17. */
    forceForwarding: next(),
  }
}

/** What each of them is in the kernel's headers. */
export const IPV4_DEVCONF = ipv4Settings(countingFrom(1))
export const DEVCONF = ipv6Settings(countingFrom(0))

function countingFrom(first: number): () => number {
  return () => first++
}

type Numbers = Readonly<Record<string, number>>
type Settings<N> = { -readonly [K in keyof N]?: number }

/** Settings of a link for IPv4, those of net.ipv4.conf.LINK; a kernel that has not got one leaves it out. */
export interface Ipv4Settings extends Settings<typeof IPV4_DEVCONF> {}
/** Settings of a link for IPv6, those of net.ipv6.conf.LINK; times as the comment of each says. */
export interface Ipv6Settings extends Settings<typeof DEVCONF> {}

/** A report is an array of numbers, a request a nest with an attribute for each number (inet_set_link_af, net/ipv4/devinet.c). */
function settings<N extends Numbers>(numbers: N, literal: (next: () => number) => N): Type<Settings<N>> {
  const array = struct(Object.fromEntries(Object.keys(numbers).map((word) => [word, s32])), undefined, (bytes, at) =>
    literal(each(s32, bytes, at)),
  )
  const nest = attrs('', Object.fromEntries(Object.entries(numbers).map(([word, number]) => [word, [number, s32]])))
  return {
    size: 0,
    nested: true,
    read: (bytes, at, length) => array.read(bytes, at, length) as Settings<N>,
    write: (writer, value) => nest.write(writer, value),
  }
}

export const ipv4Devconf: Type<Ipv4Settings> = settings(IPV4_DEVCONF, ipv4Settings)

/** Only ever reported. */
export const devconf: Type<Ipv6Settings> = settings(DEVCONF, ipv6Settings)
