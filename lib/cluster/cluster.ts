/// <reference lib="esnext.disposable" />
import { NetlinkError } from '../errors.ts'
import type { Netlink } from '../netlink/index.ts'
import { checkLimits, type Limits, limited } from '../transport/limit.ts'
import type { Configuration } from './configuration.ts'
import type { Directory } from './directory.ts'
import type { Home } from './home.ts'
import { type Failures, Paths, removePaths } from './paths.ts'
import { pause } from './pause.ts'
import type { NodeRecord } from './record.ts'
import { rangeText } from './subnet.ts'
import type { ClusterBackend, ClusterNode } from './types.ts'
import { OVERHEAD } from './vxlan.ts'

/** What a cluster consists of. */
export interface Parts {
  readonly nl: Netlink
  readonly directory: Directory
  readonly configuration: Configuration
  readonly home: Home
  readonly own: NodeRecord
  readonly checkInterval: number
  readonly onProblem: (problem: Error) => void
  /** Takes back what joining did. */
  undo(): Promise<void>
}

/** The membership of this host in a cluster. */
export class Cluster implements AsyncDisposable {
  /** Network of all containers of the cluster, '10.244.0.0/16': pass it to `createNetwork` as `remoteSubnets`. */
  readonly network: string
  /** Subnet of this node, '10.244.1.0/24': pass it to `createNetwork`. */
  readonly subnet: string
  /** How packets travel to the other nodes. */
  readonly backend: ClusterBackend
  /** Address of this host by which the other nodes reach it. */
  readonly publicAddress: string
  /** Greatest MTU of containers, in bytes: pass it to `createNetwork`. */
  readonly mtu: number
  /**
   * Resolves when the cluster was closed or left. Rejects when the membership ended: EADDRINUSE if another node or process has the subnet
   * now. The routes then stay until `leave`.
   */
  readonly done: Promise<void>
  readonly #parts: Parts
  readonly #paths: Paths
  readonly #end = new AbortController()
  #failures: Failures = new Map()
  #again = false
  #work: Promise<void> | undefined
  #settle: { resolve(): void; reject(reason: Error): void } | undefined
  #closing: Promise<void> | undefined

  /** Internal; use {@link joinCluster}. */
  constructor(parts: Parts) {
    const { nl, configuration, home, own } = parts
    this.#parts = parts
    this.#paths = new Paths(nl, configuration, home, own)
    this.network = rangeText(configuration.network)
    this.subnet = rangeText(own.subnet)
    this.backend = configuration.backend
    this.publicAddress = own.publicAddress
    this.mtu = configuration.backend === 'vxlan' ? home.mtu - OVERHEAD : home.mtu
    this.done = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    // A caller that does not wait for the end learns of it from its next call.
    this.done.catch(() => undefined)
  }

  /** Internal: makes the first paths, and keeps them. */
  async start(): Promise<void> {
    const { directory, onProblem } = this.#parts
    this.#failures = await this.#paths.bring(directory.records)
    for (const failure of this.#failures.values()) onProblem(failure)
    directory.follow({
      changed: () => this.#refresh(),
      problem: onProblem,
      lost: (error) => void this.#lose(error),
    })
    void this.#check()
  }

  /** The nodes of the cluster, this one included, when the changes known so far have been made. */
  async nodes(limits: Limits = {}): Promise<ClusterNode[]> {
    checkLimits('nodes', limits)
    if (this.#end.signal.aborted) throw closed('nodes')
    await limited(this.#work ?? Promise.resolve(), 'nodes', limits)
    return this.#parts.directory.records.map((record) => this.#describe(record))
  }

  #describe({ subnet, publicAddress, backend, mac }: NodeRecord): ClusterNode {
    const text = rangeText(subnet)
    const error = this.#failures.get(text)
    return {
      subnet: text,
      publicAddress,
      backend,
      ...(mac === undefined || backend !== 'vxlan' ? {} : { mac }),
      self: text === this.subnet,
      ...(error === undefined ? {} : { error }),
    }
  }

  /** One change of the host at a time; what changes meanwhile is seen by the next. */
  #refresh(): void {
    this.#again = true
    this.#work ??= this.#bring().finally(() => {
      this.#work = undefined
    })
  }

  async #bring(): Promise<void> {
    while (this.#again && !this.#end.signal.aborted) {
      this.#again = false
      try {
        const before = this.#failures
        this.#failures = await this.#paths.bring(this.#parts.directory.records)
        for (const [subnet, failure] of this.#failures)
          if (before.get(subnet)?.message !== failure.message) this.#parts.onProblem(failure)
      } catch (thrown) {
        this.#parts.onProblem(thrown as Error)
      }
    }
  }

  async #check(): Promise<void> {
    const { signal } = this.#end
    while (!signal.aborted) {
      await pause(this.#parts.checkInterval, signal)
      if (!signal.aborted) this.#refresh()
    }
  }

  async #lose(error: Error): Promise<void> {
    this.#settle?.reject(error)
    await this.#stop()
  }

  async #stop(): Promise<void> {
    this.#end.abort()
    await this.#parts.directory.close()
    await this.#work
  }

  /** Ends the membership of this process. The lease, the routes and the tunnel stay: containers continue to work until the lease ends. */
  close(): Promise<void> {
    this.#closing ??= this.#stop().then(async () => {
      await this.#parts.nl.close()
      this.#settle?.resolve()
    })
    return this.#closing
  }

  /** Internal: as if it had not been joined. A subnet and paths that an earlier process of this node left stay. */
  async abandon(): Promise<void> {
    this.#closing ??= this.#abandon()
    await this.#closing
  }

  async #abandon(): Promise<void> {
    await this.#stop()
    await this.#parts.undo()
    await this.#parts.nl.close()
    this.#settle?.resolve()
  }

  /**
   * Gives the subnet back, and removes the routes and the tunnel. Containers with addresses of the subnet lose their connections to other
   * nodes. Rejects if the store does not answer; the host is then clean, and the lease ends on its own.
   */
  async leave(limits: Limits = {}): Promise<void> {
    checkLimits('leave', limits)
    if (this.#closing !== undefined) throw closed('leave')
    this.#closing = this.#leave(limits)
    await this.#closing
  }

  async #leave(limits: Limits): Promise<void> {
    const { nl, configuration, directory } = this.#parts
    await this.#stop()
    try {
      await removePaths(nl, configuration)
      await limited(directory.leave(limits.signal), 'leave', limits)
    } finally {
      await nl.close()
      this.#settle?.resolve()
    }
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function closed(operation: string): NetlinkError {
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation, reason: 'the cluster is closed' })
}
