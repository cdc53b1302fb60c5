import { attrs } from '../wire/attrs.ts'
import { s32 } from '../wire/integers.ts'
import { struct } from '../wire/struct.ts'
import type { Type } from '../wire/type.ts'

/** Settings of net.ipv4.conf.LINK, in the order of IPV4_DEVCONF_* (include/uapi/linux/ip.h), which count from 1. */
export const IPV4_DEVCONF = [
  'forwarding',
  'mcForwarding',
  'proxyArp',
  'acceptRedirects',
  'secureRedirects',
  'sendRedirects',
  'sharedMedia',
  'rpFilter',
  'acceptSourceRoute',
  'bootpRelay',
  'logMartians',
  'tag',
  'arpfilter',
  'mediumId',
  'noxfrm',
  'nopolicy',
  'forceIgmpVersion',
  'arpAnnounce',
  'arpIgnore',
  'promoteSecondaries',
  'arpAccept',
  'arpNotify',
  'acceptLocal',
  'srcVmark',
  'proxyArpPvlan',
  'routeLocalnet',
  'igmpv2UnsolicitedReportInterval',
  'igmpv3UnsolicitedReportInterval',
  'ignoreRoutesWithLinkdown',
  'dropUnicastInL2Multicast',
  'dropGratuitousArp',
  'bcForwarding',
  'arpEvictNocarrier',
] as const

/** Settings of net.ipv6.conf.LINK, in the order of DEVCONF_* (include/uapi/linux/ipv6.h), which count from 0. */
export const DEVCONF = [
  'forwarding',
  'hoplimit',
  'mtu6',
  'acceptRa',
  'acceptRedirects',
  'autoconf',
  'dadTransmits',
  'rtrSolicits',
  'rtrSolicitInterval',
  'rtrSolicitDelay',
  'useTempaddr',
  'tempValidLft',
  'tempPreferedLft',
  'regenMaxRetry',
  'maxDesyncFactor',
  'maxAddresses',
  'forceMldVersion',
  'acceptRaDefrtr',
  'acceptRaPinfo',
  'acceptRaRtrPref',
  'rtrProbeInterval',
  'acceptRaRtInfoMaxPlen',
  'proxyNdp',
  'optimisticDad',
  'acceptSourceRoute',
  'mcForwarding',
  'disableIpv6',
  'acceptDad',
  'forceTllao',
  'ndiscNotify',
  'mldv1UnsolicitedReportInterval',
  'mldv2UnsolicitedReportInterval',
  'suppressFragNdisc',
  'acceptRaFromLocal',
  'useOptimistic',
  'acceptRaMtu',
  'stableSecret',
  'useOifAddrsOnly',
  'acceptRaMinHopLimit',
  'ignoreRoutesWithLinkdown',
  'dropUnicastInL2Multicast',
  'dropUnsolicitedNa',
  'keepAddrOnDown',
  'rtrSolicitMaxInterval',
  'seg6Enabled',
  'seg6RequireHmac',
  'enhancedDad',
  'addrGenMode',
  'disablePolicy',
  'acceptRaRtInfoMinPlen',
  'ndiscTclass',
  'rplSegEnabled',
  'raDefrtrMetric',
  'ioam6Enabled',
  'ioam6Id',
  'ioam6IdWide',
  'ndiscEvictNocarrier',
  'acceptUntrackedNa',
  'acceptRaMinLft',
  'forceForwarding',
] as const

type Settings<Word extends string> = { [K in Word]?: number }

/** A report is an array of numbers, a request a nest with an attribute for each number (inet_set_link_af, net/ipv4/devinet.c). */
function settings<Word extends string>(words: readonly Word[], first: number): Type<Settings<Word>> {
  const array = struct(Object.fromEntries(words.map((word) => [word, s32])))
  const nest = attrs('', Object.fromEntries(words.map((word, i) => [word, [first + i, s32] as const])))
  return {
    size: 0,
    nested: true,
    read: (bytes, at, length) => array.read(bytes, at, length) as Settings<Word>,
    write: (writer, value) => nest.write(writer, value as Settings<string>),
  }
}

export const ipv4Devconf = settings(IPV4_DEVCONF, 1)

/** Times are in milliseconds; only ever reported. */
export const devconf = settings(DEVCONF, 0)
