import type { AnyMessage } from '../transport/message.ts'
import type { Protocol } from '../transport/protocol.ts'
import { type VerbMaker, verbMaker } from './operation.ts'

/** RTM_BASE: from here on, each object has four numbers: new, del, get and set (include/uapi/linux/rtnetlink.h). */
const RTM_BASE = 16
const RTM_VERBS = ['NEW', 'DEL', 'GET', 'SET'] as const
// biome-ignore format: a table
const RTM_OBJECTS = [
  'LINK', 'ADDR', 'ROUTE', 'NEIGH', 'RULE', 'QDISC', 'TCLASS', 'TFILTER', 'ACTION', 'PREFIX', 'MULTICAST', 'ANYCAST', 'NEIGHTBL',
  'NDUSEROPT', 'ADDRLABEL', 'DCB', 'NETCONF', 'MDB', 'NSID', 'STATS', 'CACHEREPORT', 'CHAIN', 'NEXTHOP', 'LINKPROP', 'VLAN',
  'NEXTHOPBUCKET', 'TUNNEL',
] as const

/** Size of struct ifinfomsg. */
const IFINFOMSG = 16
/** IFLA_IFNAME, IFLA_NET_NS_PID, IFLA_NET_NS_FD, IFLA_TARGET_NETNSID and IFLA_NEW_IFINDEX of include/uapi/linux/if_link.h. */
const LINK_MOVES = [3, 19, 28, 46, 49]

/** A message by the kernel's constant without its prefix: `NEWLINK` is RTM_NEWLINK. */
export type RtMessage = `${(typeof RTM_VERBS)[number]}${(typeof RTM_OBJECTS)[number]}`

function typeOf(message: RtMessage): number {
  const verb = RTM_VERBS.findIndex((one) => message.startsWith(one))
  const object = (RTM_OBJECTS as readonly string[]).indexOf(message.slice(3))
  return RTM_BASE + 4 * object + verb
}

/** RTNLGRP_* of include/uapi/linux/rtnetlink.h. */
const groups = {
  link: 1,
  notify: 2,
  neigh: 3,
  tc: 4,
  ipv4_ifaddr: 5,
  ipv4_mroute: 6,
  ipv4_route: 7,
  ipv4_rule: 8,
  ipv6_ifaddr: 9,
  ipv6_mroute: 10,
  ipv6_route: 11,
  ipv6_ifinfo: 12,
  ipv6_prefix: 18,
  ipv6_rule: 19,
  nd_useropt: 20,
  phonet_ifaddr: 21,
  phonet_route: 22,
  dcb: 23,
  ipv4_netconf: 24,
  ipv6_netconf: 25,
  mdb: 26,
  mpls_route: 27,
  nsid: 28,
  mpls_netconf: 29,
  ipv4_mroute_r: 30,
  ipv6_mroute_r: 31,
  nexthop: 32,
  brvlan: 33,
  mctp_ifaddr: 34,
  tunnel: 35,
  stats: 36,
  ipv4_mcaddr: 37,
  ipv6_mcaddr: 38,
  ipv6_acaddr: 39,
} as const

export interface Rtnetlink extends Protocol {
  readonly groups: typeof groups
  /** RTM_*: the number of a message. */
  type(message: RtMessage): number
  /** The verbs of the object whose messages are numbered from `first` on: NEWROUTE, and with it DELROUTE and GETROUTE. */
  verbs(first: RtMessage, message: AnyMessage): VerbMaker
}

/** Links, addresses, routes and so on: net/core/rtnetlink.c. Each kind of object has its own header, which begins with the family. */
export const rtnetlink: Rtnetlink = {
  number: 0,
  name: 'NETLINK_ROUTE',
  objectMask: RTM_VERBS.length - 1,
  objectBits: RTM_VERBS.indexOf('GET'),
  linkChanges: (['NEWLINK', 'DELLINK', 'SETLINK', 'NEWLINKPROP', 'DELLINKPROP'] as const).map(typeOf),
  linkSettings: { type: typeOf('NEWLINK'), headerSize: IFINFOMSG, moves: LINK_MOVES },
  familyFirst: true,
  groups,
  type: typeOf,
  messageName(type) {
    const object = RTM_OBJECTS[(type - RTM_BASE) >> 2]
    return object === undefined ? undefined : `RTM_${RTM_VERBS[type & 3]}${object}`
  },
  verbs(first, message) {
    const type = typeOf(first)
    return verbMaker(rtnetlink, { new: type, delete: type + 1, get: type + 2 }, message)
  },
}
