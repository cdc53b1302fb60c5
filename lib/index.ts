/**
 * Netlink without shelling out. Every function acts on the network namespace of this process, through one handle that is opened
 * on first use and never keeps the process alive; {@link openNetlink} opens handles in other namespaces, with the same
 * functions as methods.
 *
 * @module
 */

export type { RequestMessage } from './diagnostics.ts'
export { NetlinkError } from './errors.ts'
export { brief } from './link/brief.ts'
export { isKind, type LinkOf } from './link/is-kind.ts'
export * from './modules.ts'
export * from './netlink/index.ts'
export type { Limits } from './transport/limit.ts'
export type { Naming } from './verb/naming.ts'
export type { Family } from './wire/family.ts'
export type { NamedNetns, NetnsDescriptor, NetnsOfProcess, NetnsRef } from './wire/netns.ts'
export type { RawBytes } from './wire/raw.ts'
export type { LinkObject, LinkRef } from './wire/reference.ts'
