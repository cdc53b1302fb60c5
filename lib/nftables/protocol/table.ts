import type { Family } from '../json.ts'
import { arp, ether, inet, ip, ip6, netdev, vlan } from './network.ts'
import { type Base, LINK, NETWORK, type Protocol } from './protocol.ts'
import { ah, comp, dccp, esp, icmp, icmpv6, igmp, sctp, tcp, th, udp, udplite } from './transport.ts'

/** Every protocol that a payload expression can name. */
export const protocols: readonly Protocol[] = [
  ether,
  vlan,
  arp,
  ip,
  icmp,
  igmp,
  ip6,
  icmpv6,
  ah,
  esp,
  comp,
  udp,
  udplite,
  tcp,
  dccp,
  sctp,
  th,
]

const byName = new Map(protocols.map((protocol) => [protocol.name, protocol]))

export function protocolNamed(name: string): Protocol | undefined {
  return byName.get(name)
}

/** NFPROTO_* of the families of tables. */
export const families: Readonly<Record<Family, number>> = { inet: 1, ip: 2, arp: 3, netdev: 5, bridge: 7, ip6: 10 }

export const INET = 1
export const IPV4 = 2
export const ARP = 3
export const NETDEV = 5
export const BRIDGE = 7
export const IPV6 = 10

export function familyNumbered(number: number): Family | undefined {
  return (Object.keys(families) as Family[]).find((name) => families[name] === number)
}

/** What the hooks of a family see: the lowest layer that is there, and its protocol. */
export const hookLayers: Readonly<Record<number, { base: Base; protocol: Protocol }>> = {
  [INET]: { base: LINK, protocol: inet },
  [IPV4]: { base: NETWORK, protocol: ip },
  [ARP]: { base: NETWORK, protocol: arp },
  [NETDEV]: { base: LINK, protocol: netdev },
  [BRIDGE]: { base: LINK, protocol: ether },
  [IPV6]: { base: NETWORK, protocol: ip6 },
}

/** ARPHRD_ETHER: the device type by which `meta iiftype` announces Ethernet. */
export const ARPHRD_ETHER = 1
