import type { AnyMessage } from '../transport/message.ts'
import type { Protocol } from '../transport/protocol.ts'
import { type VerbMaker, verbMaker } from './operation.ts'

/** RTM_BASE: from there on each object has four numbers, new, delete, get and set (include/uapi/linux/rtnetlink.h). */
const RTM_BASE = 16
const RTM_VERBS = ['NEW', 'DEL', 'GET', 'SET'] as const
const RTM_OBJECTS = (
  'LINK ADDR ROUTE NEIGH RULE QDISC TCLASS TFILTER ACTION PREFIX MULTICAST ANYCAST NEIGHTBL NDUSEROPT ADDRLABEL DCB NETCONF ' +
  'MDB NSID STATS CACHEREPORT CHAIN NEXTHOP LINKPROP VLAN NEXTHOPBUCKET TUNNEL'
).split(' ')

/** The number of a message: `RTM('NEW', 'LINK')` is RTM_NEWLINK. */
function RTM(verb: (typeof RTM_VERBS)[number], object: string): number {
  return RTM_BASE + 4 * RTM_OBJECTS.indexOf(object) + RTM_VERBS.indexOf(verb)
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
  /** The verbs of the object whose messages are numbered from `newType` on: RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE. */
  verbs(newType: number, message: AnyMessage): VerbMaker
}

/** Links, addresses, routes and all that belongs to them: net/core/rtnetlink.c. Every object has a header of its own, which begins with the family. */
export const rtnetlink: Rtnetlink = {
  number: 0,
  name: 'NETLINK_ROUTE',
  objectMask: RTM_VERBS.length - 1,
  objectBits: RTM_VERBS.indexOf('GET'),
  linkChanges: [
    RTM('NEW', 'LINK'),
    RTM('DEL', 'LINK'),
    RTM('SET', 'LINK'),
    RTM('NEW', 'LINKPROP'),
    RTM('DEL', 'LINKPROP'),
  ],
  familyFirst: true,
  groups,
  messageName(type) {
    const object = RTM_OBJECTS[(type - RTM_BASE) >> 2]
    return object === undefined ? undefined : `RTM_${RTM_VERBS[type & 3]}${object}`
  },
  verbs: (newType, message) => verbMaker(rtnetlink, { new: newType, delete: newType + 1, get: newType + 2 }, message),
}
