import { kernelError, NetlinkError, reasonOf } from '../../errors.ts'
import { fromReport, type Link } from '../../link/link.ts'
import { briefRequest, request } from '../../link/message.ts'
import { BRIEF } from '../../link/reading.ts'
import type { Changes } from '../../netlink/index.ts'
import { handleOf } from '../../netlink/netlink.ts'
import type { Netns } from '../../netns/index.ts'
import { ANY_NSID, addNsid, getNsid, listNsids } from '../../netns/nsid.ts'
import type { NetworkConfig } from '../config.ts'
import { type Host, ignoring } from '../host/host.ts'
import { findParent } from '../host/parent.ts'
import type { NetworkContext } from '../network/context.ts'
import { sharesMac } from '../parent.ts'
import type { Lease } from '../state/lease.ts'
import { leaveContainerSide } from './container-side.ts'
import { type NewPair, nameError } from './create-pair.ts'
import type { Undo } from './undo.ts'
import { failure } from './veth.ts'

/*
 * The child of a container: its macvlan or ipvlan on the parent. Nothing of it is on the host, not even where it is. So it is found by the id
 * that the host has for the container's namespace, which lasts as long as the namespace, and by its index, which was chosen; and it is taken
 * for ours only if it is of the kind and on the parent of the network.
 */

/** Where a child is: id of its namespace for the host, undefined for the host itself; and its index there. */
export interface ChildPlace {
  readonly nsid: number | undefined
  readonly index: number
}

const reading = briefRequest<Link>('check', 'get', { answer: fromReport })
const deleting = request('detach', 'delete')

/** What the kernel says where there is no such link, or no such namespace any more. */
const GONE = ['ENODEV', 'EINVAL']

/** The id that the host has for a namespace; one is assigned if there is none. */
export async function nsidOf({ nl }: Host, netns: Netns): Promise<number> {
  const handle = handleOf(nl)
  await ignoring(['EEXIST'], handle.request(addNsid, { fd: netns, nsid: ANY_NSID }))
  return (await handle.request(getNsid, { fd: netns })) as number
}

/** A child to create, with the index that it is going to have. */
export type NewChild = Omit<NewPair, 'link' | 'addresses'> & { readonly index: number }

/** The request for it. */
export function addChild(b: Pick<Changes, 'createMacvlan' | 'createIpvlan'>, config: NetworkConfig, child: NewChild) {
  const { interface: name, index, mac, netns } = child
  const { parent, mode, mtu, macvlanMode, ipvlanMode } = config
  const own = { name, index, link: parent, ...(netns && { netns }), ...(mtu !== undefined && { mtu }) }
  if (mode === 'ipvlan') return b.createIpvlan({ ...own, data: { mode: ipvlanMode } })
  const address = sharesMac(config) ? {} : { address: mac }
  return b.createMacvlan({ ...own, ...address, data: { mode: macvlanMode } })
}

/** Creates the child in the container's namespace; without one, on the host. */
export async function createChild(
  { host, config }: NetworkContext,
  child: NewChild,
  undo: Undo,
  operation: string,
): Promise<void> {
  const { interface: name, index, netns } = child
  const results = await host.nl.batch((b) => addChild(b, config, child))
  const error = failure(results)
  if (error !== undefined) throw childError(error, name, config, operation)
  undo.push(async () => {
    if (netns === undefined) return ignoring(['ENODEV'], host.nl.deleteLink(index))
    await leaveContainerSide(netns, index).catch(() => undefined)
    await remove(host, { nsid: await nsidOf(host, netns), index })
  })
}

/** The kernel's refusal, with what it means for the parent. */
function childError(error: NetlinkError, name: string, config: NetworkConfig, operation: string): NetlinkError {
  const { code, errno } = error
  const refused = (reason: string) => new NetlinkError({ code, errno, operation, reason, cause: error })
  if (code === 'EEXIST') return nameError(errno, name, operation)
  const parent = `the parent '${config.parent}' of network '${config.name}'`
  if (code === 'ENODEV') return refused(`${parent} is missing`)
  if (code === 'EBUSY') return refused(`${parent} is in use by another kind of link, such as a bridge`)
  if (code === 'EINVAL' && config.macvlanMode === 'passthru')
    return refused(`${parent} takes a single container with macvlanMode 'passthru', and has one`)
  return kernelError(operation, errno, { reason: `${error.operation}: ${reasonOf(error)}` })
}

/** The child of a container, and where it is; undefined if it is gone. */
export async function findChild(
  host: Host,
  config: NetworkConfig,
  lease: Lease,
): Promise<{ place: ChildPlace; link: Link } | undefined> {
  const parent = await findParent(host, config)
  const { index, nsid, peer } = lease
  if (parent === undefined || index === undefined) return undefined
  const look = async (place: ChildPlace) => {
    const link = await readChild(host, place)
    return link?.kind === config.mode && link.link === parent.index ? { place, link } : undefined
  }
  const found = await look({ nsid, index })
  if (found !== undefined || peer === undefined) return found
  // An engine has moved it: the kernel assigned an id to the namespace then.
  const ids = await handleOf(host.nl).list(listNsids, {})
  const all = await Promise.all(ids.map((id) => look({ nsid: id as number, index })))
  return all.find((one) => one !== undefined)
}

function readChild({ nl }: Host, { nsid, index }: ChildPlace): Promise<Link | undefined> {
  const target = nsid === undefined ? {} : { targetNetnsid: nsid }
  return ignoring([...GONE, 'EACCES', 'EPERM'], handleOf(nl).request(reading, { index, ...target, ...BRIEF }))
}

/** Deletes the child of a container, if it is there. */
export async function removeChild(host: Host, config: NetworkConfig, lease: Lease): Promise<void> {
  const found = await findChild(host, config, lease)
  if (found !== undefined) await remove(host, found.place)
}

async function remove({ nl }: Host, { nsid, index }: ChildPlace): Promise<void> {
  const target = nsid === undefined ? {} : { targetNetnsid: nsid }
  await ignoring(GONE, handleOf(nl).request(deleting, { index, ...target }))
}
