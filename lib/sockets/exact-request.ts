import { linkIndex } from '../protocol/link.ts'
import type { Handle } from '../transport/handle.ts'
import type { Limits } from '../transport/limit.ts'
import { ip4Text, ip6Text } from '../wire/ip-text.ts'
import type { EndpointMatch } from './endpoint.ts'
import { protocolFields } from './inet.ts'
import type { Exact } from './reference.ts'

/** The option for a path of the request: `id.cookie` is `cookie`. */
export const publish = (path: string): string => path.replace(/^id\./, '')

/** Address and port of one end; those that match any for none. */
function endOf(end: EndpointMatch | undefined, isIp6: boolean): { address: string; port: number } {
  const bytes = end?.prefix?.address
  if (bytes === undefined) return { address: isIp6 ? '::' : '0.0.0.0', port: 0 }
  return { address: bytes.length === 4 ? ip4Text(bytes, 0) : ip6Text(bytes, 0), port: end?.ports?.from ?? 0 }
}

/**
 * The request that finds one socket. The kernel expects the ends of a UDP socket in the other order when it is looked up (udp_diag_dump_one in
 * net/ipv4/udp_diag.c), but not when it is destroyed.
 */
export async function exactRequest(
  handle: Handle,
  operation: string,
  { protocol, local, remote, link, cookie, rawProtocol }: Exact,
  isLookup: boolean,
  limits: Limits,
): Promise<object> {
  const isIp6 = local.prefix?.address.length === 16
  const own = endOf(local, isIp6)
  const peer = endOf(remote, isIp6)
  const isSwapped = isLookup && (protocol === 'udp' || protocol === 'udplite')
  const [source, destination] = isSwapped ? [peer, own] : [own, peer]
  const index = typeof link === 'string' ? await linkIndex(handle, operation, 'link', link, limits) : (link ?? 0)
  return {
    family: isIp6 ? 'inet6' : 'inet',
    ...protocolFields(protocol),
    ...(protocol === 'raw' ? { rawProtocol: rawProtocol ?? own.port } : {}),
    states: [0xffff_ffff],
    id: {
      sport: source.port,
      dport: destination.port,
      src: source.address,
      dst: destination.address,
      if: index,
      cookie,
    },
  }
}
