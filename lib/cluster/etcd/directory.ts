import { NetlinkError } from '../../errors.ts'
import {
  type Configuration,
  checkAgreement,
  configurationOf,
  configurationText,
  readConfiguration,
  type Wanted,
} from '../configuration.ts'
import type { Directory, Listener, Self } from '../directory.ts'
import type { Given } from '../options.ts'
import { keyOf, type NodeRecord } from '../record.ts'
import type { Range } from '../subnet.ts'
import { type Claim, claimSubnet } from './claim.ts'
import { Client } from './client.ts'
import { Follower } from './follower.ts'
import { Holder } from './holder.ts'
import { revokeLease } from './lease.ts'
import { Keys, type Snapshot } from './store.ts'

/** The nodes in etcd, in the layout of flannel. */
export class EtcdDirectory implements Directory {
  readonly #operation: string
  readonly #client: Client
  readonly #keys: Keys
  readonly #leaseTime: number
  readonly #interval: number
  readonly #end = new AbortController()
  #claim: Claim | undefined
  #snapshot: Snapshot | undefined
  #follower: Follower | undefined
  #holder: Holder | undefined
  #tasks: Promise<unknown> = Promise.resolve()

  constructor(
    operation: string,
    { endpoints, prefix }: { endpoints: readonly string[]; prefix: string },
    { leaseTime, checkInterval }: Pick<Given, 'leaseTime' | 'checkInterval'>,
  ) {
    this.#operation = operation
    this.#client = new Client(operation, endpoints)
    this.#keys = new Keys(this.#client, prefix)
    this.#leaseTime = leaseTime
    this.#interval = checkInterval
  }

  async configuration(wanted: Wanted, signal?: AbortSignal): Promise<Configuration | undefined> {
    const stored = await this.#stored(wanted, signal)
    if (stored !== undefined || wanted.network === undefined || wanted.backend === undefined) return stored
    return configurationOf(this.#operation, wanted)
  }

  async configure(wanted: Wanted, signal?: AbortSignal): Promise<Configuration> {
    const before = await this.#stored(wanted, signal)
    if (before !== undefined) return before
    await this.#keys.createConfiguration(configurationText(configurationOf(this.#operation, wanted)), signal)
    // Another node may have been faster.
    const configuration = await this.#stored(wanted, signal)
    if (configuration === undefined) throw this.#gone()
    return configuration
  }

  async #stored(wanted: Wanted, signal: AbortSignal | undefined): Promise<Configuration | undefined> {
    const text = await this.#keys.configuration(signal)
    if (text === undefined) return undefined
    const configuration = readConfiguration(this.#operation, text)
    checkAgreement(this.#operation, wanted, configuration)
    return configuration
  }

  async join(
    configuration: Configuration,
    self: Self,
    subnet: Range | undefined,
    signal?: AbortSignal,
  ): Promise<NodeRecord> {
    const claimant = { operation: this.#operation, configuration, self, subnet, leaseTime: this.#leaseTime }
    this.#claim = await claimSubnet(this.#client, this.#keys, claimant, signal)
    this.#snapshot = await this.#keys.list(signal)
    return this.#claim.record
  }

  follow(listener: Listener): void {
    const { record } = this.#claim as Claim
    const holder = new Holder(this.#client, this.#keys, this.#claim as Claim, this.#leaseTime, listener)
    const follower = new Follower(this.#client, this.#keys, this.#snapshot as Snapshot, this.#interval, {
      problem: (error) => listener.problem(error),
      lost: (error) => listener.lost(error),
      changed: () => {
        holder.see(follower.entries.get(keyOf(record.subnet)))
        listener.changed()
      },
    })
    this.#holder = holder
    this.#follower = follower
    const { signal } = this.#end
    this.#tasks = Promise.all([follower.run(signal), holder.run(signal)])
  }

  get records(): readonly NodeRecord[] {
    const entries = this.#follower?.entries ?? this.#snapshot?.entries ?? new Map()
    return [...entries.values()].map(({ record }) => record)
  }

  async close(): Promise<void> {
    this.#end.abort()
    await this.#tasks
  }

  async leave(signal?: AbortSignal): Promise<void> {
    await this.close()
    const lease = this.#holder?.lease ?? this.#claim?.lease
    if (lease !== undefined) await revokeLease(this.#client, lease, signal)
  }

  async undo(): Promise<void> {
    await (this.#claim?.isRenewed === true ? this.close() : this.leave())
  }

  async remove(publicAddress: string, signal?: AbortSignal): Promise<void> {
    const { entries } = await this.#keys.list(signal)
    for (const { record, revision, lease } of entries.values()) {
      if (record.publicAddress !== publicAddress) continue
      await this.#keys.delete(record.subnet, revision, signal)
      if (lease !== '0') await revokeLease(this.#client, lease, signal)
    }
  }

  #gone(): NetlinkError {
    const reason = 'another program deleted the configuration meanwhile'
    return new NetlinkError({ code: 'ENOENT', operation: this.#operation, reason, attribute: 'store' })
  }
}
