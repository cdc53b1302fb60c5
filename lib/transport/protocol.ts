import type { AnyMessage } from './message.ts'
import type { Numbering } from './native.ts'

/** A netlink protocol, and how its messages are numbered. */
export interface Protocol extends Numbering {
  /** The name of its number, for traces: `NETLINK_ROUTE`. */
  readonly name: string
  /** Whether every header begins with an address family, and a dump may contain objects of other families than requested. */
  readonly familyFirst: boolean
  /** Multicast groups, by their constants without the prefix. */
  readonly groups: Readonly<Record<string, number>>
  /** The name of a message type, for traces: `RTM_NEWROUTE`. */
  messageName(type: number): string | undefined
  /** The table that traces use for a message; if absent, that of its verb. */
  messageOf?(type: number): AnyMessage | undefined
}
