import { NetlinkError } from '../../errors.ts'
import type { Limits } from '../../transport/limit.ts'
import { named } from '../../verb/checks.ts'
import { flushDatagrams } from '../firewall/conntrack.ts'
import { checkFamilies, readPorts } from '../firewall/ports.ts'
import { openLoopback, withdrawOnly } from '../firewall/publish.ts'
import { Deadline } from '../host/deadline.ts'
import type { NetworkContext } from '../network/context.ts'
import type { Lease, LeaseReady } from '../state/lease.ts'
import { lockLease } from '../state/lease-lock.ts'
import type { Port, PortOptions } from '../types.ts'
import { checkAllowed } from './attach-container.ts'
import { attachmentOf } from './attachment.ts'
import { type Container, find } from './detach.ts'
import { openPorts } from './port-choice.ts'
import type { Undo } from './undo.ts'

/** Publishes further ports for an attached container; all of its ports then. The record is written first: what it has, `repair` restores. */
export function publishPorts(
  context: NetworkContext,
  container: Container,
  options: readonly PortOptions[],
  limits: Limits,
): Promise<readonly Port[]> {
  const operation = 'publish'
  const wanted = named(operation, 'ports', () => readPorts(options, operation))
  checkAllowed(context.config, { ports: wanted }, operation)
  return withLease(context, container, limits, operation, async (lease, ready) => {
    const { link, addresses, mac } = attachmentOf(lease)
    const more = wanted.filter((port) => !ready.ports.some((one) => isEqual(one, port)))
    checkFamilies(more, addresses, operation)
    const undo: Undo = [() => Promise.resolve(write(context, lease, ready))]
    let all = ready.ports
    const record = (ports: readonly Port[]) => {
      all = [...ready.ports, ...ports]
      write(context, lease, { ...ready, ports: all })
    }
    const takeBack = (ports: readonly Port[]) => withdrawOnly(context, addresses, ports)
    try {
      await openPorts(context, { link, addresses, mac }, more, { record, takeBack }, undo, operation)
      await openLoopback(context, link, all)
    } catch (thrown) {
      await Promise.allSettled(undo.map((step) => step()))
      throw thrown
    }
    return all
  })
}

/** Withdraws ports of an attached container; the remaining ones. */
export function withdrawPorts(
  context: NetworkContext,
  container: Container,
  options: readonly PortOptions[] | undefined,
  limits: Limits,
): Promise<readonly Port[]> {
  const operation = 'withdraw'
  const wanted = options && named(operation, 'ports', () => readPorts(options, operation))
  return withLease(context, container, limits, operation, async (lease, ready) => {
    const { addresses } = attachmentOf(lease)
    const isWanted = (port: Port) => wanted === undefined || wanted.some((one) => isEqual(one, port))
    const [gone, left] = [ready.ports.filter(isWanted), ready.ports.filter((port) => !isWanted(port))]
    await withdrawOnly(context, addresses, gone)
    await flushDatagrams(context.host, gone)
    if (gone.length > 0) write(context, lease, { ...ready, ports: left })
    return left
  })
}

/** Whether two ports are the same, apart from who reserves them. */
function isEqual(one: Port, other: Port): boolean {
  const keys = ['host', 'container', 'protocol', 'address', 'count'] as const
  return keys.every((key) => one[key] === other[key])
}

function write({ folder }: NetworkContext, { files }: Lease, ready: LeaseReady): void {
  for (const file of files) folder.append(file, `${JSON.stringify(ready)}\n`)
}

/** How an error names a container. */
function called(container: Container): string {
  const id = typeof container === 'object' && 'id' in container ? container.id : undefined
  return id === undefined ? 'the container' : `container '${id}'`
}

/** Runs `fn` with the lease of a container, which no other process can change meanwhile. */
async function withLease<T>(
  context: NetworkContext,
  container: Container,
  limits: Limits,
  operation: string,
  fn: (lease: Lease, ready: LeaseReady) => Promise<T>,
): Promise<T> {
  const deadline = new Deadline(operation, limits)
  const found = find(context, container, operation)
  if (found.length > 1)
    throw new TypeError(`${operation}: the container has ${found.length} links in the network; interface is missing`)
  const held = found[0] && (await lockLease(context.folder, found[0], deadline))
  try {
    const ready = held?.lease.ready
    if (held === undefined || ready === undefined)
      throw new NetlinkError({
        code: 'ENOENT',
        operation,
        subject: context.config.name,
        reason: `${called(container)} is not attached`,
      })
    return await fn(held.lease, ready)
  } finally {
    held?.lock.close()
  }
}
