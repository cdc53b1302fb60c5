// A container network: its bridge or parent, and the containers attached to it.
/// <reference lib="esnext.disposable" />
import { NetlinkError } from '../errors.ts'
import type { Netns } from '../netns/index.ts'
import { checkLimits, type Limits, limited, refuseBareSignal } from '../transport/limit.ts'
import { recaptured } from '../transport/rejection.ts'
import { anything, checkAll, LIMITS } from '../verb/checks.ts'
import { readLimits } from '../verb/filter.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { boolean } from './checks.ts'
import { type NetworkConfig, optionsOf } from './config.ts'
import { attachContainer, checkAllowed } from './endpoint/attach-container.ts'
import { listEndpoints, recordOf } from './endpoint/attachment.ts'
import { type Container, detachAll } from './endpoint/detach.ts'
import { readAttachOptions, readEndpointOptions } from './endpoint/options.ts'
import { publishPorts, withdrawPorts } from './endpoint/publish-ports.ts'
import { identity } from './endpoint/route.ts'
import { enter, join, modeError } from './joining.ts'
import { findDifferences } from './network/check.ts'
import { collectGarbage, readKeep } from './network/collect.ts'
import type { NetworkContext } from './network/context.ts'
import { removeEmpty, removeNetwork } from './network/delete.ts'
import { repairNetwork } from './network/repair.ts'
import { ownError } from './state/file-error.ts'
import type {
  AttachOptions,
  CheckOptions,
  Collected,
  CollectOptions,
  DeleteOptions,
  Endpoint,
  EndpointOptions,
  EndpointRecord,
  Finding,
  NetworkMode,
  Port,
  PortOptions,
} from './types.ts'

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
  /** Gateway of the containers: address of the host in `subnet`, or that of the router outside in modes `macvlan` and `ipvlan`. */
  readonly gateway?: string
  /** IPv6 subnet of the containers, 'fd00:18::/64'. */
  readonly subnet6?: string
  /** Gateway of the containers in `subnet6`. */
  readonly gateway6?: string
  /** Name of the link of the host that the containers share; modes `macvlan` and `ipvlan`. */
  readonly parent?: string
  /** Whether `createNetwork` created it for this object; false if it existed. */
  readonly created: boolean
  readonly #netns: Netns
  readonly #context: NetworkContext | undefined
  readonly #tasks = new Set<Promise<unknown>>()
  #deleted: Promise<boolean> | undefined
  #closing: Promise<void> | undefined

  constructor({ config, netns, context }: NetworkParts) {
    this.name = config.name
    this.mode = config.mode
    this.created = context?.created ?? true
    const { subnet, gateway, subnet6, gateway6, parent } = optionsOf(config)
    Object.assign(this, {
      ...(parent && { parent }),
      ...(subnet && { subnet, gateway }),
      ...(subnet6 && { subnet6, gateway6 }),
    })
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
      if (context === undefined) return join(this.name, this.mode, this.#netns, netns, options)
      const { signal, timeout, ...rest } = options
      const limits = { signal, timeout }
      checkLimits('attach', limits)
      signal?.throwIfAborted()
      const wanted = readAttachOptions('attach', rest)
      checkAllowed(context.config, wanted, 'attach')
      const inside = await enter(this.mode, this.#netns, netns)
      try {
        const lease = await attachContainer(context, inside, wanted, limits, 'attach')
        const { inode: _, ...endpoint } = recordOf(this.name, lease) as EndpointRecord
        return { mode: this.mode, netns: inside.netns, ...endpoint }
      } catch (thrown) {
        if (inside.netns !== netns) await inside.netns.close()
        throw thrown
      }
    })
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

  /**
   * Detaches a container, given by an endpoint from `attach` or `endpoints`, by its namespace, or by its id as `{ id: 'c1' }`: a string is the
   * name or path of a namespace. Has no effect if the container is not attached; TypeError for a string that is an id and no namespace.
   */
  detach(container: Container, limits: Limits = {}): Promise<void> {
    return this.#use('detach', async (context) => {
      if (context !== undefined) await detachAll(context, container, readLimits('detach', {}, limits))
    })
  }

  /**
   * Creates the veth pair of a container whose namespace does not exist yet, with addresses, firewall and ports, and leaves the container end on
   * the host: `peer` of the result. The engine moves and configures it itself. The same id and interface again returns the existing endpoint.
   *
   * ```ts
   * const { peer } = await network.createEndpoint({ id: 'c1', addresses: [{ address: '172.18.0.5/16' }] })
   * ```
   */
  createEndpoint(options: EndpointOptions): Promise<EndpointRecord> {
    return this.#use('createEndpoint', async (context) => {
      if (context === undefined) throw modeError('createEndpoint', this.mode)
      refuseBareSignal('createEndpoint', options)
      const { limits, wanted } = readEndpointOptions(options)
      checkAllowed(context.config, wanted, 'createEndpoint')
      return recordOf(
        this.name,
        await attachContainer(context, undefined, wanted, limits, 'createEndpoint'),
      ) as EndpointRecord
    })
  }

  /**
   * Publishes further ports for a container. A port that is published for it already has no effect. Resolves with all ports of the container.
   */
  publish(container: Container, ports: readonly PortOptions[], limits: Limits = {}): Promise<readonly Port[]> {
    return this.#use('publish', async (context) => {
      if (context === undefined) throw modeError('publish', this.mode)
      return publishPorts(context, container, ports, readLimits('publish', {}, limits))
    })
  }

  /** Withdraws ports of a container: those given, or all. Ports that are not published have no effect. Resolves with the remaining ones. */
  withdraw(container: Container, ports?: readonly PortOptions[], limits: Limits = {}): Promise<readonly Port[]> {
    return this.#use('withdraw', async (context) => {
      if (context === undefined) throw modeError('withdraw', this.mode)
      return withdrawPorts(context, container, ports, readLimits('withdraw', {}, limits))
    })
  }

  /**
   * Returns what differs from the expected state; an empty array if nothing does. Changes nothing. With `id`, of containers only that one is
   * checked, and `not-attached` is reported if there is none.
   */
  async check(options: CheckOptions = {}): Promise<Finding[]> {
    refuseBareSignal('check', options)
    const { id, ...limits } = checkAll('check', options, { id: identity, ...LIMITS })
    return this.#read('check', limits, async (context) => (context === undefined ? [] : findDifferences(context, id)))
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
    readLimits(operation, {}, limits)
    limits.signal?.throwIfAborted()
    return await limited(this.#use(operation, fn), operation, limits)
  }

  /**
   * Removes what remains of containers whose namespace has ended or whose attachment was interrupted. Runs automatically when no address or
   * port is free. With `keep`, also detaches containers whose ids are not listed.
   */
  collect(options: CollectOptions = {}): Promise<Collected[]> {
    return this.#use('collect', async (context) => {
      refuseBareSignal('collect', options)
      const { keep, ...limits } = checkAll('collect', options, { keep: anything<CollectOptions['keep']>, ...LIMITS })
      const kept = readKeep(keep)
      return context === undefined ? [] : (await collectGarbage(context, 'collect', limits, kept)).collected
    })
  }

  /**
   * Restores what {@link check} finds to be different: rules, elements, published ports, parameters, links and routes, also inside
   * containers whose namespaces can be found. Never detaches a container; what would require that is left to `collect` and a new
   * attachment. Resolves with what was fixed.
   */
  repair(limits: Limits = {}): Promise<Finding[]> {
    return this.#use('repair', async (context) =>
      context === undefined ? [] : repairNetwork(context, readLimits('repair', {}, limits)),
    )
  }

  /**
   * Deletes the network with everything attached to it, and closes this object. Deleting twice has no effect; after an error, the next call
   * tries again. Resolves with whether the network is gone: with `ifEmpty`, one to which a container is attached stays, and this object stays
   * open.
   */
  delete(options: DeleteOptions = {}): Promise<boolean> {
    const start = () =>
      this.#delete(options).catch((thrown: unknown) => {
        throw recaptured(ownError('delete', this.name, thrown))
      })
    this.#deleted ??= start().finally(() => {
      if (this.#closing === undefined) this.#deleted = undefined
    })
    return this.#deleted
  }

  async #delete(options: DeleteOptions): Promise<boolean> {
    refuseBareSignal('delete', options)
    const { ifEmpty, ...limits } = checkAll('delete', options, { ifEmpty: boolean, ...LIMITS })
    const isGone = await this.#use('delete', async (context) => {
      if (context !== undefined && ifEmpty === true) return removeEmpty(context, limits)
      if (context !== undefined) await removeNetwork(context, limits)
      return true
    })
    if (isGone) await this.close()
    return isGone
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
