// A container network: its bridge or parent, and the containers attached to it.
/// <reference lib="esnext.disposable" />
import { NetlinkError } from '../errors.ts'
import { Netns, openNetns } from '../netns/index.ts'
import { openAs } from '../netns/open.ts'
import { checkLimits, type Limits, limited, refuseBareSignal } from '../transport/limit.ts'
import { recaptured } from '../transport/rejection.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { NetworkConfig } from './config.ts'
import { type AttachConfig, attachTo, readAttachOptions } from './endpoint/attach.ts'
import { raiseLoopback } from './endpoint/container-side.ts'
import { type Container, detachAll, listEndpoints } from './endpoint/detach.ts'
import { findDifferences } from './network/check.ts'
import { collectGarbage } from './network/collect.ts'
import type { NetworkContext } from './network/context.ts'
import { removeNetwork } from './network/delete.ts'
import { repairNetwork } from './network/repair.ts'
import { ownError } from './state/file-error.ts'
import type { AttachOptions, Collected, Endpoint, EndpointRecord, Finding, NetworkMode } from './types.ts'

/** Internal. */
export interface NetworkParts {
  readonly config: NetworkConfig
  /** Namespace of the host. */
  readonly netns: Netns
  /** Only of modes with addresses. */
  readonly context: NetworkContext | undefined
}

/**
 * An open network of containers; {@link createNetwork} creates it. Its state is in the kernel and in its state folder, so it remains when
 * this object is closed or the process ends.
 */
export class Network implements AsyncDisposable {
  /** Name of the network, and of its bridge in mode `bridge`. */
  readonly name: string
  /** How containers are connected. */
  readonly mode: NetworkMode
  /** IPv4 subnet of the containers, '172.18.0.0/16'. */
  readonly subnet?: string
  /** Address of the host in `subnet`. */
  readonly gateway?: string
  /** IPv6 subnet of the containers, 'fd00:18::/64'. */
  readonly subnet6?: string
  /** Address of the host in `subnet6`. */
  readonly gateway6?: string
  readonly #netns: Netns
  readonly #context: NetworkContext | undefined
  readonly #tasks = new Set<Promise<unknown>>()
  #deleted: Promise<void> | undefined
  #closing: Promise<void> | undefined

  constructor({ config, netns, context }: NetworkParts) {
    const { name, mode, subnet, gateway, subnet6, gateway6 } = config
    this.name = name
    this.mode = mode
    Object.assign(this, { ...(subnet && { subnet, gateway }), ...(subnet6 && { subnet6, gateway6 }) })
    this.#netns = netns
    this.#context = context
  }

  /**
   * Attaches the container in `netns`, completely or not at all. In mode `container`, `netns` is that of the container to join; in mode
   * `host`, it must be absent.
   *
   * ```ts
   * const web = await network.attach(netns, { ports: [{ host: 8000, container: 8080 }] })
   * web.netns.spawn('httpd', ['-p', '8080'])
   * ```
   */
  async attach(netns?: NetnsRef, options: AttachOptions = {}): Promise<Endpoint> {
    return this.#use('attach', async (context) => {
      refuseBareSignal('attach', options)
      if (context === undefined) return this.#join(netns, options)
      const { signal, timeout, ...rest } = options
      const limits = { signal, timeout }
      checkLimits('attach', limits)
      signal?.throwIfAborted()
      const wanted = readAttachOptions(rest)
      const inside = await this.#enter(netns)
      try {
        return await context.attaching.enter(() => this.#attach(context, inside, wanted, limits))
      } catch (thrown) {
        if (inside.netns !== netns) await inside.netns.close()
        throw thrown
      }
    })
  }

  /** If the address or port is in use, its owner may have ended: collect and retry once. */
  async #attach(
    context: NetworkContext,
    { netns, path }: Entered,
    wanted: AttachConfig,
    limits: Limits,
  ): Promise<Endpoint> {
    try {
      return await attachTo(context, netns, path, wanted)
    } catch (thrown) {
      if (!isTaken(thrown) || !(await collectGarbage(context, 'attach', limits)).changed) throw thrown
      return attachTo(context, netns, path, wanted)
    }
  }

  /** Runs `fn` with the open network, which is not closed before `fn` ends. */
  async #use<T>(operation: string, fn: (context: NetworkContext | undefined) => Promise<T>): Promise<T> {
    if (this.#netns.fd < 0 || this.#closing !== undefined) {
      const reason = this.#deleted === undefined ? 'the network is closed' : 'the network was deleted'
      throw new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation, subject: this.name, reason })
    }
    const task = fn(this.#context)
    this.#tasks.add(task)
    try {
      return await task
    } catch (thrown) {
      throw recaptured(ownError(operation, this.name, thrown))
    } finally {
      this.#tasks.delete(task)
    }
  }

  /** Modes without links and addresses. */
  async #join(netns: NetnsRef | undefined, options: AttachOptions): Promise<Endpoint> {
    const { mode, name } = this
    const key = Object.entries(options).find(([, value]) => value !== undefined)?.[0]
    if (key !== undefined) throw new TypeError(`attach: ${key} is not allowed in mode '${mode}'`)
    if (mode === 'host' && netns !== undefined)
      throw new TypeError(
        `attach: netns is not allowed in mode '${mode}', in which containers are in the host's namespace`,
      )
    if (mode === 'host') return { network: name, mode, netns: await openNetns(this.#netns), ports: [] }
    const inside = await this.#enter(netns)
    if (mode === 'none') await raiseLoopback(inside.netns)
    return { network: name, mode, netns: inside.netns, ports: [] }
  }

  /** The namespace, opened unless it was passed open, with its name or path. */
  async #enter(ref: NetnsRef | undefined): Promise<Entered> {
    if (ref === undefined) throw new TypeError(`attach: netns is missing; mode '${this.mode}' requires it`)
    const netns = ref instanceof Netns ? ref : await openAs('attach', ref)
    if (netns.fd < 0) throw closedError()
    if (this.mode !== 'container' && netns.inode === this.#netns.inode)
      throw new TypeError(`attach: netns is the host's namespace; use mode 'host' for that`)
    return { netns, path: typeof ref === 'string' ? ref : (netns.path ?? `/proc/${process.pid}/fd/${netns.fd}`) }
  }

  /**
   * Detaches a container, given by an endpoint from `attach` or `endpoints`, by its namespace, or by its `id`. Has no effect if it is not
   * attached.
   */
  detach(container: Container, limits: Limits = {}): Promise<void> {
    return this.#use('detach', async (context) => {
      if (context !== undefined) await detachAll(context, container, limits)
    })
  }

  /** Compares the network with its expected state and resolves with the differences; an empty array if there are none. Changes nothing. */
  check(limits: Limits = {}): Promise<Finding[]> {
    return this.#read('check', limits, async (context) => (context === undefined ? [] : findDifferences(context)))
  }

  /** Lists the attached containers, including those attached by other processes. */
  endpoints(limits: Limits = {}): Promise<EndpointRecord[]> {
    return this.#read('endpoints', limits, async (context) => (context === undefined ? [] : listEndpoints(context)))
  }

  /** Reads within the caller's limits. */
  async #read<T>(
    operation: string,
    limits: Limits,
    fn: (context: NetworkContext | undefined) => Promise<T>,
  ): Promise<T> {
    checkLimits(operation, limits)
    limits.signal?.throwIfAborted()
    return await limited(this.#use(operation, fn), operation, limits)
  }

  /**
   * Removes what remains of containers whose namespace has ended or whose attachment was interrupted. Runs automatically when no address or
   * port is free.
   */
  collect(limits: Limits = {}): Promise<Collected[]> {
    return this.#use('collect', async (context) => {
      return context === undefined ? [] : (await collectGarbage(context, 'collect', limits)).collected
    })
  }

  /**
   * Restores what {@link check} finds to be different: rules, elements, published ports, parameters, links and routes, also inside
   * containers whose namespaces can be found. Never detaches a container; what would require that is left to `collect` and a new
   * attachment. Resolves with what was fixed.
   */
  repair(limits: Limits = {}): Promise<Finding[]> {
    return this.#use('repair', async (context) => (context === undefined ? [] : repairNetwork(context, limits)))
  }

  /**
   * Deletes the network with everything attached to it, and closes this object. Deleting twice has no effect; after an error, the next call
   * tries again.
   */
  delete(limits: Limits = {}): Promise<void> {
    this.#deleted ??= this.#delete(limits).catch((thrown: unknown) => {
      this.#deleted = undefined
      throw recaptured(ownError('delete', this.name, thrown))
    })
    return this.#deleted
  }

  async #delete(limits: Limits): Promise<void> {
    await this.#use('delete', async (context) => {
      if (context !== undefined) await removeNetwork(context, limits)
    })
    await this.close()
  }

  /** Closes this object when the calls in progress have finished. The network itself is unchanged. */
  close(): Promise<void> {
    this.#closing ??= Promise.allSettled(this.#tasks).then(() => (this.#context?.host ?? this.#netns).close())
    return this.#closing
  }

  /** At the end of `await using`: the same as `close`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/** A container's namespace, with its name or path. */
interface Entered {
  readonly netns: Netns
  readonly path: string | undefined
}

function closedError(): NetlinkError {
  const reason = 'the namespace is closed'
  return new NetlinkError({ code: 'ERR_NETLINK_CLOSED', operation: 'attach', reason, attribute: 'netns' })
}

/** Whether the address or port is in use. */
function isTaken(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && ['EADDRINUSE', 'ENOSPC'].includes(thrown.code)
}

/** An existing network keeps the options with which it was created. */
export function otherNetwork(name: string, key: string, told: unknown, kept: unknown): NetlinkError {
  if (key === 'name') {
    const reason = `the folder belongs to network '${String(kept)}', not to '${String(told)}'`
    return new NetlinkError({ code: 'EEXIST', operation: 'createNetwork', reason, attribute: 'state' })
  }
  const reason = `network '${name}' already exists with ${key} ${String(kept)}, not ${String(told)}`
  return new NetlinkError({ code: 'EEXIST', operation: 'createNetwork', reason, attribute: key })
}
