import { randomBytes } from 'node:crypto'
import { describeValue, InputError, kernelError, NetlinkError } from '../errors.ts'
import type { Netns } from '../netns/index.ts'
import type { Claim, Line } from './claim.ts'
import { flushDatagrams } from './conntrack.ts'
import type { Beginning, Ending } from './entry.ts'
import { reasonFor } from './file-error.ts'
import { heal } from './healing.ts'
import { unless } from './host.ts'
import { furnishInside, type Inside, leaveInside } from './inside.ts'
import { boolean, checkAll, macAddress, shortName } from './options.ts'
import { endParameters, setSysctls, sysctlsOf } from './parameter.ts'
import { checkFamilies, checkFree, readPorts } from './port.ts'
import { openLoopback, publish, withdraw } from './publish.ts'
import type { Site } from './site.ts'
import { addressNumber, macOf } from './subnet.ts'
import type { AttachOptions, ContainerRoute, Endpoint, Port } from './types.ts'
import { checkRouteFamilies, identity, readRoutes } from './way.ts'
import { type Cable, failure, wireHost } from './wiring.ts'

const OPERATION = 'attach'

/** What was asked for, checked. */
export interface Wish {
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
export function readWish(options: AttachOptions): Wish {
  return { interface: 'eth0', ports: [], ...(checkAll(OPERATION, options, CHECKS) as Partial<Wish>) }
}

/** How often another index is tried where somebody has the one that was chosen. */
const ATTEMPTS = 4

/** Attaches a container: all of it, or nothing. */
export async function attachTo(site: Site, netns: Netns, path: string | undefined, wish: Wish): Promise<Endpoint> {
  const link = `veth${randomBytes(5).toString('hex')}`
  const claims = claim(site, wish, beginning(netns, path, link, wish))
  const undo: (() => Promise<unknown>)[] = []
  try {
    const addresses = addressesOf(claims)
    checkFamilies(wish.ports, addresses)
    checkRouteFamilies(wish.routes ?? [], site.shape)
    const hardware = wish.mac ?? macOf(numberOf(claims[0] as Claim))
    const cable = { ...addresses, link, interface: wish.interface, mac: hardware, netns }
    const index = await both(layHost(site, cable, undo), open(site, cable, wish.ports, undo))
    // The container is touched last, when nobody can have anything against it.
    await both(furnishInside(site, { ...cable, index }, wish), openLoopback(site, link, wish.ports))
    const ending: Ending = { ...addresses, mac: hardware, ports: wish.ports, ...insideOf(wish) }
    for (const one of claims) one.confirm(`${JSON.stringify(ending)}\n`)
    for (const one of claims) one.close()
    const { name: network, mode } = site.shape
    const known = wish.id === undefined ? {} : { id: wish.id }
    return {
      network,
      mode,
      netns,
      interface: wish.interface,
      link,
      ...known,
      ...addresses,
      mac: hardware,
      ports: wish.ports,
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
async function undoAll(undo: Undo, claims: readonly Claim[], cause: unknown): Promise<unknown> {
  const results = await Promise.allSettled(undo.map((step) => step()))
  const reasons = results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown)
  for (const one of claims) reasons.length === 0 ? one.release() : one.close()
  return reasons.length === 0
    ? cause
    : new AggregateError([cause, ...reasons], `${OPERATION}: failed, and could not be undone completely`)
}

function beginning(netns: Netns, path: string | undefined, link: string, wish: Wish): Line {
  const where = path === undefined ? {} : { path }
  const known = wish.id === undefined ? {} : { id: wish.id }
  const line: Beginning = { link, interface: wish.interface, inode: String(netns.inode), ...where, ...known }
  return (file) => `${JSON.stringify({ ...line, file })}\n`
}

/** One address of each subnet. */
function claim({ pools }: Site, wish: Wish, line: Line): Claim[] {
  const claims: Claim[] = []
  for (const [family, option] of [[4, 'address'] as const, [6, 'address6'] as const]) {
    if (wish[option] !== undefined && pools[family] === undefined)
      throw new TypeError(`${OPERATION}: ${option} is not allowed here: the network has no IPv${family} subnet`)
  }
  try {
    for (const pool of [pools[4], pools[6]]) if (pool !== undefined) claims.push(pool.take(wish[pool.option], line))
    return claims
  } catch (thrown) {
    for (const one of claims) one.release()
    throw thrown
  }
}

function addressesOf(claims: readonly Claim[]): { address?: string; address6?: string } {
  const found = claims.map(({ address }) => (address.includes(':') ? { address6: address } : { address }))
  return Object.assign({}, ...found) as { address?: string; address6?: string }
}

function numberOf({ address }: Claim): bigint {
  return addressNumber(address, address.includes(':') ? 6 : 4) as bigint
}

type Undo = (() => Promise<unknown>)[]

async function layHost(site: Site, cable: Omit<Cable, 'index'>, undo: Undo): Promise<number> {
  const { host, shape, bridge } = site
  for (let attempt = 1; ; attempt++) {
    const index = site.nextIndex()
    const results = await host.nl.batch((b) => wireHost(b, shape, bridge, { ...cable, index }))
    if (results[0]?.ok === true) undo.push(() => removeLink(site, cable, index))
    const error = failure(results)
    if (error === undefined) {
      await setSysctls(host.netns, sysctlsOf(cable.link, endParameters(shape)))
      return index
    }
    if (error.code !== 'EBUSY' || attempt === ATTEMPTS) throw layError(error, cable.interface, shape.name)
    site.renewIndices()
  }
}

/** What of a cable is in the container, then the cable. */
async function removeLink({ host }: Site, { netns }: Omit<Cable, 'index'>, index: number): Promise<void> {
  // Where the namespace has gone, so has the cable.
  await leaveInside(netns, index + 1).catch(() => undefined)
  await unless(['ENODEV'], host.nl.deleteLink(index))
}

/** What is kept of the wish to repair by. */
function insideOf({ defaultRoute, routes }: Wish): Inside {
  return { ...(defaultRoute === undefined ? {} : { defaultRoute }), ...(routes === undefined ? {} : { routes }) }
}

/** The kernel's refusal in the words of who asked. */
function layError(error: NetlinkError, name: string, network: string): NetlinkError {
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
async function open(site: Site, cable: Omit<Cable, 'index'>, ports: readonly Port[], undo: Undo): Promise<void> {
  await checkFree(site.host, ports, cable)
  undo.push(() => withdraw(site, cable.link, cable, ports))
  await publishHealed(site, cable, ports)
  await flushDatagrams(site.host, ports)
}

/** Where the firewall was taken away it is put back first: no container is attached without one. */
async function publishHealed(site: Site, cable: Omit<Cable, 'index'>, ports: readonly Port[]): Promise<void> {
  const { host, folder, shape } = site
  try {
    await publish(site, cable.link, cable, ports)
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENOENT') throw thrown
    await host.lock.hold(OPERATION, () => heal(host, folder, shape))
    await publish(site, cable.link, cable, ports)
  }
}
