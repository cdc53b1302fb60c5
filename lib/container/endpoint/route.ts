import { describeValue, InputError, kernelError, NetlinkError, reasonOf } from '../../errors.ts'
import type { Netlink } from '../../netlink/index.ts'
import type { RouteOptions } from '../../route/index.ts'
import { checkAll, wholeNumber } from '../../verb/checks.ts'
import { isIP } from '../../wire/ip-text.ts'
import { shape } from '../../wire/such.ts'
import { address } from '../checks.ts'
import { type AssignedAddress, BITS, unroutedRange } from '../subnet.ts'
import type { ContainerRoute } from '../types.ts'

const OPERATION = 'attach'

/** '10.0.0.0/8', an address alone, or 'default'. */
function destination(value: unknown): string {
  const [text = '', length, ...more] = typeof value === 'string' ? value.split('/') : []
  if (value === 'default') return value
  const family = isIP(text)
  const isLength = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= BITS[family === 6 ? 6 : 4])
  if (family === 0 || !isLength || more.length > 0)
    throw new InputError(`must be a prefix such as 10.0.0.0/8, or 'default', not ${describeValue(value)}`)
  const reserved = unroutedRange(value as string)
  if (reserved !== undefined)
    throw new InputError(
      `must be a prefix of unicast addresses, and ${describeValue(value)} is in ${reserved}`,
      'range',
    )
  return value as string
}

function anyAddress(value: unknown): string {
  const family = typeof value === 'string' ? isIP(value) : 0
  if (family === 0) throw new InputError(`must be an IP address, not ${describeValue(value)}`)
  return address(family as 4 | 6)(value)
}

const CHECKS = { dst: destination, gateway: anyAddress, priority: wholeNumber(0, 0xffff_ffff) }
const EXAMPLE = "{ dst: '10.0.0.0/8' }"

/** Checks the further routes that a container is to have. */
export function readRoutes(value: unknown): ContainerRoute[] {
  if (!Array.isArray(value)) throw shape(`[${EXAMPLE}]`, value)
  return value.map((route, i) => {
    const at = `routes[${i}]`
    const found = checkAll(OPERATION, route, CHECKS, at, EXAMPLE)
    if (found.dst === undefined) throw new TypeError(`${OPERATION}: ${at}.dst is missing`)
    const { dst, gateway } = found
    if (dst === 'default' && gateway === undefined)
      throw new TypeError(`${OPERATION}: ${at}.gateway is missing; for the network's own gateway, use defaultRoute`)
    if (dst !== 'default' && gateway !== undefined && isIP(gateway) !== familyOf({ dst }))
      throw new TypeError(`${OPERATION}: ${at}.gateway must be of the family of ${dst}, not ${gateway}`)
    return found as ContainerRoute
  })
}

/** Of which family a route is. */
export function familyOf({ dst, gateway }: ContainerRoute): 4 | 6 {
  return (dst === 'default' ? (gateway ?? '') : dst).includes(':') ? 6 : 4
}

/** A further route, its gateway filled in, and where the caller has it: `routes[0]`. */
export interface FurtherRoute {
  readonly dst: string
  readonly gateway: string
  readonly priority?: number
  readonly at: string
  /** Whether the gateway is the caller's. */
  readonly isGiven: boolean
}

/** The further routes of a family; those without a gateway lead to that of the network. */
export function routesOf(routes: readonly ContainerRoute[], family: 4 | 6, gateway: string): FurtherRoute[] {
  const all = routes.map((route, i) => ({ route, at: `routes[${i}]` }))
  return all
    .filter(({ route }) => familyOf(route) === family)
    .map(({ route, at }) => ({
      dst: route.dst,
      gateway: route.gateway ?? gateway,
      ...(route.priority !== undefined && { priority: route.priority }),
      at,
      isGiven: route.gateway !== undefined,
    }))
}

/** Puts a further route in. The kernel's refusal names the caller's option. */
export async function putRoute(
  nl: Netlink,
  own: Omit<RouteOptions, 'dst' | 'gateway'>,
  { dst, gateway, priority, at, isGiven }: FurtherRoute,
): Promise<void> {
  try {
    await nl.replaceRoute({ ...own, dst, gateway, ...(priority !== undefined && { priority }) })
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError)) throw thrown
    const reason = reasonOf(thrown)
    const isGateway = isGiven && (UNREACHABLE.includes(thrown.code) || /gateway|nexthop/i.test(reason))
    const what = isGateway ? `route to ${dst} via ${gateway}` : `route to ${dst}`
    throw kernelError(OPERATION, thrown.errno, {
      reason: `${what}: ${reason}`,
      attribute: `${at}.${isGateway ? 'gateway' : 'dst'}`,
    })
  }
}

const UNREACHABLE = ['ENETUNREACH', 'EHOSTUNREACH']

/** A route of a family in which the container has no address leads nowhere. */
export function checkRouteFamilies(
  routes: readonly ContainerRoute[],
  addresses: readonly Pick<AssignedAddress, 'family'>[],
): void {
  for (const [i, route] of routes.entries()) {
    if (addresses.some(({ family }) => family === familyOf(route))) continue
    throw new TypeError(
      `${OPERATION}: routes[${i}].dst must be of a family in which the network has a subnet, not ${route.dst}`,
    )
  }
}

/** Labels: words of the caller's own. */
export function readLabels(value: unknown): Record<string, string> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject) throw new InputError(`must be an object of strings, not ${describeValue(value)}`)
  const wrong = Object.entries(value).find(([, text]) => typeof text !== 'string')
  if (wrong !== undefined)
    throw new InputError(`must be an object of strings, and '${wrong[0]}' is ${describeValue(wrong[1])}`)
  return value as Record<string, string>
}

/** What an engine calls its container. */
export function identity(value: unknown): string {
  if (typeof value !== 'string' || value === '')
    throw new InputError(`must be a non-empty string, not ${describeValue(value)}`)
  return value
}
