import type { Nftables } from '../../nftables/nftables.ts'
import type { Places } from '../places.ts'

/** Runs `run` with a handle of nftables in a namespace; the library for it is loaded on first use. */
export async function withNftables<T>(places: Places, netns: string, run: (nft: Nftables) => Promise<T>): Promise<T> {
  const { Nftables } = await import('../../nftables/nftables.ts')
  const held = places.descriptor(netns)
  try {
    await using nft = await Nftables.open({ netns: { fd: held.fd } })
    return await run(nft)
  } finally {
    held.close()
  }
}
