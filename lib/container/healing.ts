import { NetlinkError } from '../errors.ts'
import type { Link } from '../link/index.ts'
import type { NftCommand } from '../nftables/index.ts'
import { findLink, setParameters } from './bridge.ts'
import { leavingOf } from './detach.ts'
import {
  add,
  type Element,
  endpointElements,
  keyOf,
  networkElements,
  type Publication,
  publications,
  publishing,
  subnetElements,
} from './element.ts'
import type { Stored } from './entry.ts'
import { declarations, FURNISH } from './firewall.ts'
import type { Folder } from './folder.ts'
import { applyClosure, closureOf, enableForwarding, forwardingMissing } from './forwarding.ts'
import type { Host } from './host.ts'
import { listElements } from './ledger.ts'
import type { Shape } from './options.ts'
import { endParameters, hostParameters, type LinkParameters, setSysctls, sysctlsOf } from './parameter.ts'
import { isLocal } from './port.ts'
import { openLoopback, withdraw } from './publish.ts'
import { siblingsOf } from './sibling.ts'

/**
 * Puts back what the record says and the kernel has lost: rules, elements, published ports, parameters. Of other networks of the same namespace
 * too, as far as their records lie beside this one's: who took the table away took it from them all.
 */
export async function heal(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const opening = await forwardingMissing(host, shape)
  await healFirewall(host, folder, shape)
  for (const sibling of siblingsOf(folder, host.inode))
    if (await hasBridge(host, sibling.shape)) await healFirewall(host, sibling.folder, sibling.shape)
  await applyClosure(host, await closureOf(host, opening))
  await enableForwarding(host, opening)
  await setParameters(host, shape)
  await healLinks(host, folder, shape)
}

/** A network without its bridge was deleted, or is for the next `createNetwork` to clear away. */
async function hasBridge(host: Host, { mode, name }: Shape): Promise<boolean> {
  return mode !== 'bridge' || (await findLink(host, name))?.kind === 'bridge'
}

async function healFirewall(host: Host, folder: Folder, shape: Shape): Promise<void> {
  await host.nft.apply([...FURNISH, ...[...subnetElements(shape), ...networkElements(shape)].map(add)])
  const links = new Set((await host.links()).map(({ name }) => name))
  const attached = attachedTo(folder, shape, links)
  const commands = await commandsFor(host, shape, attached)
  for (const group of commands) await applyUnlessTaken(host, group)
  await withdrawGone(host, folder, shape, attached)
}

/** The containers that are attached to the end, and whose cable is there. */
function attachedTo(folder: Folder, shape: Shape, links: ReadonlySet<string>): Stored[] {
  return [...folder.entries(shape).stored.values()].filter(
    ({ ending, link }) => ending !== undefined && links.has(link),
  )
}

/** What puts missing elements in; all at once for the links, port by port for what somebody may have taken meanwhile. */
async function commandsFor(host: Host, shape: Shape, attached: readonly Stored[]): Promise<NftCommand[][]> {
  const there = await listElements(host)
  const isMissing = (element: Element) => !there.has(keyOf(element))
  const own = attached.flatMap((stored) => endpointElements(shape, stored.link, leavingOf(stored))).filter(isMissing)
  const ports = attached.flatMap((stored) => {
    const leaving = leavingOf(stored)
    return leaving.ports.flatMap((port) => publications(port, leaving))
  })
  return [
    ...(own.length === 0 ? [] : [[...declared(own), ...own.map(add)]]),
    ...ports.flatMap((port) => {
      if (isMissing(port.element)) return [[...declared(elementsOf(port)), ...publishing(port)]]
      return port.wide !== undefined && isMissing(port.mark) ? [[...declared([port.mark]), add(port.mark)]] : []
    }),
  ]
}

function elementsOf({ element, mark, wide }: Publication): Element[] {
  return [element, mark, ...(wide === undefined ? [] : [wide])]
}

function declared(elements: readonly Element[]): NftCommand[] {
  return declarations(elements.map(({ name }) => name))
}

/** EEXIST: the port was given to another container meanwhile, and `check` says so. */
async function applyUnlessTaken({ nft }: Host, commands: readonly NftCommand[]): Promise<void> {
  try {
    await nft.apply([...commands])
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'EEXIST') throw thrown
  }
}

/** Whoever was detached meanwhile has nothing left. */
async function withdrawGone(host: Host, folder: Folder, shape: Shape, attached: readonly Stored[]): Promise<void> {
  const still = folder.entries(shape).stored
  const gone = attached.filter(({ link }) => !still.has(link)).map(leavingOf)
  for (const leaving of gone) await withdraw({ host, shape }, leaving.link, leaving, leaving.ports)
}

/** Parameters of the bridge and of the host's ends. */
async function healLinks(host: Host, folder: Folder, shape: Shape): Promise<void> {
  const byName = new Map((await host.links()).map((link) => [link.name, link]))
  const attached = attachedTo(folder, shape, new Set(byName.keys()))
  const bridge = shape.mode === 'bridge' ? await findLink(host, shape.name) : undefined
  if (bridge !== undefined) await setLinkParameters(host, bridge, hostParameters(shape))
  for (const stored of attached) {
    await setLinkParameters(host, byName.get(stored.link) as Link, endParameters(shape))
    const ports = stored.ending?.ports ?? []
    if (ports.some(isLocal)) await openLoopback({ host, shape }, stored.link, ports)
  }
}

export async function setLinkParameters(host: Host, link: Link, parameters: LinkParameters): Promise<void> {
  await host.nl.setLink(link.index, { afSpec: { inet: { conf: parameters.inet } } })
  await setSysctls(host.netns, sysctlsOf(link.name, parameters))
}
