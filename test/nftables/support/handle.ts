import { type Nftables, openNftables } from '../../../lib/nftables/index.ts'
import { flushByNft } from './nft-command.ts'

/** In the body of a `describe`: all of its tests share a handle; what they leave of a ruleset is gone after the last. */
export function oneHandle(): () => Nftables {
  let handle: Nftables | undefined
  before(async () => {
    handle = await openNftables()
  })
  after(async () => {
    if (handle === undefined) return
    await handle.close()
    handle = undefined
    flushByNft()
  })
  return () => handle as Nftables
}
