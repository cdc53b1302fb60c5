import { createLink, type KindOptions } from '../link/create-kind.ts'
import { createVeth } from '../link/kinds/veth.ts'
import type { Link } from '../link/link.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import { peerOf } from './closure.ts'
import { isUnset } from './portless.ts'

/** Kinds that other links are ports of. */
const MASTERS = ['bridge', 'bond', 'team', 'vrf']

/** The links in the order in which they can be created: masters before ports, lower links before upper ones. */
export function creationOrder(links: readonly Link[]): Link[] {
  const byIndex = new Map(links.map((link) => [link.index, link]))
  const depth = (link: Link): number => {
    const lower = link.kind === 'veth' || link.link === undefined ? undefined : byIndex.get(link.link)
    return (MASTERS.includes(link.kind ?? '') ? 0 : 1) + (lower === undefined || lower === link ? 0 : 2 + depth(lower))
  }
  return [...links].sort((one, other) => depth(one) - depth(other))
}

/** Creates a deleted link again, with its index and address; both ends of a veth pair in one step. */
export function recreate(handle: Handle, link: Link, before: ReadonlyMap<number, Link>): Promise<unknown> {
  const peer = peerOf(link, before)
  if (peer === undefined) return on(handle, createLink)(optionsOf(link, before) as KindOptions)
  return on(handle, createVeth)({ ...optionsOf(link, before), peer: optionsOf(peer, before) })
}

/** The link comes up when it has its parameters. A bridge without an address of its own has that of a port; one that is given stays. */
function optionsOf(link: Link, before: ReadonlyMap<number, Link>): object {
  const { link: lower, linkNetnsid: _, up: __, ...whole } = link
  const options = { ...whole, flags: link.flags.filter((flag) => flag !== 'up') }
  const follows =
    link.kind === 'bridge' &&
    [...before.values()].some(({ master, address }) => master === link.index && address === link.address)
  const { address, ...others } = options
  return { ...(follows || isUnset(address) ? others : options), ...(link.kind === 'veth' ? {} : { link: lower }) }
}
