import { netnsFile, openReference } from '../netns/reference.ts'
import { netnsOf, openTransports } from '../netns/transports.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Handle } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import type { Transports } from '../transport/transports.ts'
import type { NetnsRef } from '../wire/netns.ts'

/** Handles that stay open at the same time: each has a socket. */
const MOST_OPEN = 256

/** The namespaces of a topology, and the handles in them, which are opened when they are needed. */
export class Places implements AsyncDisposable {
  readonly operation: string
  readonly #home: Handle
  readonly #limits: Limits
  readonly #open = new Map<string, Transports>()

  constructor(operation: string, home: Handle, limits: Limits) {
    this.operation = operation
    this.#home = home
    this.#limits = limits
  }

  get home(): Handle {
    return this.#home
  }

  /** Runs `run` with a handle in a namespace. */
  async inside<T>(netns: string, run: (handle: Handle) => Promise<T>): Promise<T> {
    if (netns === '') return run(this.#home)
    const known = this.#open.get(netns)
    if (known !== undefined) return run(known)
    const { transports, opened } = openTransports(rtnetlink, netns, this.#limits, this.operation)
    await opened
    if (this.#open.size < MOST_OPEN && !this.#open.has(netns)) {
      this.#open.set(netns, transports)
      return run(transports)
    }
    try {
      return await run(transports)
    } finally {
      await transports.close()
    }
  }

  /** Whether the file of this name in /run/netns is a namespace. On a stale one, nothing is mounted. */
  isNetns(name: string): boolean {
    if (this.#open.has(name)) return true
    const held = addon().openNetns(netnsFile(name))
    if (typeof held === 'number') return false
    held.close()
    return true
  }

  /** Keeps a handle that is open in a new namespace, or closes it. */
  async keep(netns: string, transports: Transports): Promise<void> {
    // One of the same name may have been deleted meanwhile.
    await this.forget(netns)
    if (this.#open.size < MOST_OPEN) this.#open.set(netns, transports)
    else await transports.close()
  }

  /** Closes the handle in a namespace: an open socket keeps a deleted one alive. */
  async forget(netns: string): Promise<void> {
    const known = this.#open.get(netns)
    this.#open.delete(netns)
    await known?.close()
  }

  /** An open descriptor of a namespace, which the caller closes. */
  descriptor(netns: string): Descriptor {
    return openReference(this.operation, netns === '' ? this.#own() : netns)
  }

  /** The namespace of the handle. */
  #own(): NetnsRef {
    return netnsOf(this.#home) ?? '/proc/self/ns/net'
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open.keys()].map((netns) => this.forget(netns)))
  }
}
