import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_DUMP, NLM_F_ECHO, NLM_F_EXCL, NLM_F_REPLACE } from '../wire/header.ts'
import { nfnetlinkMessage } from './debugnft.ts'
import type { AnyMessage } from './verb.ts'

/** NETLINK_* of include/uapi/linux/netlink.h. */
const ROUTE = 0
const NETFILTER = 12

export function protocolName(protocol: number): string {
  return { [ROUTE]: 'NETLINK_ROUTE', [NETFILTER]: 'NETLINK_NETFILTER' }[protocol] ?? `protocol ${protocol}`
}

/** From RTM_BASE on, four numbers each: new, del, get, set (include/uapi/linux/rtnetlink.h). */
const RTM_BASE = 16
const RTM_VERBS = ['NEW', 'DEL', 'GET', 'SET']
const RTM_OBJECTS = (
  'LINK ADDR ROUTE NEIGH RULE QDISC TCLASS TFILTER ACTION PREFIX MULTICAST ANYCAST NEIGHTBL NDUSEROPT ADDRLABEL DCB NETCONF ' +
  'MDB NSID STATS CACHEREPORT CHAIN NEXTHOP LINKPROP VLAN NEXTHOPBUCKET TUNNEL'
).split(' ')

/** The kernel's name of a message type: `RTM_NEWROUTE`, `NFT_MSG_NEWRULE`. */
export function typeName(protocol: number, type: number): string {
  return (protocol === ROUTE ? routeName(type) : nfnetlinkMessage(type)?.[0]) ?? `type ${type}`
}

function routeName(type: number): string | undefined {
  const object = RTM_OBJECTS[(type - RTM_BASE) >> 2]
  return object === undefined ? undefined : `RTM_${RTM_VERBS[type & 3]}${object}`
}

/** By which table a message is read: that of its verb, but nftables has its own here. */
export function messageOf(protocol: number, type: number, face: AnyMessage | undefined): AnyMessage | undefined {
  return protocol === NETFILTER ? nfnetlinkMessage(type)?.[1] : face
}

/** Flags that say how something is made; those of gets say that it is a dump. */
const MAKING = { create: NLM_F_CREATE, excl: NLM_F_EXCL, replace: NLM_F_REPLACE, append: NLM_F_APPEND }

/** The words of a request's flags: ` create excl echo`. Requests and their acknowledgement go without saying. */
export function flagWords(protocol: number, type: number, flags: number): string {
  const name = typeName(protocol, type)
  const making = /_(NEW|SET)/.test(name) ? Object.entries(MAKING).filter(([, bit]) => (flags & bit) !== 0) : []
  const words = making.map(([word]) => ` ${word}`)
  if (name.includes('_GET') && (flags & NLM_F_DUMP) === NLM_F_DUMP) words.push(' dump')
  if ((flags & NLM_F_ECHO) !== 0) words.push(' echo')
  return words.join('')
}
