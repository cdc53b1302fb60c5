import type { NetworkConfig } from '../config.ts'
import { type Host, ignoring } from './host.ts'

/** Destinations that packets to any other host would take the same way as: documentation addresses, to which nothing is sent (RFC 5737, RFC 3849). */
const ANYWHERE = { 4: '192.0.2.1', 6: '2001:db8::1' } as const
/** What every veth has. */
const DEFAULT = 1500
/** The least MTU of IPv6. */
const LEAST = 1280

/** A network whose MTU is not given has that of its way out, where it is another than that of every veth. */
export async function withMtu(host: Host, config: NetworkConfig): Promise<NetworkConfig> {
  if (config.mtu !== undefined || config.internal) return config
  const found = await Promise.all(config.ranges.map(({ family }) => mtuOf(host, family)))
  const sizes = found.filter((mtu) => mtu !== undefined)
  if (sizes.length === 0) return config
  const mtu = Math.max(Math.min(...sizes), LEAST)
  return mtu === DEFAULT ? config : { ...config, mtu }
}

/** The MTU of the link through which other hosts are reached, or of the route itself. */
async function mtuOf({ nl }: Host, family: 4 | 6): Promise<number | undefined> {
  const codes = ['ENETUNREACH', 'EHOSTUNREACH', 'EACCES', 'EINVAL', 'EAFNOSUPPORT', 'ENODEV']
  const route = await ignoring(codes, nl.lookupRoute({ dst: ANYWHERE[family] }))
  if (route === undefined || (route.type ?? 'unicast') !== 'unicast' || typeof route.oif !== 'number') return undefined
  const link = await ignoring(['ENODEV'], nl.getLink(route.oif, { stats: false }))
  if (link?.type === 'loopback') return undefined
  return route.metrics?.mtu ?? link?.mtu
}
