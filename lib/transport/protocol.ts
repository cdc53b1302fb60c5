import type { AnyMessage } from './verb.ts'

/** A netlink protocol, and how its messages are numbered. */
export interface Protocol {
  /** NETLINK_* of include/uapi/linux/netlink.h. */
  readonly number: number
  /** The name of that constant, for traces. */
  readonly name: string
  /**
   * Requests that the kernel answers with an object instead of a bare acknowledgement: `type & mask` is `bits`. An object takes far more of
   * the receive buffer, so fewer of these travel in one datagram.
   */
  readonly objectReplies: { readonly mask: number; readonly bits: number }
  /** Message types after which a link's name may belong to another link. */
  readonly linkChanges: readonly number[]
  /** Whether every header begins with an address family, and a dump may answer with objects of another one than was asked for. */
  readonly familyFirst: boolean
  /** Multicast groups, by their constants less the prefix. */
  readonly groups: Readonly<Record<string, number>>
  /** The name of a message type, for traces: `RTM_NEWROUTE`. */
  messageName(type: number): string | undefined
  /** The table by which traces read a message; unless there is one, that of its verb. */
  messageOf?(type: number): AnyMessage | undefined
}
