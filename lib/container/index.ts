/**
 * Container networks like those of Docker: a bridge, addresses, a firewall and published ports, to which namespaces are attached.
 *
 * @module
 */

import { openOrCreate } from './network/create.ts'
import { findNetworks, type ListedNetwork, type ListNetworksOptions } from './network/list.ts'
import { type OpenOptions, openExisting } from './network/open.ts'
import { Network } from './network.ts'
import type { NetworkOptions } from './types.ts'

export { NetlinkError } from '../errors.ts'
export { Netns } from '../netns/index.ts'
export type { Limits } from '../transport/limit.ts'
export type { NetnsRef } from '../wire/netns.ts'
export type { LinkRef } from '../wire/reference.ts'
export type { ListedNetwork, ListNetworksOptions } from './network/list.ts'
export type { OpenOptions } from './network/open.ts'
export type { Network } from './network.ts'
export type {
  AddressOptions,
  AttachOptions,
  CheckOptions,
  Collected,
  CollectOptions,
  ContainerRoute,
  DeleteOptions,
  Endpoint,
  EndpointId,
  EndpointOptions,
  EndpointRecord,
  Finding,
  FindingCode,
  IpvlanMode,
  MacvlanMode,
  NetworkMode,
  NetworkOptions,
  Port,
  PortOptions,
  PortProtocol,
} from './types.ts'

/**
 * Creates a network for containers, or opens the existing one of that name if its options are the same. Needs CAP_NET_ADMIN (and
 * CAP_SYS_ADMIN for the namespaces of containers), or a user namespace.
 *
 * ```ts
 * const network = await createNetwork({ name: 'br0', subnet: '172.18.0.0/16' })
 * const web = await network.attach(netns, { ports: [{ host: 8000, container: 8080 }] })
 * ```
 */
export async function createNetwork(options: NetworkOptions): Promise<Network> {
  return new Network(await openOrCreate(options))
}

/**
 * Opens an existing network. Nothing is restored, not even what {@link Network.check} finds missing; `attach` restores the firewall if it is gone,
 * and rejects if the bridge is. ENOENT if there is no network of that name; modes without addresses leave none.
 *
 * ```ts
 * const network = await openNetwork('br0')
 * await network.detach({ id: 'web' })
 * ```
 */
export async function openNetwork(name: string, options: OpenOptions = {}): Promise<Network> {
  return new Network(await openExisting(name, options))
}

/** Lists the networks of a namespace, except those whose `state` is elsewhere, sorted by name. */
export async function listNetworks(options: ListNetworksOptions = {}): Promise<ListedNetwork[]> {
  return findNetworks(options)
}
