import { NetlinkError } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import type { NftCommand } from '../../nftables/index.ts'
import type { NetworkConfig } from '../config.ts'
import { attachmentOf } from '../endpoint/attachment.ts'
import {
  add,
  type Element,
  elementsOf,
  endpointElements,
  keyOf,
  networkElements,
  publications,
  publishing,
  subnetElements,
} from '../firewall/elements.ts'
import { allowForward } from '../firewall/foreign-accept.ts'
import { applyClosure, closureOf, enableForwarding, forwardingMissing } from '../firewall/forwarding.ts'
import { isLocal } from '../firewall/ports.ts'
import { openLoopback, withdraw } from '../firewall/publish.ts'
import { declarations, INSTALL } from '../firewall/rules.ts'
import { install } from '../firewall/spoof-guard.ts'
import { listElements } from '../firewall/state.ts'
import { findLink, setParameters } from '../host/bridge.ts'
import type { Host } from '../host/host.ts'
import { endParameters, hostParameters, type LinkParameters, setSysctls, sysctlsOf } from '../host/parameter.ts'
import { raiseParent } from '../host/parent.ts'
import { hasParent } from '../parent.ts'
import type { Folder } from '../state/folder.ts'
import type { Lease } from '../state/lease.ts'
import { siblingsOf } from './sibling.ts'

/**
 * Puts back what the record says and the kernel has lost: rules, elements, published ports, parameters. Of other networks of the same namespace
 * too, as far as their records lie beside this one's: who took the table away took it from them all.
 */
export async function restore(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  if (hasParent(config.mode)) return raiseParent(host, config)
  const opening = await forwardingMissing(host, config)
  await restoreFirewall(host, folder, config)
  for (const sibling of siblingsOf(folder, host.inode))
    if (await hasBridge(host, sibling.config)) await restoreFirewall(host, sibling.folder, sibling.config)
  await applyClosure(host, await closureOf(host, opening))
  await enableForwarding(host, opening)
  await setParameters(host, config)
  await restoreLinks(host, folder, config)
  await allowForward(host, config)
}

/** Networks on a parent have no firewall. A network without its bridge was deleted, or is for the next `createNetwork` to clear away. */
async function hasBridge(host: Host, { mode, name }: NetworkConfig): Promise<boolean> {
  if (hasParent(mode)) return false
  return mode !== 'bridge' || (await findLink(host, name))?.kind === 'bridge'
}

async function restoreFirewall(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  const elements = [...subnetElements(config), ...networkElements(config)].map(add)
  await install(host, config, [...INSTALL, ...elements])
  const links = new Set((await host.links()).map(({ name }) => name))
  const attached = attachedTo(folder, config, links)
  const commands = await commandsFor(host, config, attached)
  for (const group of commands) await applyUnlessTaken(host, group)
  await withdrawGone(host, folder, config, attached)
}

/** The containers that are attached to the end, and whose veth pair is there. */
function attachedTo(folder: Folder, config: NetworkConfig, links: ReadonlySet<string>): Lease[] {
  return [...folder.leases(config).leases.values()].filter(({ ready, link }) => ready !== undefined && links.has(link))
}

/** What puts missing elements in; all at once for the links, port by port because another process may have taken one meanwhile. */
async function commandsFor(host: Host, config: NetworkConfig, attached: readonly Lease[]): Promise<NftCommand[][]> {
  const there = await listElements(host)
  const isMissing = (element: Element) => !there.has(keyOf(element))
  const own = attached.flatMap((lease) => endpointElements(config, attachmentOf(lease))).filter(isMissing)
  const ports = attached.flatMap((lease) => {
    const attachment = attachmentOf(lease)
    return attachment.ports.flatMap((port) => publications(port, attachment.addresses))
  })
  return [
    ...(own.length === 0 ? [] : [[...declared(own), ...own.map(add)]]),
    ...ports.flatMap((port) => {
      if (isMissing(port.element)) return [[...declared(elementsOf(port)), ...publishing(port)]]
      return port.mark !== undefined && isMissing(port.mark) ? [[...declared([port.mark]), add(port.mark)]] : []
    }),
  ]
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

/** Removes the elements of containers that were detached meanwhile. */
async function withdrawGone(
  host: Host,
  folder: Folder,
  config: NetworkConfig,
  attached: readonly Lease[],
): Promise<void> {
  const still = folder.leases(config).leases
  const gone = attached.filter(({ link }) => !still.has(link)).map(attachmentOf)
  for (const attachment of gone) await withdraw({ host, config }, attachment, attachment.ports)
}

/** Parameters of the bridge and of the host's ends. */
async function restoreLinks(host: Host, folder: Folder, config: NetworkConfig): Promise<void> {
  const byName = new Map((await host.links()).map((link) => [link.name, link]))
  const attached = attachedTo(folder, config, new Set(byName.keys()))
  const bridge = config.mode === 'bridge' ? await findLink(host, config.name) : undefined
  if (bridge !== undefined) await setLinkParameters(host, bridge, hostParameters(config))
  for (const lease of attached) {
    await setLinkParameters(host, byName.get(lease.link) as Link, endParameters(config))
    const ports = lease.ready?.ports ?? []
    if (ports.some(isLocal)) await openLoopback({ host, config }, lease.link, ports)
  }
}

export async function setLinkParameters(host: Host, link: Link, parameters: LinkParameters): Promise<void> {
  await host.nl.setLink(link.index, { afSpec: { inet: { conf: parameters.inet } } })
  await setSysctls(host.netns, sysctlsOf(link.name, parameters))
}
