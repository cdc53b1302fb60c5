import type { Port, PortOptions, PortProtocol } from '../container/index.ts'
import { describeValue } from '../errors.ts'
import { RequestError } from './failure.ts'
import { type Json, readObjects, readText } from './request.ts'

/** A port to publish; `last` is the last port of the host to try, where any free one of a range will do. */
export interface WantedPort extends PortOptions {
  readonly last?: number
}

const PORTMAP = 'com.docker.network.portmap'

const LAST = 65535

/** Numbers of IP protocols. */
const PROTOCOLS: Readonly<Record<number, PortProtocol>> = { 6: 'tcp', 17: 'udp', 132: 'sctp' }

/** The published ports of a container: `-p` of `docker run`. */
export function readPortMap(options: Json, hostAddress: string | undefined): WantedPort[] {
  return joined(readObjects(options, PORTMAP).map((one) => readPort(one, hostAddress)))
}

function readPort(one: Json, hostAddress: string | undefined): WantedPort {
  const { Proto, Port: container, HostPort: host, HostPortEnd: last } = one
  const protocol = PROTOCOLS[Proto as number]
  if (protocol === undefined)
    throw new RequestError(`Proto must be one of ${Object.keys(PROTOCOLS).join(', ')}, not ${describeValue(Proto)}`)
  checkLast(host, last)
  const address = readText(one, 'HostIP') ?? hostAddress
  return {
    host: host as number,
    container: container as number,
    protocol,
    ...(address !== undefined && { address }),
    ...(typeof last === 'number' && last > (host as number) && host !== 0 && { last }),
  }
}

/** The end of a range of ports of the host, of which one that is free is published; without a range, it is HostPort or 0. */
function checkLast(host: unknown, last: unknown = 0): void {
  const isRange = Number.isInteger(last) && (last as number) >= (host as number) && (last as number) <= LAST
  if (last === 0 || typeof host !== 'number' || isRange) return
  throw new RequestError(`HostPortEnd must be a port from ${host} to ${LAST}, not ${describeValue(last)}`)
}

/** Docker sends a range as single ports in any order: neighbours become a range again, which is one element of the firewall. */
function joined(ports: readonly WantedPort[]): WantedPort[] {
  const found: WantedPort[] = []
  for (const port of [...ports].sort((one, other) => one.host - other.host)) {
    const before = found.findIndex((one) => isNext(one, port))
    const range = found[before]
    if (range === undefined) found.push(port)
    else found[before] = { ...range, count: (range.count ?? 1) + 1 }
  }
  return found
}

function isNext(range: WantedPort, port: WantedPort): boolean {
  const { count = 1, host } = range
  if (host === 0 || range.last !== undefined || port.last !== undefined) return false
  const isFollowing = host + count === port.host && range.container + count === port.container
  return isFollowing && range.protocol === port.protocol && range.address === port.address
}

/** Whether a published port is what is wanted already: for a range, any port of it. */
export function satisfies(port: Port, { host, last = host, container, count = 1, protocol, address }: WantedPort) {
  const isHost = host === 0 || (port.host >= host && port.host <= last)
  const isRest = port.container === container && (port.count ?? 1) === count
  return isHost && isRest && port.protocol === protocol && port.address === address
}
