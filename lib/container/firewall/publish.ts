import { kernelError, NetlinkError } from '../../errors.ts'
import type { NftCommand } from '../../nftables/index.ts'
import type { Host } from '../host/host.ts'
import type { NetworkContext } from '../network/context.ts'
import type { Port } from '../types.ts'
import {
  type Address,
  add,
  type Element,
  elementsOf,
  endpointElements,
  type Holder,
  markOf,
  present,
  publications,
  publishing,
} from './elements.ts'
import { isLocal, portText } from './ports.ts'
import { declarations, NETWORKS } from './rules.ts'
import { listPublished, type Published, removeElements, sweepMarks } from './state.ts'

/** A network on its host. */
type Place = Pick<NetworkContext, 'host' | 'config'>

/**
 * Lets a container's packets pass and leads ports to it, in one transaction; ENOENT where the firewall has lost the network, and nothing would keep
 * the container.
 */
export async function publish(
  { host, config }: Place,
  to: Holder,
  ports: readonly Port[],
  operation: string,
): Promise<void> {
  const own = endpointElements(config, to)
  const published = ports.flatMap((port, i) => publications(port, to.addresses).map((one) => ({ i, one })))
  const names = [NETWORKS, ...own.map(nameOf), ...published.flatMap(({ one }) => elementsOf(one).map(nameOf))]
  const commands: NftCommand[] = [...declarations(names), ...present(markOf(config)), ...own.map(add)]
  const origins: number[] = commands.map(() => -1)
  for (const { i, one } of published) {
    const more = publishing(one)
    commands.push(...more)
    origins.push(...more.map(() => i))
  }
  try {
    await host.nft.apply(commands)
  } catch (thrown) {
    throw await publishError(host, thrown, origins, ports, operation)
  }
}

function nameOf({ name }: Element): string {
  return name
}

/** The kernel's EEXIST means that a port is taken. */
async function publishError(
  host: Host,
  thrown: unknown,
  origins: readonly number[],
  ports: readonly Port[],
  operation: string,
): Promise<unknown> {
  if (!(thrown instanceof NetlinkError) || thrown.code !== 'EEXIST') return thrown
  const command = Number(/^nftables\[(\d+)\]/.exec(thrown.attribute ?? '')?.[1] ?? -1)
  const place = origins[command] ?? -1
  const port = ports[place]
  if (port === undefined) return thrown
  const holder = (await listPublished(host)).find((one) => isShared(one, port))
  return kernelError(operation, -98, {
    reason: `port ${portText(port)} is published for another container${holder === undefined ? '' : `, ${holder.target}`}`,
    attribute: `ports[${place}].host`,
  })
}

/** Whether a published port is one of those that are asked for. */
function isShared({ protocol, port: first, last }: Published, { protocol: wanted, host, count = 1 }: Port): boolean {
  return protocol === wanted && first < host + count && host <= last
}

/** Takes back what {@link publish} did; what is not there, or belongs to another container by now, is left alone. */
export async function withdraw({ host, config }: Place, to: Holder, ports: readonly Port[]): Promise<void> {
  const published = ports.flatMap((port) => publications(port, to.addresses))
  const elements = [...published.map(({ element }) => element), ...endpointElements(config, to)]
  await removeElements(host, elements)
  if (published.some(({ mark }) => mark !== undefined)) await sweepMarks(host)
}

/** Takes back ports alone: the container stays. */
export async function withdrawOnly(
  { host }: Place,
  addresses: readonly Address[],
  ports: readonly Port[],
): Promise<void> {
  const published = ports.flatMap((port) => publications(port, addresses))
  await removeElements(
    host,
    published.map(({ element }) => element),
  )
  if (published.some(({ mark }) => mark !== undefined)) await sweepMarks(host)
}

/**
 * Packets of the host to 127.0.0.1 keep that source until they leave, which only an interface with route_localnet lets through
 * (__mkroute_output in net/ipv4/route.c). What comes from there to 127.0.0.0/8 is dropped by the firewall.
 */
export async function openLoopback({ host, config }: Place, link: string, ports: readonly Port[]): Promise<void> {
  if (!config.ranges.some(({ family }) => family === 4) || !ports.some(isLocal)) return
  await host.ensure(`net/ipv4/conf/${config.mode === 'bridge' ? config.name : link}/route_localnet`, '1')
}
