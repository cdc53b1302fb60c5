import { randomBytes } from 'node:crypto'
import type { Netns } from '../../netns/index.ts'
import { checkFamilies } from '../firewall/ports.ts'
import { openLoopback, withdraw } from '../firewall/publish.ts'
import type { NetworkContext } from '../network/context.ts'
import type { Lease, LeasePending, LeaseReady } from '../state/lease.ts'
import { type AssignedAddress, addressNumber, familyOf, macOf } from '../subnet.ts'
import { allocate, type LeaseLine } from './allocate.ts'
import { configureContainer } from './container-side.ts'
import { createPair, type NewPair } from './create-pair.ts'
import { checkForeign } from './foreign-address.ts'
import type { AttachConfig } from './options.ts'
import { openPorts } from './port-choice.ts'
import { checkRouteFamilies } from './route.ts'
import { type Undo, undoAll } from './undo.ts'

/** Where the container's end is to be: in its namespace, known by a path; without one, on the host, for an engine that moves it. */
export interface Target {
  readonly netns: Netns
  readonly path: string | undefined
}

/** Attaches a container, completely or not at all; what its lease says then. */
export async function attachTo(
  context: NetworkContext,
  target: Target | undefined,
  wanted: AttachConfig,
  operation: string,
): Promise<Lease> {
  const name = randomBytes(5).toString('hex')
  const pending = pendingOf(name, target, wanted)
  const { addresses, leases } = allocate(context, wanted, lineOf(pending, wanted), operation)
  const undo: Undo = []
  try {
    checkFamilies(wanted.ports, addresses, operation)
    checkRouteFamilies(wanted.routes ?? [], addresses)
    await checkForeign(context, addresses, operation)
    const mac = wanted.mac ?? macOf(numberOf((addresses[0] as AssignedAddress).address))
    const veth = {
      addresses,
      link: pending.link,
      interface: pending.peer ?? wanted.interface,
      mac,
      netns: target?.netns,
    }
    const ports = await connect(context, veth, wanted, undo, operation)
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
    netns === undefined ? Promise.resolve() : configureContainer(context, { ...veth, netns, index }, wanted),
    openLoopback(context, veth.link, ports),
  )
  return ports
}

/** Waits for both, also if one has failed: what the other has done must be known before it is undone. */
async function both<T, U>(one: Promise<T>, other: Promise<U>): Promise<[T, U]> {
  await Promise.allSettled([one, other])
  return [await one, await other]
}

function pendingOf(name: string, target: Target | undefined, wanted: AttachConfig): Omit<LeasePending, 'mac'> {
  return {
    link: `veth${name}`,
    interface: wanted.interface,
    ...(target === undefined ? { peer: `peer${name}` } : { inode: String(target.netns.inode) }),
    ...(target?.path !== undefined && { path: target.path }),
    ...(wanted.id !== undefined && { id: wanted.id }),
  }
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
