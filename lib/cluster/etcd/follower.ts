import type { Listener } from '../directory.ts'
import { pause } from '../pause.ts'
import { isEqual } from '../record.ts'
import type { Client } from './client.ts'
import type { Entry, Keys, Snapshot } from './store.ts'
import { type Changes, Compacted, watchKeys } from './watch.ts'

/** Pauses before a watch that failed is opened again, in milliseconds. */
const FIRST_PAUSE = 100
const LAST_PAUSE = 5_000

/** The records of a cluster, kept up to date by a watch, and by a list at an interval: a member that is cut off stays silent. */
export class Follower {
  readonly #client: Client
  readonly #keys: Keys
  readonly #interval: number
  readonly #listener: Listener
  #entries: ReadonlyMap<string, Entry>
  #revision: number
  #reopen = new AbortController()
  #silent = false

  constructor(client: Client, keys: Keys, from: Snapshot, interval: number, listener: Listener) {
    this.#client = client
    this.#keys = keys
    this.#entries = from.entries
    this.#revision = from.revision
    this.#interval = interval
    this.#listener = listener
  }

  /** The records as last read. */
  get entries(): ReadonlyMap<string, Entry> {
    return this.#entries
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#watch(signal), this.#poll(signal)])
  }

  async #watch(signal: AbortSignal): Promise<void> {
    let wait = FIRST_PAUSE
    while (!signal.aborted) {
      this.#reopen = new AbortController()
      const { signal: reopen } = this.#reopen
      try {
        const both = AbortSignal.any([signal, reopen])
        for await (const changes of watchKeys(this.#client, this.#keys, this.#revision + 1, both)) {
          this.#apply(changes)
          wait = FIRST_PAUSE
        }
      } catch (thrown) {
        // Why a watch ended does not matter: the next one continues after the last revision, and the list reports a store that is silent.
        if (thrown instanceof Compacted) await this.#list(signal)
        else if (!signal.aborted && !reopen.aborted) this.#client.turn()
      }
      await pause(wait, signal)
      wait = Math.min(2 * wait, LAST_PAUSE)
    }
  }

  #apply({ revision, changes }: Changes): void {
    this.#revision = Math.max(this.#revision, revision)
    if (changes.length === 0) return
    const entries = new Map(this.#entries)
    for (const { name, entry } of changes) {
      if (entry === undefined) entries.delete(name)
      else entries.set(name, entry)
    }
    this.#entries = entries
    this.#listener.changed()
  }

  async #poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.#interval, signal)
      if (!signal.aborted) await this.#list(signal)
    }
  }

  /** Reads all records. A difference means that the watch has missed something. */
  async #list(signal: AbortSignal): Promise<void> {
    try {
      const snapshot = await this.#keys.list(signal)
      this.#silent = false
      if (snapshot.revision < this.#revision) return
      this.#revision = snapshot.revision
      if (isSame(this.#entries, snapshot.entries)) return
      this.#entries = snapshot.entries
      this.#reopen.abort()
      this.#listener.changed()
    } catch (thrown) {
      if (signal.aborted) return
      if (!this.#silent) this.#listener.problem(thrown as Error)
      this.#silent = true
    }
  }
}

function isSame(one: ReadonlyMap<string, Entry>, other: ReadonlyMap<string, Entry>): boolean {
  if (one.size !== other.size) return false
  return [...one].every(([name, { record, lease }]) => {
    const entry = other.get(name)
    return entry !== undefined && entry.lease === lease && isEqual(entry.record, record)
  })
}
