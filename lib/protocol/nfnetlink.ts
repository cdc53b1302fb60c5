import type { AnyMessage } from '../transport/message.ts'
import type { Protocol } from '../transport/protocol.ts'
import { be16, u8 } from '../wire/integers.ts'
import { names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import { type VerbMaker, verbMaker } from './operation.ts'

/** enum nfproto of include/uapi/linux/netfilter.h: address families of netfilter, in the words of nft. */
export const nfproto = names(u8, { unspec: 0, inet: 1, ip: 2, arp: 3, netdev: 5, bridge: 7, ip6: 10 }, 'NFPROTO')

/** struct nfgenmsg of include/uapi/linux/netfilter/nfnetlink.h, the header of every message. */
export const nfgenmsg = struct({ family: nfproto, _version: u8, _resId: be16 }, 'nfgenmsg')

/** NLMSG_MIN_TYPE and what follows are messages of nfnetlink itself. */
const OWN = ['NFNL_MSG_BATCH_BEGIN', 'NFNL_MSG_BATCH_END'] as const
const FIRST_OWN = 16

/** NFNLGRP_* of include/uapi/linux/netfilter/nfnetlink.h. */
const groups = {
  conntrack_new: 1,
  conntrack_update: 2,
  conntrack_destroy: 3,
  conntrack_exp_new: 4,
  conntrack_exp_update: 5,
  conntrack_exp_destroy: 6,
  nftables: 7,
  acct_quota: 8,
  nftrace: 9,
} as const

/** A netfilter subsystem. */
export interface Subsystem {
  /** NFNL_SUBSYS_*, the upper half of its message types. */
  readonly number: number
  /** The names of its messages, in the order of their numbers. */
  readonly messages: readonly string[]
  /** The table that traces use for one of its messages, or for one of nfnetlink itself (subsystem 0). */
  messageOf?(subsystem: number, message: number): AnyMessage | undefined
}

export interface Nfnetlink extends Protocol {
  readonly groups: typeof groups
  /** The verbs of the object whose messages are numbered from `newMessage` on: IPCTNL_MSG_CT_NEW, _GET, _DELETE. */
  verbs(newMessage: number, message: AnyMessage): VerbMaker
}

/** Netfilter: net/netfilter/nfnetlink.c. */
export function nfnetlink(subsystem: Subsystem): Nfnetlink {
  const { number, messages } = subsystem
  const protocol: Nfnetlink = {
    number: 12,
    name: 'NETLINK_NETFILTER',
    // Each subsystem answers in its own way, and every request may have an object for its answer.
    objectMask: 0,
    objectBits: 0,
    linkChanges: [],
    familyFirst: false,
    groups,
    messageName(type) {
      if (type >> 8 === 0) return OWN[type - FIRST_OWN]
      return type >> 8 === number ? messages[type & 0xff] : undefined
    },
    messageOf: (type) => subsystem.messageOf?.(type >> 8, type & 0xff),
    verbs(newMessage, message) {
      const first = (number << 8) | newMessage
      return verbMaker(protocol, { new: first, get: first + 1, delete: first + 2 }, message)
    },
  }
  return protocol
}
