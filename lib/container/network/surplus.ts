import { attachmentOf } from '../endpoint/attachment.ts'
import { type Element, endpointElements } from '../firewall/elements.ts'
import { surplus } from '../firewall/spoof-guard.ts'
import { removeElements } from '../firewall/state.ts'
import type { Finding } from '../types.ts'
import { type Inventory, settled, takeInventory } from './collect.ts'
import type { NetworkContext } from './context.ts'
import { finding } from './finding.ts'

/** What the guard against spoofing allows to containers of the network beyond their own addresses. */
function surplusOf({ host, config }: NetworkContext, inventory: Inventory): Promise<Element[]> {
  const attached = settled(inventory)
  const expected = attached.flatMap((lease) => endpointElements(config, attachmentOf(lease)))
  return surplus(host, new Set(attached.map(({ link }) => link)), expected)
}

export async function surplusFindings(context: NetworkContext, inventory: Inventory): Promise<Finding[]> {
  return (await surplusOf(context, inventory)).map(({ name, elem }) =>
    finding('rules', name, `${name} has ${JSON.stringify(elem)}, which is not an address of that container`),
  )
}

/** Removes it. */
export async function removeSurplus(context: NetworkContext): Promise<void> {
  if (context.config.spoofGuard)
    await removeElements(context.host, await surplusOf(context, await takeInventory(context)))
}
