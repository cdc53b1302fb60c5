import { createNetwork, type Network, type NetworkOptions } from '../container/index.ts'
import { openIfThere } from '../container/open-if-there.ts'
import { NetlinkError } from '../errors.ts'
import { freeSubnet } from './free-subnet.ts'

/** How often a network that another process is creating is looked at again. */
const ATTEMPTS = 8

/** Opens the network, or creates it; without a subnet, it gets one that is free. */
export async function openOrCreate(wanted: NetworkOptions): Promise<Network> {
  if (wanted.subnet !== undefined || wanted.subnet6 !== undefined) return createNetwork(wanted)
  const taken: string[] = []
  for (let attempt = 1; ; attempt++) {
    try {
      return await createNetwork(wanted)
    } catch (thrown) {
      if (!(thrown instanceof TypeError) || (await exists(wanted))) throw thrown
    }
    const subnet = await freeSubnet(wanted.netns, taken)
    try {
      return await createNetwork({ ...wanted, subnet })
    } catch (thrown) {
      // Another process has created this network, or another one with that subnet.
      if (attempt === ATTEMPTS || !(thrown instanceof NetlinkError) || thrown.attribute !== 'subnet') throw thrown
      taken.push(subnet)
    }
  }
}

async function exists({ name, state, netns }: NetworkOptions): Promise<boolean> {
  const network = await openIfThere(name, { state, netns })
  await network?.close()
  return network !== undefined
}
