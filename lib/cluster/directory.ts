import type { Configuration, Wanted } from './configuration.ts'
import type { NodeRecord } from './record.ts'
import type { Range } from './subnet.ts'

/** What a directory reports while it is followed. */
export interface Listener {
  /** The records changed. */
  changed(): void
  /** The store does not answer, or the like; the membership continues. */
  problem(error: Error): void
  /** The membership has ended. */
  lost(error: Error): void
}

/** What a node says of itself; the directory gives it its subnet. */
export type Self = Omit<NodeRecord, 'subnet'>

/** Where the nodes of a cluster find each other. */
export interface Directory {
  /** The configuration of the cluster, which is created if there is none. */
  configure(wanted: Wanted, signal?: AbortSignal): Promise<Configuration>
  /** The configuration, also one that only the options describe; undefined if there is none. */
  configuration(wanted: Wanted, signal?: AbortSignal): Promise<Configuration | undefined>
  /** Joins; the record has the subnet of this node. */
  join(configuration: Configuration, self: Self, subnet: Range | undefined, signal?: AbortSignal): Promise<NodeRecord>
  /** Keeps {@link records} up to date. */
  follow(listener: Listener): void
  /** The nodes as last read, this one included. */
  readonly records: readonly NodeRecord[]
  /** Stops following; the record stays. */
  close(): Promise<void>
  /** Stops following, and removes the record of this node. */
  leave(signal?: AbortSignal): Promise<void>
  /** Takes back what {@link join} did. A subnet that this node had before stays its own. */
  undo(): Promise<void>
  /** Removes what another process of a node with this address left. */
  remove(publicAddress: string, signal?: AbortSignal): Promise<void>
}
