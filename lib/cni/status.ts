import { NetlinkError } from '../errors.ts'
import { openNftables } from '../nftables/index.ts'
import { CniError, CODE } from './failure.ts'
import type { Invocation } from './invocation.ts'
import { passOn } from './lease.ts'

/** Whether an ADD can succeed: the addons load, and the kernel lets this process read and change the firewall. */
export async function status(invocation: Invocation): Promise<void> {
  try {
    const nft = await openNftables()
    try {
      await nft.apply([{ add: { table: { family: 'inet', name: 'netlink_ts_status' } } }], { check: true })
    } finally {
      await nft.close()
    }
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError)) throw thrown
    throw new CniError(CODE.status, 'the plugin cannot attach containers', thrown.message)
  }
  await passOn(invocation, 'STATUS')
}
