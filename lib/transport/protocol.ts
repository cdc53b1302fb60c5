import type { AnyMessage } from './message.ts'
import type { Numbering } from './native.ts'

/** A netlink protocol, and how its messages are numbered. */
export interface Protocol extends Numbering {
  /** The name of its number, for traces: `NETLINK_ROUTE`. */
  readonly name: string
  /** Whether every header begins with an address family, and a dump may answer with objects of another one than was asked for. */
  readonly familyFirst: boolean
  /** Multicast groups, by their constants less the prefix. */
  readonly groups: Readonly<Record<string, number>>
  /** The name of a message type, for traces: `RTM_NEWROUTE`. */
  messageName(type: number): string | undefined
  /** The table by which traces read a message; unless there is one, that of its verb. */
  messageOf?(type: number): AnyMessage | undefined
}
