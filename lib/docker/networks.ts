import { isDeepStrictEqual } from '../builtin.ts'
import { KeyedQueue } from '../container/host/keyed-queue.ts'
import { createNetwork, type Network } from '../container/index.ts'
import { removeUnfinished } from '../container/network/unfinished.ts'
import { openIfThere } from '../container/open-if-there.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { RequestError } from './failure.ts'
import type { NetworkSettings } from './network.ts'
import { SharedNetwork } from './shared-network.ts'
import type { NetworkRecord, Store } from './store.ts'

/** The networks that Docker has created by this driver. */
export class Networks {
  readonly #store: Store
  readonly #place: { readonly netns?: NetnsRef }
  readonly #open = new Map<string, SharedNetwork>()
  /** A network is not created while it is being deleted, and not twice at once. */
  readonly #queue = new KeyedQueue()

  constructor(store: Store, netns: NetnsRef | undefined) {
    this.#store = store
    this.#place = netns === undefined ? {} : { netns }
  }

  /** Creates a network. One that was created already with the same id has to be the same. */
  create(id: string, settings: NetworkSettings): Promise<void> {
    return this.#queue.run(id, () => this.#create(id, settings))
  }

  async #create(id: string, settings: NetworkSettings): Promise<void> {
    const before = this.#store.read(id)
    if (before?.state === 'ready') return this.#createAgain(id, before, settings)
    // What was interrupted is not known to Docker.
    if (before !== undefined) await this.#erase(id, before)
    await this.#checkName(settings)
    this.#store.write(id, { ...settings, state: 'creating' })
    try {
      const network = await createNetwork({ ...settings.options, ...this.#place })
      await network.close()
    } catch (thrown) {
      this.#store.remove(id)
      throw thrown
    }
    this.#store.write(id, { ...settings, state: 'ready' })
  }

  /** `createNetwork` does not compare options that are not given: `internal` would be lost from the record. */
  async #createAgain(id: string, { state: _, ...before }: NetworkRecord, settings: NetworkSettings): Promise<void> {
    if (!isDeepStrictEqual(before, { ...settings }))
      throw new RequestError(`network ${id} exists already with other options`)
    const network = await createNetwork({ ...settings.options, ...this.#place })
    await network.close()
  }

  /** Docker deletes what it creates: it must not be given a network of another program, or two networks with one bridge. */
  async #checkName(settings: NetworkSettings): Promise<void> {
    const { name } = settings.options
    const other = this.#store.ids().find((id) => this.#nameOf(id) === name)
    if (other !== undefined) throw new RequestError(`the bridge '${name}' belongs to network ${other}`)
    const existing = await openIfThere(name, this.#place)
    await existing?.close()
    if (existing !== undefined)
      throw new RequestError(
        `network '${name}' exists already, and Docker did not create it (netlink-ts rm deletes it)`,
      )
  }

  /** The name of a network; undefined if its record cannot be read. */
  #nameOf(id: string): string | undefined {
    try {
      return this.#store.read(id)?.options.name
    } catch {
      return undefined
    }
  }

  /** Deletes a network, to the end also if it is interrupted. Has no effect if it does not exist. */
  delete(id: string): Promise<void> {
    return this.#queue.run(id, () => this.#delete(id))
  }

  async #delete(id: string): Promise<void> {
    const record = this.#store.read(id)
    if (record === undefined) return
    this.#store.write(id, { ...record, state: 'deleting' })
    await this.#erase(id, record)
  }

  async #erase(id: string, record: NetworkRecord): Promise<void> {
    await this.#share(id, undefined)
    const { name } = record.options
    const network = await openIfThere(name, this.#place)
    if (network !== undefined) await network.delete()
    else await removeUnfinished({ name, ...this.#place })
    this.#store.remove(id)
  }

  /**
   * Puts things right after a restart: finishes what was interrupted, and restores what another program has taken from a network that exists. One
   * that does not exist, as after a reboot, is created when its next container comes.
   */
  async recover(onProblem: (problem: Error) => void): Promise<void> {
    for (const id of this.#store.ids()) {
      try {
        const record = this.#store.read(id) as NetworkRecord
        if (record.state === 'ready') await this.#restore(record)
        else await this.#erase(id, record)
      } catch (thrown) {
        onProblem(new Error(`network ${id}: ${(thrown as Error).message}`, { cause: thrown }))
      }
    }
  }

  /**
   * Runs `fn` with a network that was opened for it: it is created if it does not exist, as Docker describes it only once, and what another
   * program has taken from it is restored.
   */
  async useRestored<T>(id: string, fn: (network: Network) => Promise<T>): Promise<T> {
    const shared = await this.#queue.run(id, async () => {
      const { options } = this.#known(id)
      const opened = new SharedNetwork(await createNetwork({ ...options, ...this.#place }))
      await this.#share(id, opened)
      return opened
    })
    return shared.run(fn)
  }

  /** Runs `fn` with a network as it is open, or else as `useRestored` does: an engine starts a container by several calls. */
  async use<T>(id: string, fn: (network: Network, record: NetworkRecord) => Promise<T>): Promise<T> {
    const record = this.#known(id)
    const run = (network: Network) => fn(network, record)
    const shared = this.#open.get(id)
    return shared === undefined ? this.useRestored(id, run) : shared.run(run)
  }

  /** Runs `fn` with a network that exists; has no effect if it does not. */
  async useExisting(id: string, fn: (network: Network) => Promise<unknown>): Promise<void> {
    const shared = this.#open.get(id)
    if (shared !== undefined) {
      await shared.run(fn)
      return
    }
    const record = this.#store.read(id)
    const network = record && (await openIfThere(record.options.name, this.#place))
    try {
      if (network !== undefined) await fn(network)
    } finally {
      await network?.close()
    }
  }

  /** Closes what is open. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.#share(id, undefined)))
  }

  #known(id: string): NetworkRecord {
    const record = this.#store.read(id)
    if (record?.state !== 'ready') throw new RequestError(`unknown network ${id}`)
    return record
  }

  /** The open network of the calls that follow, instead of another. */
  async #share(id: string, shared: SharedNetwork | undefined): Promise<void> {
    const before = this.#open.get(id)
    if (shared === undefined) this.#open.delete(id)
    else this.#open.set(id, shared)
    await before?.end()
  }

  async #restore({ options: { name } }: NetworkSettings): Promise<void> {
    const there = await openIfThere(name, this.#place)
    if (there === undefined) return
    await there.close()
    const restored = await createNetwork({ name, ...this.#place })
    await restored.close()
  }
}
