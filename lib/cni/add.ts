import { inNetwork } from '../container/in-network.ts'
import type { Network } from '../container/index.ts'
import { type Netns, openNetns } from '../netns/index.ts'
import { attachedAs, attachOptions } from './attachment.ts'
import { CniError, CODE } from './failure.ts'
import type { Invocation } from './invocation.ts'
import { dropLease, takeLease } from './lease.ts'
import { existingNetwork, obtainNetwork } from './network.ts'
import { report } from './report.ts'
import { type CniResult, joined } from './result.ts'
import { translated } from './translation.ts'

/** Attaches the container, completely or not at all. */
export async function add(invocation: Invocation): Promise<CniResult> {
  const netns = await openContainer(invocation.environment.netns)
  try {
    const own = await attachLeased(invocation, netns)
    return joined(invocation.config.prevResult, own)
  } finally {
    await netns.close()
  }
}

/** The namespace of the container. */
export async function openContainer(path: string): Promise<Netns> {
  try {
    return await openNetns(path)
  } catch (thrown) {
    throw new CniError(CODE.container, `CNI_NETNS: ${path} is not a network namespace`, (thrown as Error).message)
  }
}

async function attachLeased(invocation: Invocation, netns: Netns): Promise<CniResult> {
  // Before the IPAM plugin is called: the DEL that follows a failure would free the address of the first ADD.
  const exists = invocation.config.ipam !== undefined && (await checkExisting(invocation))
  try {
    const lease = await takeLease(invocation)
    const open = () => obtainNetwork(invocation.config, lease, exists)
    return await inNetwork(open, async (network) => {
      if (lease === undefined) await checkNew(invocation, network)
      return attach(invocation, netns, network, lease)
    })
  } catch (thrown) {
    await dropLease(invocation)
    throw translated(thrown)
  }
}

async function attach(
  invocation: Invocation,
  netns: Netns,
  network: Network,
  lease: CniResult | undefined,
): Promise<CniResult> {
  const { config, environment } = invocation
  const endpoint = await network.attach(netns, attachOptions(invocation, lease))
  try {
    return await report(config, network, endpoint, environment.netns, lease)
  } catch (thrown) {
    await network.detach(endpoint)
    throw thrown
  }
}

/** Whether the network exists; the container must not be attached to it. */
async function checkExisting(invocation: Invocation): Promise<boolean> {
  const network = await existingNetwork(invocation.config)
  if (network === undefined) return false
  try {
    await checkNew(invocation, network)
    return true
  } finally {
    await network.close()
  }
}

/** A second ADD without a DEL is an error of the runtime. */
async function checkNew({ config, environment }: Invocation, network: Network): Promise<void> {
  if ((await attachedAs({ config, environment }, network)) === undefined) return
  const { containerId, ifname } = environment
  const where = `container ${containerId} is already attached to network '${config.name}'`
  throw new CniError(CODE.attached, `interface '${ifname}' of ${where}`)
}
