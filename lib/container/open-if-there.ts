import { NetlinkError } from '../errors.ts'
import { type OpenOptions, openExisting } from './network/open.ts'
import { Network } from './network.ts'

/** Opens a network; undefined if it does not exist. */
export async function openIfThere(name: string, options: OpenOptions = {}): Promise<Network | undefined> {
  try {
    return new Network(await openExisting(name, options))
  } catch (thrown) {
    if (thrown instanceof NetlinkError && thrown.code === 'ENOENT' && thrown.attribute === 'name') return undefined
    throw thrown
  }
}
