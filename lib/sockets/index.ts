/**
 * Sockets, as `ss` has them: listed with what the kernel knows of them, looked up, destroyed, and watched as they end. Every function acts on the
 * network namespace of this process; {@link openSockets} opens handles in other namespaces, with the same functions as methods.
 *
 * @module
 */
import { Sockets, type SocketsOptions } from './sockets.ts'

export { NetlinkError } from '../errors.ts'
export type { Limits } from '../transport/limit.ts'
export type { Naming } from '../verb/naming.ts'
export type { NamedNetns, NetnsDescriptor, NetnsOfProcess, NetnsRef } from '../wire/netns.ts'
export type { LinkObject, LinkRef } from '../wire/reference.ts'
export type { BbrInfo, DctcpInfo, VegasInfo } from './congestion.ts'
export type { DestroyedSocket, DestroyFilter } from './destroy.ts'
export type { EndpointFilter, EndpointSelection, Ports } from './endpoint.ts'
export type { Endpoint } from './endpoints.ts'
export type { SocketFilter, SocketSelection } from './filter.ts'
export type { FoundSocket, UnixSocketRef } from './lookup.ts'
export type { Md5Key } from './md5sig.ts'
export type { InetMemory, SocketMemory } from './memory.ts'
export type { MptcpInfo, MptcpSubflow } from './mptcp-info.ts'
export type { NetlinkProtocol, NetlinkRing } from './netlink-message.ts'
export type { PacketInfo, PacketMembership, PacketRing } from './packet-message.ts'
export type { SocketRef } from './reference.ts'
export { Sockets, type SocketsOptions, type SocketsVerbs } from './sockets.ts'
export type { SocketOption } from './sockopt.ts'
export type { SocketState, SocketType } from './state.ts'
export type { BpfStorage } from './storage.ts'
export type { TcpInfo } from './tcp-info.ts'
export type * from './types.ts'
export type { TlsInfo, UlpInfo } from './ulp.ts'
export type { UnixFile, UnixQueues } from './unix-message.ts'
export { destroySockets, listSockets, lookupSocket, streamSockets, watchSockets } from './verbs.ts'
export type { SocketDestroyed, SocketEvent, SocketsLost, SocketWatchOptions } from './watch.ts'
export type { XdpInfo, XdpRing, XdpStats, XdpUmem } from './xdp-message.ts'

/** Opens a handle for the sockets of a network namespace: that of this process unless `netns` names another. */
export function openSockets(options: SocketsOptions = {}): Promise<Sockets> {
  return Sockets.open(options)
}
