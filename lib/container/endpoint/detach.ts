import { statSync } from '../../builtin.ts'
import { callerError, describeValue, InputError } from '../../errors.ts'
import { Netns } from '../../netns/index.ts'
import { netnsPath } from '../../netns/reference.ts'
import type { Limits } from '../../transport/limit.ts'
import { checkAll } from '../../verb/checks.ts'
import { isIP } from '../../wire/ip-text.ts'
import type { NetnsRef } from '../../wire/netns.ts'
import { shortName } from '../checks.ts'
import { flushDatagrams } from '../firewall/conntrack.ts'
import { withdraw } from '../firewall/publish.ts'
import { Deadline } from '../host/deadline.ts'
import { ignoring } from '../host/host.ts'
import type { NetworkContext } from '../network/context.ts'
import { hasParent } from '../parent.ts'
import { type Lease, readLease } from '../state/lease.ts'
import { lockLease } from '../state/lease-lock.ts'
import type { Endpoint, EndpointId, EndpointRecord } from '../types.ts'
import { attachmentOf } from './attachment.ts'
import { removeChild } from './child.ts'
import { leaveContainerSide } from './container-side.ts'
import { unreachForeign } from './foreign-address.ts'
import { NamespaceFinder } from './namespace-finder.ts'
import { identity } from './route.ts'

/** What a container is detached by. */
export type Container = Endpoint | EndpointRecord | EndpointId | NetnsRef

type Known = Endpoint | EndpointRecord

function isKnown(container: Container): container is Known {
  return typeof container === 'object' && container !== null && ('network' in container || 'link' in container)
}

function isId(container: Container): container is EndpointId {
  return typeof container === 'object' && container !== null && !(container instanceof Netns) && 'id' in container
}

/** Every attachment that is meant. */
export function find(context: NetworkContext, container: Container, operation: string): Lease[] {
  if (isKnown(container)) return ofEndpoint(context, container)
  const meant = isId(container) ? byId(container, operation) : byNamespace(container)
  const leases = [...context.folder.leases(context.config).leases.values()]
  const found = leases.filter(meant)
  if (found.length === 0 && typeof container === 'string') checkNotId(operation, container, leases)
  return found
}

/** A string is a namespace. A caller that detached an id would take it for granted that the container had left. */
function checkNotId(operation: string, name: string, leases: readonly Lease[]): void {
  if (inodeOf(name) !== undefined || !leases.some(({ id }) => id === name)) return
  const text = describeValue(name)
  throw new TypeError(
    `${operation}: there is no namespace ${text}, but an endpoint with this id: use ${operation}({ id: ${text} })`,
  )
}

/** Checks of an id and an interface. */
export const ID_CHECKS = { id: identity, interface: shortName }

/** By what the caller calls it, and by its link where one is named. */
function byId(container: EndpointId, operation: string): (lease: Lease) => boolean {
  const { id, interface: name } = checkAll(operation, container, ID_CHECKS)
  if (id === undefined) throw new TypeError(`${operation}: id is missing`)
  return (lease) => lease.id === id && (name === undefined || lease.interface === name)
}

/** Its own files, as far as they are still its own. */
function ofEndpoint({ folder }: NetworkContext, { link, address, address6, addresses }: Known): Lease[] {
  const all = addresses?.map((text) => text.split('/')[0]) ?? [address, address6]
  const found = all.flatMap((file) => (file === undefined || isIP(file) === 0 ? [] : [readLease(folder.path, file)]))
  const own = found.filter((entry): entry is Lease => entry !== undefined && 'link' in entry && entry.link === link)
  return own.length === 0 ? [] : [{ ...(own[0] as Lease), files: own.flatMap((entry) => entry.files) }]
}

/** By the inode of the namespace; by its name or path where it has gone. */
function byNamespace(ref: NetnsRef): (lease: Lease) => boolean {
  const inode = ref instanceof Netns ? String(ref.inode) : inodeOf(ref)
  return (lease) => lease.inode === inode || (inode === undefined && typeof ref === 'string' && lease.path === ref)
}

function inodeOf(ref: NetnsRef): string | undefined {
  try {
    return String(statSync(netnsPath(ref), { bigint: true }).ino)
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ENOENT') return undefined
    if (thrown instanceof InputError && thrown.code === undefined && typeof ref !== 'string')
      throw new TypeError(`detach: expected an endpoint, a namespace or { id, interface? }, got ${describeValue(ref)}`)
    throw callerError('detach', thrown instanceof InputError ? thrown.under('netns') : thrown)
  }
}

/** Detaches what is meant; its addresses are given out again only when nothing leads to them any more. */
export async function detachAll(context: NetworkContext, container: Container, limits: Limits): Promise<void> {
  const deadline = new Deadline('detach', limits)
  const finder = new NamespaceFinder()
  const opened = openedBy(container)
  await Promise.all(find(context, container, 'detach').map((lease) => leave(context, lease, deadline, finder, opened)))
}

/** The namespace that the caller has open, if any. */
function openedBy(container: Container): Netns | undefined {
  const netns =
    typeof container === 'object' && container !== null && 'netns' in container ? container.netns : container
  return netns instanceof Netns && netns.fd >= 0 ? netns : undefined
}

/**
 * Removes what the container has of the network besides its link. If its namespace cannot be found, its rules stay, which lead nowhere without the link's
 * table.
 */
async function leaveContainer(
  { host }: NetworkContext,
  lease: Lease,
  finder: NamespaceFinder,
  opened: Netns | undefined,
): Promise<void> {
  const index = lease.index ?? (await ignoring(['ENODEV'], host.nl.getLink(lease.link, { stats: false })))?.link
  if (typeof index !== 'number') return
  const netns = opened ?? (await finder.open(lease))
  if (netns === undefined) return
  try {
    await leaveContainerSide(netns, index)
  } finally {
    if (netns !== opened) await netns.close()
  }
}

/**
 * Veth pair, firewall, addresses, in this order. The kernel takes the veth pair in one go: whoever is stopped before has done nothing, and behind
 * that the container is one whose veth pair is gone, which `collect` finishes. Whether it was taken off here: without a deadline, what another process
 * holds is left to it.
 */
export function leave(
  context: NetworkContext,
  before: Lease,
  deadline: Deadline | undefined,
  finder: NamespaceFinder,
  opened?: Netns,
): Promise<boolean> {
  return context.detaching.run(async () => {
    const held = await lockLease(context.folder, before, deadline)
    if (held === undefined) return false
    try {
      await context.visiting.run(() => leaveContainer(context, held.lease, finder, opened))
      await takeOff(context, held.lease)
      return true
    } finally {
      held.lock.close()
    }
  })
}

async function takeOff(context: NetworkContext, lease: Lease): Promise<void> {
  const attachment = attachmentOf(lease)
  const { link, ports, files } = attachment
  if (hasParent(context.config.mode)) await removeChild(context.host, context.config, lease)
  else await context.remover.remove(link)
  await unreachForeign(context, attachment.addresses)
  await withdraw(context, attachment, ports)
  await flushDatagrams(context.host, ports)
  // The file that is held goes last.
  for (const file of [...files].reverse()) context.folder.release(file)
}
