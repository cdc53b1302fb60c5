import type { Conditions, PortRange, Prefix } from './bytecode.ts'
import { addressBytes } from './endpoint.ts'
import type { InetSocket, Socket } from './types.ts'

/** Bytes in front of the IPv4 address in `::ffff:10.0.0.1`. */
const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)

function isWithin(port: number, range: PortRange | undefined): boolean {
  return range === undefined || (port >= range.from && port <= range.to)
}

/** As the kernel compares (inet_diag_bc_run in net/ipv4/inet_diag.c): IPv4 also with an IPv6 socket that uses it. */
function isUnder(address: string, prefix: Prefix | undefined): boolean {
  if (prefix === undefined) return true
  let bytes = addressBytes(address)
  if (prefix.address.length === 4 && bytes.length === 16) {
    if (!MAPPED.every((byte, i) => bytes[i] === byte)) return false
    bytes = bytes.subarray(MAPPED.length)
  }
  return bytes.length === prefix.address.length && hasPrefix(bytes, prefix)
}

function hasPrefix(bytes: Uint8Array, { address, length }: Prefix): boolean {
  return bytes.every((byte, i) => {
    const bits = Math.min(8, Math.max(0, length - 8 * i))
    return ((byte ^ (address[i] as number)) & (0xff00 >> bits) & 0xff) === 0
  })
}

/** Whether a socket fulfils conditions, for protocols whose sockets the kernel does not select. */
export function agrees({ sport, dport, src, dst, link, mark, cgroup }: Conditions): (socket: Socket) => boolean {
  return (socket) => {
    const found = socket as InetSocket
    return (
      isWithin(found.local.port, sport) &&
      isWithin(found.remote.port, dport) &&
      isUnder(found.local.address, src) &&
      isUnder(found.remote.address, dst) &&
      (link === undefined || found.link === link) &&
      (mark === undefined || ((found.mark ?? 0) & mark.mask) >>> 0 === mark.mark) &&
      (cgroup === undefined || found.cgroupId === cgroup)
    )
  }
}
