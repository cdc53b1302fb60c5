import { NetlinkError } from '../../errors.ts'
import type { Listener } from '../directory.ts'
import { pause } from '../pause.ts'
import { keyOf, type NodeRecord } from '../record.ts'
import { rangeText } from '../subnet.ts'
import type { Claim } from './claim.ts'
import type { Client } from './client.ts'
import { grantLease, renewLease } from './lease.ts'
import type { Entry, Keys } from './store.ts'

/** How soon a renewal that failed is tried again, in milliseconds. */
const RETRY = 1_000

/** Keeps the lease of this node, and takes its subnet again if the lease ended while the store could not be reached. */
export class Holder {
  readonly record: NodeRecord
  readonly #client: Client
  readonly #keys: Keys
  readonly #seconds: number
  readonly #listener: Listener
  #lease: string
  #next: string | undefined
  #wake = new AbortController()

  constructor(client: Client, keys: Keys, { record, lease }: Claim, seconds: number, listener: Listener) {
    this.record = record
    this.#client = client
    this.#keys = keys
    this.#lease = lease
    this.#seconds = seconds
    this.#listener = listener
  }

  /** The lease that the record goes with. */
  get lease(): string {
    return this.#lease
  }

  /** Looks at the record of this node as the store has it. */
  see(entry: Entry | undefined): void {
    if (entry === undefined) this.#wake.abort()
    else if (![this.#lease, this.#next].includes(entry.lease)) this.#listener.lost(this.#takenBy(entry.record))
  }

  async run(signal: AbortSignal): Promise<void> {
    const third = (this.#seconds * 1000) / 3
    let wait = third
    while (!signal.aborted) {
      this.#wake = new AbortController()
      await pause(wait, AbortSignal.any([signal, this.#wake.signal]))
      if (signal.aborted) return
      wait = (await this.#keep(this.#wake.signal.aborted, signal)) ? third : Math.min(third, RETRY)
    }
  }

  /** Returns whether the store answered. */
  async #keep(missing: boolean, signal: AbortSignal): Promise<boolean> {
    try {
      const alive = await renewLease(this.#client, this.#lease, signal)
      if (missing || !alive) await this.#retake(alive, signal)
      return true
    } catch (thrown) {
      if (!signal.aborted) this.#listener.problem(thrown as Error)
      return false
    }
  }

  async #retake(alive: boolean, signal: AbortSignal): Promise<void> {
    const lease = alive ? this.#lease : await grantLease(this.#client, this.#seconds, signal)
    this.#next = lease
    if (await this.#keys.put(this.record, lease, undefined, signal)) {
      this.#lease = lease
      return
    }
    const { entries } = await this.#keys.list(signal)
    const entry = entries.get(keyOf(this.record.subnet))
    if (entry === undefined) throw new Error('the record of this node could not be written')
    if (entry.lease !== lease) this.#listener.lost(this.#takenBy(entry.record))
  }

  #takenBy(record: NodeRecord): NetlinkError {
    const subnet = rangeText(this.record.subnet)
    const reason =
      record.publicAddress === this.record.publicAddress
        ? `another process of this node, or a node with the same public address, has taken over ${subnet}`
        : `the lease of ${subnet} ended, and ${record.publicAddress} has the subnet now`
    return new NetlinkError({ code: 'EADDRINUSE', operation: 'joinCluster', reason })
  }
}
