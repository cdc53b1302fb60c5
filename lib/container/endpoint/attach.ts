import type { Netns } from '../../netns/index.ts'
import type { Limits } from '../../transport/limit.ts'
import { checkFamilies } from '../firewall/ports.ts'
import { openLoopback, withdraw } from '../firewall/publish.ts'
import { findParent } from '../host/parent.ts'
import { retryInterrupted } from '../host/retry.ts'
import type { NetworkContext } from '../network/context.ts'
import { hasParent, sharesMac } from '../parent.ts'
import type { Lease, LeasePending, LeaseReady } from '../state/lease.ts'
import { type AssignedAddress, addressNumber, contains, familyOf, macOf } from '../subnet.ts'
import { allocate, type LeaseLine } from './allocate.ts'
import { createChild, nsidOf } from './child.ts'
import { configureContainer } from './container-side.ts'
import { createPair, type NewPair } from './create-pair.ts'
import { awaitDeletion } from './deletion.ts'
import { checkForeign } from './foreign-address.ts'
import { PREFIX } from './host-end.ts'
import type { AttachConfig } from './options.ts'
import { openPorts } from './port-choice.ts'
import { checkRouteFamilies } from './route.ts'
import { type Undo, undoAll } from './undo.ts'
import { containerEnd } from './veth.ts'

/** Where the container's end is to be: in its namespace, known by a path; without one, on the host, for an engine that moves it. */
export interface Target {
  readonly netns: Netns
  readonly path: string | undefined
}

/** Attaches a container, completely or not at all; what its lease says then. */
export async function attachTo(
  context: NetworkContext,
  target: Target | undefined,
  options: AttachConfig,
  limits: Limits,
  operation: string,
): Promise<Lease> {
  const wanted = await withMac(context, options)
  if (hasParent(context.config.mode)) await reserveHost(context)
  const pending = await pendingOf(context, target, wanted)
  const { addresses, leases } = allocate(context, wanted, lineOf(pending, wanted), operation)
  const undo: Undo = []
  try {
    await awaitDeletion(context, operation, limits)
    checkFamilies(wanted.ports, addresses, operation)
    checkRouteFamilies(wanted.routes ?? [], addresses)
    await checkForeign(context, addresses, operation)
    const mac = wanted.mac ?? macOf(numberOf((addresses[0] as AssignedAddress).address))
    const own = {
      addresses,
      link: pending.link,
      interface: pending.peer ?? wanted.interface,
      mac,
      netns: target?.netns,
    }
    const { index } = pending
    const ports =
      index === undefined
        ? await connect(context, own, wanted, undo, operation)
        : await connectChild(context, { ...own, index }, wanted, undo, operation)
    const ready: LeaseReady = { addresses, mac, ports, ...keptOf(wanted) }
    for (const one of leases) one.confirm(`${JSON.stringify(ready)}\n`)
    for (const one of leases) one.close()
    context.forgetLeases()
    return { ...pending, mac, files: leases.map(({ address }) => address), ready }
  } catch (thrown) {
    throw await undoAll(undo, leases, thrown, operation)
  }
}

/** The veth pair, the firewall and the container, in this order: the container is touched last, when nothing else can fail. */
async function connect(
  context: NetworkContext,
  veth: NewPair,
  wanted: AttachConfig,
  undo: Undo,
  operation: string,
): Promise<LeaseReady['ports']> {
  const takeBack = (ports: LeaseReady['ports']) => withdraw(context, veth, ports)
  const [index, ports] = await both(
    createPair(context, veth, undo, operation),
    openPorts(context, veth, wanted.ports, { takeBack }, undo, operation),
  )
  const { netns } = veth
  await both(
    netns === undefined
      ? Promise.resolve()
      : configureContainer(context, containerEnd({ ...veth, netns, index }), wanted),
    openLoopback(context, veth.link, ports),
  )
  return ports
}

/** A link on the parent has no firewall and no ports of the host. */
async function connectChild(
  context: NetworkContext,
  child: NewPair & { readonly index: number },
  wanted: AttachConfig,
  undo: Undo,
  operation: string,
): Promise<readonly []> {
  await createChild(context, child, undo, operation)
  const { netns } = child
  if (netns !== undefined) await configureContainer(context, { ...child, netns }, wanted)
  return []
}

/** Waits for both, also if one has failed: what the other has done must be known before it is undone. */
async function both<T, U>(one: Promise<T>, other: Promise<U>): Promise<[T, U]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}

/** The host is a neighbour of its containers: they must not get its addresses. */
async function reserveHost({ host, pools }: NetworkContext): Promise<void> {
  const listed = await retryInterrupted(() => host.nl.listAddresses())
  const own = listed.map(({ address }) => address.split('/')[0] as string)
  for (const pool of pools) pool.reserve(own.filter((address) => contains(pool.subnet, address)))
}

/** Where the links of containers share one hardware address, it is that of the parent. */
async function withMac({ host, config }: NetworkContext, wanted: AttachConfig): Promise<AttachConfig> {
  const mac = sharesMac(config) ? (await findParent(host, config))?.address : undefined
  return mac === undefined ? wanted : { ...wanted, mac }
}

async function pendingOf(
  context: NetworkContext,
  target: Target | undefined,
  wanted: AttachConfig,
): Promise<Omit<LeasePending, 'mac'>> {
  const { mode } = context.config
  const name = freshName()
  const child = hasParent(mode) ? await placeOf(context, target?.netns) : {}
  return {
    link: `${PREFIX[mode as keyof typeof PREFIX] ?? 'veth'}${name}`,
    ...child,
    interface: wanted.interface,
    ...(target === undefined ? { peer: `peer${name}` } : { inode: String(target.netns.inode) }),
    ...(target?.path !== undefined && { path: target.path }),
    ...(wanted.id !== undefined && { id: wanted.id }),
  }
}

/** What a child is found by: its index, and the id of its namespace. */
async function placeOf(context: NetworkContext, netns: Netns | undefined) {
  return { index: context.nextIndex(), ...(netns && { nsid: await nsidOf(context.host, netns) }) }
}

function lineOf(pending: Omit<LeasePending, 'mac'>, wanted: AttachConfig): LeaseLine {
  return (file, primary, foreign) => {
    const mac = wanted.mac ?? macOf(numberOf(primary))
    return `${JSON.stringify({ ...pending, mac, file, primary, ...(foreign && { foreign }) })}\n`
  }
}

/** What is kept of the options, to list and to repair the container. */
function keptOf({ defaultRoute, routes, labels }: AttachConfig) {
  return {
    ...(defaultRoute !== undefined && { defaultRoute }),
    ...(routes !== undefined && { routes }),
    ...(labels !== undefined && { labels }),
  }
}

function numberOf(address: string): bigint {
  return addressNumber(address, familyOf(address)) as bigint
}

/** Distinguishes its links from all others; node:crypto would take a tenth of the time of a short program to load. */
function freshName(): string {
  return Array.from({ length: 10 }, () => Math.floor(Math.random() * 16).toString(16)).join('')
}
