import { callerError } from '../errors.ts'
import { routeType } from '../protocol/enums/routetype.ts'
import { missingOption } from '../verb/options.ts'
import type { Input } from '../wire/type.ts'
import { Writer } from '../wire/writer.ts'
import { route } from './message.ts'
import { isMpls } from './preset.ts'

type Options = Input<typeof route>

/** Rejects options that the kernel would misinterpret or ignore. */
export function checkRoute(operation: string, options: Options): void {
  if (options.dst === undefined)
    throw missingOption(operation, options, route, "dst is missing; use 'default' for every destination", ['cache'])
  const { src, via, multipath } = options
  if (src === undefined && via === undefined && multipath === undefined) return
  if (isMpls(options)) return
  const inet6 = isInet6(options)
  if (!inet6 && src !== undefined && src !== 'default') throw new TypeError(`${operation}: \`src\` is \`prefsrc\` here`)
  checkVia(operation, 'via', via, inet6)
  if (!Array.isArray(multipath)) return
  for (const [i, hop] of multipath.entries()) checkVia(operation, `multipath[${i}].via`, hop?.via, inet6)
}

/** Types of routes that lead nowhere. */
const NOWHERE: ReadonlySet<unknown> = new Set(
  (['blackhole', 'unreachable', 'prohibit', 'throw'] as const).flatMap((word) => [word, routeType.words?.[word]]),
)

/** A new route leads somewhere: the kernel has ENODEV for one that does not (fib_check_nh in net/ipv4/fib_semantics.c, ip6_route_info_create). */
export function checkTargets(operation: string, options: Options): void {
  const { gateway, oif, multipath, nhId, via, type } = options
  const target = gateway ?? oif ?? multipath ?? nhId ?? via
  if (target !== undefined || NOWHERE.has(type)) return
  const missing = missingOption(operation, options, route, 'one of gateway, oif, multipath, nhId is missing', ['cache'])
  throw valueError(operation, options) ?? missing
}

/** The error of a value, which is more specific than that of a missing option. */
function valueError(operation: string, options: Options): unknown {
  const writer = new Writer(1024)
  writer.begin(0, 0, 0, false)
  try {
    route.compose(writer, options, undefined)
    return undefined
  } catch (thrown) {
    return callerError(operation, thrown)
  }
}

/** RTA_VIA is only for gateways of another family. */
function checkVia(operation: string, path: string, via: unknown, inet6: boolean): void {
  if (typeof via === 'string' && via.includes(':') === inet6)
    throw new TypeError(`${operation}: \`${path}\` is \`${path.replace(/via$/, 'gateway')}\` here`)
}

/** The family of a route, inferred from its addresses if not given. */
function isInet6({ family, dst, gateway, prefsrc, src, multipath }: Options): boolean {
  if (family !== undefined) return family === 'inet6' || family === 10 || family === 6
  const addresses = [
    dst,
    src,
    gateway,
    prefsrc,
    ...(Array.isArray(multipath) ? multipath.map((hop) => hop?.gateway) : []),
  ]
  return addresses.some((one) => typeof one === 'string' && one.includes(':'))
}
