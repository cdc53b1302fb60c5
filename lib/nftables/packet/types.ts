import type { Family, VerdictExpression } from '../json.ts'

/** Options of `trace`. */
export interface TraceOptions {
  /** Time in milliseconds without a further step after which a packet is complete; 50 by default. A dropped packet is complete at once. */
  settle?: number | undefined
  /** Receive buffer in bytes; 8 MiB by default. */
  buffer?: number | undefined
  /** False does not keep the process alive while a packet is awaited. */
  ref?: boolean | undefined
  /** Ends the trace with the reason of the signal. */
  signal?: AbortSignal | undefined
}

/** The packet went to a program. */
export interface TracedQueue {
  /** Number of the queue. */
  queue: number
}

/** The packet was taken by a statement, such as `fwd`. */
export interface TracedStolen {
  /** Marks the verdict. */
  stolen: null
}

/** A verdict, as in a rule, or one that no rule of nft has. */
export type TraceVerdict = VerdictExpression | TracedQueue | TracedStolen

/** What one rule, or the policy of a chain, did with a packet. */
export interface TraceStep {
  /** 'rule' for a rule that the packet matched, 'policy' for the policy of a base chain whose end it reached. */
  type: 'rule' | 'policy'
  /** Family of the table. */
  family: Family
  /** Name of the table. */
  table: string
  /** Name of the chain. */
  chain: string
  /** Handle of the rule; absent for a policy. */
  handle?: number
  /** The verdict; `{ continue: null }` for a rule without one. */
  verdict: TraceVerdict
}

/** A packet, and its way through the ruleset. */
export interface PacketTrace {
  /** Marks the event. */
  type: 'packet'
  /** Number of the packet, in hexadecimal as `nft monitor trace` shows it. The kernel may give it to a later packet again. */
  id: string
  /** The steps, in order; those of the table that selects packets are omitted. */
  steps: TraceStep[]
  /** Index of the link through which it came; absent for packets of this host. */
  iif?: number
  /** Index of the link through which it leaves, if that was known when it was seen first. */
  oif?: number
  /** Mark of the packet, when it was seen first. */
  mark?: number
  /** Header of the link layer; absent where the packet has none. */
  linkHeader?: Uint8Array
  /** Header of the network layer: IPv4, IPv6 or ARP. */
  networkHeader?: Uint8Array
  /** Header of the transport layer; at most its first 20 bytes. */
  transportHeader?: Uint8Array
}

/** The receive buffer overflowed: whole packets, or the last steps of those before this event, were lost. */
export interface TraceLost {
  /** Marks the event. */
  type: 'lost'
}

/** What a trace yields. */
export type TraceEvent = PacketTrace | TraceLost
