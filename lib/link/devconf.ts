import { attrs } from '../wire/attrs.ts'
import { s32 } from '../wire/integers.ts'
import { each, struct } from '../wire/struct.ts'
import type { Public, Type } from '../wire/type.ts'

/** Settings of net.ipv4.conf.LINK in the order of IPV4_DEVCONF_* (include/uapi/linux/ip.h); Documentation/networking/ip-sysctl.rst describes them. */
function ipv4Settings<T>(next: () => T) {
  return {
    /** 1 forwards packets received on this link. */
    forwarding: next(),
    /** 1 while a multicast routing daemon uses this link; read-only, the daemon sets it. */
    mcForwarding: next(),
    /** 1 answers ARP requests for addresses that are routed through another link (proxy ARP). */
    proxyArp: next(),
    /** 1 accepts ICMP redirects; 1 by default on hosts, 0 on routers. */
    acceptRedirects: next(),
    /** 1 accepts ICMP redirects only to gateways that are already in the routing table; overridden by `sharedMedia`. */
    secureRedirects: next(),
    /** 1 sends ICMP redirects while forwarding. */
    sendRedirects: next(),
    /** 1 sends and accepts redirects between subnets that share the link (RFC 1620). */
    sharedMedia: next(),
    /** Reverse path filter (RFC 3704): 0 off, 1 strict, 2 loose. */
    rpFilter: next(),
    /** 1 accepts packets with the source route option. */
    acceptSourceRoute: next(),
    /** 1 accepts packets from 0.b.c.d to other hosts as local, for a BOOTP relay; not implemented by Linux. */
    bootpRelay: next(),
    /** 1 logs packets with impossible addresses (martians). */
    logMartians: next(),
    /** A number for the administrator's own use; the kernel ignores it. */
    tag: next(),
    /** 1 answers an ARP request only if the reply would be routed through this link; sysctl: `arp_filter`. */
    arpfilter: next(),
    /**
     * Identifies the medium that the link is attached to: links with equal numbers share one; 0 for a medium of its own, -1 for unknown.
     * Used by `proxyArp`.
     */
    mediumId: next(),
    /** 1 disables IPsec encryption on this link; sysctl: `disable_xfrm`. */
    noxfrm: next(),
    /** 1 disables IPsec policies on this link; sysctl: `disable_policy`. */
    nopolicy: next(),
    /** IGMP version to use, 1 to 3; 0 (the default) for 3, with fallback to the version of older routers. */
    forceIgmpVersion: next(),
    /** Source address of ARP requests: 0 any local address, 1 preferably one in the target's subnet, 2 the best one for the target. */
    arpAnnounce: next(),
    /**
     * Which ARP requests are answered: 0 those for any local address, 1 for addresses of this link, 2 the same, but only from the same
     * subnet, 3 not for addresses of scope host, 8 none.
     */
    arpIgnore: next(),
    /** 1 promotes a secondary address when the primary one is deleted, instead of deleting all addresses of the subnet. */
    promoteSecondaries: next(),
    /** Gratuitous ARP from unknown neighbours: 0 ignored, 1 creates an entry, 2 creates one only if the sender is in a subnet of this link. */
    arpAccept: next(),
    /** 1 sends gratuitous ARP when the link comes up or its hardware address changes. */
    arpNotify: next(),
    /** 1 accepts packets whose source is an address of this host. */
    acceptLocal: next(),
    /** 1 includes the packet's mark in the route lookup of `rpFilter`; sysctl: `src_valid_mark`. */
    srcVmark: next(),
    /** 1 answers ARP requests for hosts on the same link, which a switch isolates from one another (private VLAN, RFC 3069). */
    proxyArpPvlan: next(),
    /** 1 routes 127/8 like any other subnet. */
    routeLocalnet: next(),
    /** Interval between unsolicited IGMPv1 and IGMPv2 reports, in milliseconds; 10000 by default. */
    igmpv2UnsolicitedReportInterval: next(),
    /** Interval between unsolicited IGMPv3 reports, in milliseconds; 1000 by default. */
    igmpv3UnsolicitedReportInterval: next(),
    /** 1 ignores routes whose link has no carrier. */
    ignoreRoutesWithLinkdown: next(),
    /** 1 drops unicast packets received in multicast or broadcast frames. */
    dropUnicastInL2Multicast: next(),
    /** 1 drops gratuitous ARP. */
    dropGratuitousArp: next(),
    /** 1 forwards directed broadcasts; requires the same setting of `net.ipv4.conf.all`. */
    bcForwarding: next(),
    /** 1 (the default) clears the link's ARP cache when the link loses its carrier. */
    arpEvictNocarrier: next(),
  }
}

/** Settings of net.ipv6.conf.LINK in the order of DEVCONF_* (include/uapi/linux/ipv6.h). */
function ipv6Settings<T>(next: () => T) {
  return {
    /**
     * 1 behaves as a router on this link: no router solicitations, no autoconfiguration. Packets are forwarded if
     * `net.ipv6.conf.all.forwarding` is 1.
     */
    forwarding: next(),
    /** Hop limit of outgoing packets; 64 by default. */
    hoplimit: next(),
    /** IPv6 MTU of the link, in bytes. */
    mtu6: next(),
    /** Router advertisements: 0 ignored, 1 (the default) accepted unless `forwarding` is on, 2 always accepted. */
    acceptRa: next(),
    /** 1 accepts ICMPv6 redirects; ignored while `forwarding` is on. */
    acceptRedirects: next(),
    /** 1 configures addresses from prefixes in router advertisements (SLAAC). */
    autoconf: next(),
    /** Number of probes for duplicate address detection (DAD); 1 by default. */
    dadTransmits: next(),
    /** Number of router solicitations to send; -1 (the default) for no limit. sysctl: `router_solicitations`. */
    rtrSolicits: next(),
    /** Initial interval between router solicitations, in milliseconds; 4000 by default. sysctl: `router_solicitation_interval`, in seconds. */
    rtrSolicitInterval: next(),
    /**
     * Delay of the first router solicitation after the link comes up, in milliseconds; 1000 by default. sysctl:
     * `router_solicitation_delay`, in seconds.
     */
    rtrSolicitDelay: next(),
    /** Temporary addresses (RFC 8981): 0 or less disabled, 1 enabled, 2 enabled and preferred. */
    useTempaddr: next(),
    /** Valid lifetime of temporary addresses, in seconds; 604800 by default. */
    tempValidLft: next(),
    /** Preferred lifetime of temporary addresses, in seconds; 86400 by default. sysctl: `temp_prefered_lft`. */
    tempPreferedLft: next(),
    /** Number of attempts to generate a valid temporary address. */
    regenMaxRetry: next(),
    /** Maximum random reduction of the preferred lifetime of temporary addresses, in seconds; 600 by default. */
    maxDesyncFactor: next(),
    /** Maximum number of autoconfigured addresses, 16 by default; 0 for no limit. */
    maxAddresses: next(),
    /** MLD version to use, 1 or 2; 0 (the default) for 2, with fallback to MLDv1. */
    forceMldVersion: next(),
    /** 1 accepts default routers from router advertisements. */
    acceptRaDefrtr: next(),
    /** 1 accepts prefixes from router advertisements. */
    acceptRaPinfo: next(),
    /** 1 accepts router preferences from router advertisements (RFC 4191). */
    acceptRaRtrPref: next(),
    /**
     * Minimum interval between probes of an unreachable router (RFC 4191), in milliseconds; 60000 by default. sysctl:
     * `router_probe_interval`, in seconds.
     */
    rtrProbeInterval: next(),
    /** Maximum prefix length of routes accepted from router advertisements. */
    acceptRaRtInfoMaxPlen: next(),
    /** 1 answers neighbour solicitations for the link's proxy entries (`ip neighbour add proxy`). */
    proxyNdp: next(),
    /** 1 uses an address before duplicate address detection has finished (RFC 4429). */
    optimisticDad: next(),
    /** Routing headers: 0 or more accepts only those of type 2, a negative number none. */
    acceptSourceRoute: next(),
    /** 1 while a multicast routing daemon uses this link; read-only, the daemon sets it. */
    mcForwarding: next(),
    /** 1 disables IPv6 on this link. */
    disableIpv6: next(),
    /** Duplicate address detection: 0 off, 1 on, 2 on, and a duplicate of the MAC-based link-local address disables IPv6. */
    acceptDad: next(),
    /** 1 includes the target link-layer address in replies to unicast solicitations as well. */
    forceTllao: next(),
    /** 1 sends unsolicited neighbour advertisements when the link comes up or its hardware address changes. */
    ndiscNotify: next(),
    /** Interval between unsolicited MLDv1 reports, in milliseconds; 10000 by default. */
    mldv1UnsolicitedReportInterval: next(),
    /** Interval between unsolicited MLDv2 reports, in milliseconds; 1000 by default. */
    mldv2UnsolicitedReportInterval: next(),
    /** 1 (the default) drops fragmented neighbour discovery packets (RFC 6980). */
    suppressFragNdisc: next(),
    /** 1 accepts router advertisements whose source is an address of this host. */
    acceptRaFromLocal: next(),
    /** 1 treats optimistic addresses like preferred ones when a source address is selected. */
    useOptimistic: next(),
    /** 1 accepts the MTU from router advertisements. */
    acceptRaMtu: next(),
    /** Always 0: the kernel does not report the secret of stable addresses (RFC 7217). */
    stableSecret: next(),
    /** 1 restricts source addresses to those of the outgoing link. */
    useOifAddrsOnly: next(),
    /** Minimum hop limit accepted from router advertisements; 1 by default. */
    acceptRaMinHopLimit: next(),
    /** 1 ignores routes whose link has no carrier. */
    ignoreRoutesWithLinkdown: next(),
    /** 1 drops unicast packets received in multicast or broadcast frames. */
    dropUnicastInL2Multicast: next(),
    /** 1 drops unsolicited neighbour advertisements. */
    dropUnsolicitedNa: next(),
    /** More than 0 keeps static global addresses when the link goes down; `net.ipv6.conf.all` takes precedence unless it is 0. */
    keepAddrOnDown: next(),
    /** Maximum interval between router solicitations (RFC 7559), in milliseconds; 3600000 by default. */
    rtrSolicitMaxInterval: next(),
    /** 1 accepts packets with a segment routing header (SRv6). */
    seg6Enabled: next(),
    /** HMAC of segment routing headers: -1 ignores it, 0 verifies it if present, 1 requires it. */
    seg6RequireHmac: next(),
    /** 1 (the default) includes a nonce in DAD probes to recognise looped-back ones (RFC 7527). */
    enhancedDad: next(),
    /** How link-local addresses are generated: 0 eui64, 1 none, 2 stable_privacy, 3 random. */
    addrGenMode: next(),
    /** 1 disables IPsec policies on this link. */
    disablePolicy: next(),
    /** Minimum prefix length of routes accepted from router advertisements. */
    acceptRaRtInfoMinPlen: next(),
    /** Traffic class of neighbour discovery packets, 0 to 255. */
    ndiscTclass: next(),
    /** 1 accepts packets with an RPL source route (RFC 6554). */
    rplSegEnabled: next(),
    /** Metric of default routes from router advertisements; 1024 by default. */
    raDefrtrMetric: next(),
    /** 1 accepts in-situ OAM (IOAM) data on this link. */
    ioam6Enabled: next(),
    /** IOAM id of this link, 16 bits; 65535 for none. */
    ioam6Id: next(),
    /** IOAM id of this link, 32 bits; -1 for none. */
    ioam6IdWide: next(),
    /** 1 (the default) clears the link's neighbour cache when the link loses its carrier. */
    ndiscEvictNocarrier: next(),
    /**
     * Neighbour advertisements from unknown neighbours: 0 ignored, 1 create an entry, 2 create one only if the sender is in a subnet of
     * this link.
     */
    acceptUntrackedNa: next(),
    /** Minimum lifetime accepted from router advertisements, in seconds. */
    acceptRaMinLft: next(),
    /** 1 forwards packets received on this link even if `net.ipv6.conf.all.forwarding` is 0. Since Linux 6.17. */
    forceForwarding: next(),
  }
}

/** Their numbers in the kernel's headers. */
export const IPV4_DEVCONF = ipv4Settings(countingFrom(1))
export const DEVCONF = ipv6Settings(countingFrom(0))

function countingFrom(first: number): () => number {
  return () => first++
}

type Numbers = Readonly<Record<string, number>>
type Settings<N> = { -readonly [K in keyof N]?: number }

/**
 * IPv4 settings of a link, as in net.ipv4.conf.LINK; a setting that the kernel does not have is absent. For many of them, the value of
 * net.ipv4.conf.all applies as well (Documentation/networking/ip-sysctl.rst).
 */
export interface Ipv4Settings extends Settings<typeof IPV4_DEVCONF>, Public {}
/** IPv6 settings of a link, as in net.ipv6.conf.LINK; a setting that the kernel does not have is absent. Some times differ in unit from sysctl. */
export interface Ipv6Settings extends Settings<typeof DEVCONF>, Public {}

/** Reported as an array of numbers, set by a nest with one attribute per number (inet_set_link_af in net/ipv4/devinet.c). */
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

/** The kernel only reports it. */
export const devconf: Type<Ipv6Settings> = settings(DEVCONF, ipv6Settings)
