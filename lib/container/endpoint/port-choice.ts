import { NetlinkError } from '../../errors.ts'
import { deletedError } from '../deleted.ts'
import { flushDatagrams } from '../firewall/conntrack.ts'
import { checkFree } from '../firewall/free-port.ts'
import { publish } from '../firewall/publish.ts'
import type { NetworkContext } from '../network/context.ts'
import { ownBridge } from '../network/delete.ts'
import { restore } from '../network/restore.ts'
import type { AssignedAddress } from '../subnet.ts'
import type { Port } from '../types.ts'
import type { Undo } from './undo.ts'

/** The host's end of a veth pair, and the addresses behind it. */
export interface Destination {
  readonly link: string
  readonly addresses: readonly AssignedAddress[]
  readonly mac: string
}

/** What is done with the ports before they are published, and to take them back if something else fails. */
export interface Steps {
  readonly record?: (ports: readonly Port[]) => void
  readonly takeBack: (ports: readonly Port[]) => Promise<void>
}

/** Ports that no program expects to have for itself (RFC 6335, section 6). */
const DYNAMIC = { first: 49152, last: 65535 }
/** How often ports are chosen. */
const ATTEMPTS = 32

/** Opens the firewall for a container and publishes its ports; those that were 0 are chosen. */
export async function openPorts(
  context: NetworkContext,
  to: Destination,
  wanted: readonly Port[],
  { record, takeBack }: Steps,
  undo: Undo,
  operation: string,
): Promise<readonly Port[]> {
  for (let attempt = 1; ; attempt++) {
    const ports = wanted.map(chosen)
    try {
      record?.(ports)
      await open(context, to, ports, operation)
      undo.push(() => takeBack(ports))
      await flushDatagrams(context.host, ports)
      return ports
    } catch (thrown) {
      if (attempt === ATTEMPTS || !isOfChosen(thrown, wanted)) throw thrown
    }
  }
}

function chosen(port: Port): Port {
  if (port.host !== 0) return port
  const { count = 1 } = port
  const least = Math.min(DYNAMIC.first, DYNAMIC.last + 1 - count)
  return { ...port, host: least + Math.floor(Math.random() * (DYNAMIC.last + 2 - count - least)) }
}

/** Whether a port that was chosen is taken. */
function isOfChosen(thrown: unknown, wanted: readonly Port[]): boolean {
  if (!(thrown instanceof NetlinkError) || thrown.code !== 'EADDRINUSE') return false
  const i = /^ports\[(\d+)\]/.exec(thrown.attribute ?? '')?.[1]
  return i !== undefined && wanted[Number(i)]?.host === 0
}

async function open(
  context: NetworkContext,
  to: Destination,
  ports: readonly Port[],
  operation: string,
): Promise<void> {
  await checkFree(context.host, ports, to.addresses, operation)
  await publishRestored(context, to, ports, operation)
}

/** If the firewall was taken away, it is restored first: no container is attached without one. */
async function publishRestored(
  context: NetworkContext,
  to: Destination,
  ports: readonly Port[],
  operation: string,
): Promise<void> {
  const { host, folder, config } = context
  try {
    await publish(context, to, ports, operation)
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENOENT') throw thrown
    await host.lock.hold(operation, async () => {
      if (await isDeleted(context)) throw deletedError(operation)
      await restore(host, folder, config)
    })
    await publish(context, to, ports, operation)
  }
}

/** Whether there is nothing to restore: no bridge and no record of a complete network. */
async function isDeleted({ host, folder, config }: NetworkContext): Promise<boolean> {
  const found = folder.find()
  if (found !== undefined && ('reason' in found || found.ready)) return false
  return config.mode !== 'bridge' || (await ownBridge(host, config)) === undefined
}
