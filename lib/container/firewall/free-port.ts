import { builtin, closeSync, constants } from '../../builtin.ts'
import { kernelError } from '../../errors.ts'
import { addon, type Descriptor } from '../../transport/native.ts'
import type { Host } from '../host/host.ts'
import type { Port } from '../types.ts'
import { type Address, familiesOf } from './elements.ts'
import { portText } from './ports.ts'

/** How many ports are looked at abreast: each takes a descriptor for a moment. */
const CONCURRENT = 32

/**
 * As Docker does, a port on which a process of the host listens is refused: it would hear nothing any more. Whether one does is
 * found by listening there oneself for a moment. EADDRINUSE, or EADDRNOTAVAIL where the address is not the host's.
 */
export async function checkFree(
  host: Host,
  ports: readonly Port[],
  addresses: readonly Address[],
  operation: string,
): Promise<void> {
  const held = addon().openNetns(`/proc/self/fd/${host.netns.fd}`)
  if (typeof held === 'number') throw kernelError(operation, held)
  const rest = singlePorts(ports).values()
  try {
    const work = async () => {
      for (const { port, at } of rest)
        await host.probes.run(`${port.host}/${port.protocol}`, () => checkOne(held, port, { at, addresses, operation }))
    }
    await Promise.all(Array.from({ length: CONCURRENT }, work))
  } finally {
    held.close()
  }
}

const [EADDRINUSE, EADDRNOTAVAIL] = [-constants.errno.EADDRINUSE, -constants.errno.EADDRNOTAVAIL]

/** Each port of a range, and the option that asked for it; those that the caller reserves itself are in use. */
function singlePorts(ports: readonly Port[]): { port: Port; at: string }[] {
  return ports.flatMap((port, i) =>
    Array.from({ length: port.reserved === true ? 0 : (port.count ?? 1) }, (_, n) => ({
      port: {
        host: port.host + n,
        container: port.container,
        protocol: port.protocol,
        ...(port.address && { address: port.address }),
      },
      at: `ports[${i}]`,
    })),
  )
}

interface Request {
  readonly at: string
  readonly addresses: readonly Address[]
  readonly operation: string
}

/** A port is looked at in each family in which it is published: a program that listens only on IPv6 does not take the port of IPv4. */
async function checkOne(held: Descriptor, port: Port, { at, addresses, operation }: Request): Promise<void> {
  for (const { family } of familiesOf(port, addresses)) {
    const where = port.address ?? (family === 4 ? '0.0.0.0' : '::')
    const error = await probe(held, port, where)
    if (error === 0) continue
    const attribute = port.address === undefined || error === EADDRINUSE ? `${at}.host` : `${at}.address`
    const reason =
      error === EADDRINUSE
        ? `port ${portText(port)} is in use on the host`
        : error === EADDRNOTAVAIL
          ? `${port.address} is not an address of the host`
          : undefined
    throw kernelError(operation, error, { reason, attribute })
  }
}

/** The most milliseconds after which a port that is in use is looked at again: another process may have been looking. */
const PAUSES = [2, 4, 8, 16]

async function probe(held: Descriptor, port: Port, where: string): Promise<number> {
  let error = await listen(held, port, where)
  for (const pause of PAUSES) {
    if (error !== EADDRINUSE) return error
    await builtin.timers().setTimeout(pause * Math.random())
    error = await listen(held, port, where)
  }
  return error
}

/** Listeners of SCTP are not looked for, only the address. */
function listen(held: Descriptor, { host, protocol }: Port, where: string): Promise<number> {
  const family = where.includes(':') ? 6 : 4
  const type = protocol === 'tcp' ? 'stream' : 'datagram'
  const port = protocol === 'sctp' ? 0 : host
  const bind = { address: where, port, ipv6Only: family === 6, reuseAddress: type === 'stream', reusePort: false }
  return new Promise((resolve) => {
    addon().openSocket(held, { family, type, bind, ...(type === 'stream' && { backlog: 1 }) }, (error, _step, fd) => {
      if (fd >= 0) closeSync(fd)
      resolve(error)
    })
  })
}
