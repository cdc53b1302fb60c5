import { randomBytes } from 'node:crypto'
import { describeValue, InputError, kernelError, NetlinkError } from '../../errors.ts'
import type { Netns } from '../../netns/index.ts'
import { boolean, checkAll, macAddress, shortName } from '../config.ts'
import { flushDatagrams } from '../firewall/conntrack.ts'
import { checkFamilies, checkFree, readPorts } from '../firewall/ports.ts'
import { openLoopback, publish, withdraw } from '../firewall/publish.ts'
import { ignoring } from '../host/host.ts'
import { endParameters, setSysctls, sysctlsOf } from '../host/parameter.ts'
import type { NetworkContext } from '../network/context.ts'
import { restore } from '../network/restore.ts'
import type { AddressLease, Line } from '../state/address-lease.ts'
import { reasonFor } from '../state/file-error.ts'
import type { LeasePending, LeaseReady } from '../state/lease.ts'
import { addressNumber, macOf } from '../subnet.ts'
import type { AttachOptions, ContainerRoute, Endpoint, Port } from '../types.ts'
import { configureContainer, type Inside, leaveContainerSide } from './container-side.ts'
import { checkRouteFamilies, identity, readRoutes } from './route.ts'
import { configureHost, failure, type VethPair } from './veth.ts'

const OPERATION = 'attach'

/** What was asked for, checked. */
export interface AttachConfig {
  readonly interface: string
  readonly address?: string
  readonly address6?: string
  readonly mac?: string
  readonly ports: readonly Port[]
  readonly id?: string
  readonly defaultRoute?: boolean
  readonly routes?: readonly ContainerRoute[]
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new InputError(`must be an address, not ${describeValue(value)}`)
  return value
}

const CHECKS = {
  interface: shortName,
  address: text,
  address6: text,
  mac: macAddress,
  ports: readPorts,
  id: identity,
  defaultRoute: boolean,
  routes: readRoutes,
}

/** Checks the options of `attach`. */
export function readAttachOptions(options: AttachOptions): AttachConfig {
  return { interface: 'eth0', ports: [], ...(checkAll(OPERATION, options, CHECKS) as Partial<AttachConfig>) }
}

/** How often another index is tried where somebody has the one that was chosen. */
const ATTEMPTS = 4

/** Attaches a container: all of it, or nothing. */
export async function attachTo(
  context: NetworkContext,
  netns: Netns,
  path: string | undefined,
  wanted: AttachConfig,
): Promise<Endpoint> {
  const link = `veth${randomBytes(5).toString('hex')}`
  const claims = claim(context, wanted, pending(netns, path, link, wanted))
  const undo: (() => Promise<unknown>)[] = []
  try {
    const addresses = addressesOf(claims)
    checkFamilies(wanted.ports, addresses)
    checkRouteFamilies(wanted.routes ?? [], context.config)
    const hardware = wanted.mac ?? macOf(numberOf(claims[0] as AddressLease))
    const veth = { ...addresses, link, interface: wanted.interface, mac: hardware, netns }
    const index = await both(createPair(context, veth, undo), open(context, veth, wanted.ports, undo))
    // The container is touched last, when nobody can have anything against it.
    await both(configureContainer(context, { ...veth, index }, wanted), openLoopback(context, link, wanted.ports))
    const ready: LeaseReady = { ...addresses, mac: hardware, ports: wanted.ports, ...insideOf(wanted) }
    for (const one of claims) one.confirm(`${JSON.stringify(ready)}\n`)
    for (const one of claims) one.close()
    const { name: network, mode } = context.config
    const known = wanted.id === undefined ? {} : { id: wanted.id }
    return {
      network,
      mode,
      netns,
      interface: wanted.interface,
      link,
      ...known,
      ...addresses,
      mac: hardware,
      ports: wanted.ports,
    }
  } catch (thrown) {
    throw await undoAll(undo, claims, thrown)
  }
}

/** Waits for both, also where one has failed: what the other has done must be known before it is undone. What the first gives. */
async function both<T>(one: Promise<T>, other: Promise<void>): Promise<T> {
  await Promise.allSettled([one, other])
  await other
  return one
}

/**
 * Undoes what was done, and gives the error that it was undone for. What cannot be undone is told with it, and `collect` finds it, for its
 * files stay.
 */
async function undoAll(undo: Undo, claims: readonly AddressLease[], cause: unknown): Promise<unknown> {
  const results = await Promise.allSettled(undo.map((step) => step()))
  const reasons = results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown)
  for (const one of claims) reasons.length === 0 ? one.release() : one.close()
  return reasons.length === 0
    ? cause
    : new AggregateError([cause, ...reasons], `${OPERATION}: failed, and could not be undone completely`)
}

function pending(netns: Netns, path: string | undefined, link: string, wanted: AttachConfig): Line {
  const where = path === undefined ? {} : { path }
  const known = wanted.id === undefined ? {} : { id: wanted.id }
  const line: LeasePending = { link, interface: wanted.interface, inode: String(netns.inode), ...where, ...known }
  return (file) => `${JSON.stringify({ ...line, file })}\n`
}

/** One address of each subnet. */
function claim({ pools }: NetworkContext, wanted: AttachConfig, line: Line): AddressLease[] {
  const claims: AddressLease[] = []
  for (const [family, option] of [[4, 'address'] as const, [6, 'address6'] as const]) {
    if (wanted[option] !== undefined && pools[family] === undefined)
      throw new TypeError(`${OPERATION}: ${option} is not allowed here: the network has no IPv${family} subnet`)
  }
  try {
    for (const pool of [pools[4], pools[6]]) if (pool !== undefined) claims.push(pool.take(wanted[pool.option], line))
    return claims
  } catch (thrown) {
    for (const one of claims) one.release()
    throw thrown
  }
}

function addressesOf(claims: readonly AddressLease[]): { address?: string; address6?: string } {
  const found = claims.map(({ address }) => (address.includes(':') ? { address6: address } : { address }))
  return Object.assign({}, ...found) as { address?: string; address6?: string }
}

function numberOf({ address }: AddressLease): bigint {
  return addressNumber(address, address.includes(':') ? 6 : 4) as bigint
}

type Undo = (() => Promise<unknown>)[]

async function createPair(context: NetworkContext, veth: Omit<VethPair, 'index'>, undo: Undo): Promise<number> {
  const { host, config, bridge } = context
  for (let attempt = 1; ; attempt++) {
    const index = context.nextIndex()
    const results = await host.nl.batch((b) => configureHost(b, config, bridge, { ...veth, index }))
    if (results[0]?.ok === true) undo.push(() => removeLink(context, veth, index))
    const error = failure(results)
    if (error === undefined) {
      await setSysctls(host.netns, sysctlsOf(veth.link, endParameters(config)))
      return index
    }
    if (error.code !== 'EBUSY' || attempt === ATTEMPTS) throw pairError(error, veth.interface, config.name)
    context.renewIndices()
  }
}

/** What of a veth pair is in the container, then the veth pair. */
async function removeLink({ host }: NetworkContext, { netns }: Omit<VethPair, 'index'>, index: number): Promise<void> {
  // Where the namespace has gone, so has the veth pair.
  await leaveContainerSide(netns, index + 1).catch(() => undefined)
  await ignoring(['ENODEV'], host.nl.deleteLink(index))
}

/** What is kept of the options to repair by. */
function insideOf({ defaultRoute, routes }: AttachConfig): Inside {
  return { ...(defaultRoute === undefined ? {} : { defaultRoute }), ...(routes === undefined ? {} : { routes }) }
}

/** The kernel's refusal in the words of who asked. */
function pairError(error: NetlinkError, name: string, network: string): NetlinkError {
  if (error.code === 'EEXIST')
    return kernelError(OPERATION, error.errno, {
      reason: `the container already has a link named '${name}'`,
      attribute: 'interface',
    })
  if (error.code === 'ENODEV' || error.code === 'EINVAL')
    return new NetlinkError({
      ...failureOf(error),
      reason: `the bridge of network '${network}' is missing`,
      cause: error,
    })
  return new NetlinkError({ ...failureOf(error), reason: reasonFor(error), cause: error })
}

function failureOf({ code, errno }: NetlinkError) {
  return { code, errno, operation: OPERATION }
}

/** Opens the firewall for it. */
async function open(
  context: NetworkContext,
  veth: Omit<VethPair, 'index'>,
  ports: readonly Port[],
  undo: Undo,
): Promise<void> {
  await checkFree(context.host, ports, veth)
  undo.push(() => withdraw(context, veth.link, veth, ports))
  await publishRestored(context, veth, ports)
  await flushDatagrams(context.host, ports)
}

/** Where the firewall was taken away it is put back first: no container is attached without one. */
async function publishRestored(
  context: NetworkContext,
  veth: Omit<VethPair, 'index'>,
  ports: readonly Port[],
): Promise<void> {
  const { host, folder, config } = context
  try {
    await publish(context, veth.link, veth, ports)
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENOENT') throw thrown
    await host.lock.hold(OPERATION, () => restore(host, folder, config))
    await publish(context, veth.link, veth, ports)
  }
}
