import { describeValue, InputError } from '../errors.ts'
import { wholeNumber } from '../verb/checks.ts'
import { type LinkRef, oneLinkKey } from '../wire/reference.ts'
import { checkObject } from '../wire/struct.ts'
import { unknownOption } from '../wire/unknown.ts'
import { NO_COOKIE } from './cookie.ts'
import { type EndpointFilter, type EndpointMatch, endpointMatch, under } from './endpoint.ts'
import { INET_PROTOCOLS, type InetProtocol } from './inet.ts'

/** One end of a socket, exactly: an address and a port. */
export interface ExactEnd {
  readonly address: string
  readonly port: number
}

/** A socket as it is looked up or destroyed, checked. */
export interface Exact {
  readonly protocol: InetProtocol
  readonly local: EndpointMatch
  readonly remote: EndpointMatch | undefined
  readonly link: number | string | undefined
  readonly cookie: string | number | bigint
  readonly rawProtocol: number | undefined
}

/** An internet socket by its ends; a listed one is accepted as well. */
export interface SocketRef {
  /** Protocol: 'tcp', 'udp', 'udplite', 'raw' or 'dccp'. */
  readonly protocol: 'tcp' | 'udp' | 'udplite' | 'raw' | 'dccp'
  /** This end: '10.0.0.1:80', '[::1]:443', { address, port }. */
  readonly local: EndpointFilter
  /** The peer, likewise; absent for a socket that listens or is not connected. */
  readonly remote?: EndpointFilter | undefined
  /** Link that the socket is bound to. */
  readonly link?: LinkRef | undefined
  /** Cookie of the socket: another one with the same ends is not meant. */
  readonly cookie?: string | number | bigint | undefined
  /** Number of the IP protocol of a raw socket; by default the port of its local end. */
  readonly rawProtocol?: number | undefined
}

/** Protocols whose sockets the kernel finds by their ends. */
export const FOUND_BY_ENDS: readonly string[] = ['tcp', 'udp', 'udplite', 'raw', 'dccp']

const KNOWN = ['protocol', 'local', 'remote', 'link', 'cookie', 'rawProtocol']

/** Checks a reference. With `isListed`, other properties are those of a listed socket, and accepted. */
export function exact(value: unknown, isListed: boolean): Exact {
  checkObject(value, "{ protocol: 'tcp', local: '127.0.0.1:80' }")
  const stranger = Object.keys(value).find((key) => !KNOWN.includes(key))
  if (stranger !== undefined && !isListed) throw unknownOption(stranger, KNOWN)
  const { protocol, local, remote, link, cookie = NO_COOKIE, rawProtocol } = value as Partial<SocketRef>
  if (typeof protocol !== 'string' || !FOUND_BY_ENDS.includes(protocol) || !(protocol in INET_PROTOCOLS))
    throw new InputError(`must be one of ${FOUND_BY_ENDS.join(', ')}, not ${describeValue(protocol)}`).under('protocol')
  if (local === undefined) throw new InputError('is missing').under('local')
  return {
    protocol,
    local: under('local', () => oneEnd(local)),
    remote: remote === undefined ? undefined : under('remote', () => oneEnd(remote)),
    link: link === undefined ? undefined : under('link', () => oneLinkKey(link)),
    cookie,
    rawProtocol: rawProtocol === undefined ? undefined : under('rawProtocol', () => wholeNumber(0, 255)(rawProtocol)),
  }
}

function oneEnd(value: EndpointFilter): EndpointMatch {
  const end = endpointMatch(value)
  const { prefix, ports } = end
  if (prefix === undefined) throw new InputError("must have an address, as in '127.0.0.1:80'")
  if (prefix.length !== 8 * prefix.address.length) throw new InputError('must be one address, not a prefix')
  if (ports === undefined || ports.from !== ports.to) throw new InputError("must have one port, as in '127.0.0.1:80'")
  return end
}
