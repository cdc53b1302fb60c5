import { insideFindings } from '../endpoint/container-findings.ts'
import { findParent } from '../host/parent.ts'
import type { Finding } from '../types.ts'
import { type Inventory, settled } from './collect.ts'
import type { NetworkContext } from './context.ts'
import { absence, finding, recordFindings, remainsFindings } from './finding.ts'

/** Everything that differs in a network on a parent: it has no bridge, no firewall and no routes of the host. */
export async function parentDifferences(
  context: NetworkContext,
  inventory: Inventory,
  id: string | undefined,
): Promise<Finding[]> {
  return [
    ...absence(context, inventory, id),
    ...recordFindings(context, inventory),
    ...(await parentFindings(context)),
    ...[...inventory.leases.values()].flatMap((lease) => remainsFindings(inventory, lease)),
    ...(await insideFindings(context, settled(inventory), new Map())),
  ]
}

async function parentFindings({ config, host }: NetworkContext): Promise<Finding[]> {
  const name = config.parent as string
  const link = await findParent(host, config)
  if (link === undefined) return [finding('link-missing', name, `no link named ${name}, the parent of the network`)]
  return link.up ? [] : [finding('link-down', name, `link ${name}, the parent of the network, is down`)]
}
