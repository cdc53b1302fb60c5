/**
 * nftables in the JSON of libnftables-json(5): one atomic transaction per call, and helpers that build the JSON. Requires libnftnl,
 * which {@link openNftables} loads.
 *
 * @module
 */
import { Nftables, type NftablesOptions } from './nftables.ts'

export { NetlinkError } from '../errors.ts'
export type { Limits } from '../transport/limit.ts'
export type { NamedNetns, NetnsDescriptor, NetnsOfProcess, NetnsRef } from '../wire/netns.ts'
export type { ElementsTarget } from './command/bulk.ts'
export type { ApplyOptions } from './command/work.ts'
export * from './helper.ts'
export type * from './json.ts'
export type { Selection } from './list/selection.ts'
export type { ListOptions } from './list.ts'
export { type FamilyTarget, Nftables, type NftablesOptions, type NftListing } from './nftables.ts'
export type { TracedRule, TraceSelection } from './packet/selection.ts'
export type * from './packet/types.ts'
export type * from './watch/types.ts'

/** Opens a handle on the nftables of a network namespace: that of this process unless `netns` names another. */
export function openNftables(options: NftablesOptions = {}): Promise<Nftables> {
  return Nftables.open(options)
}
