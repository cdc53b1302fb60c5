import type { Link } from '../link/link.ts'
import { listLinks } from '../link/list.ts'
import { setLink } from '../link/set.ts'
import { missingLink } from '../link/target.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import type { Touched } from './links.ts'

/** Moves a link back from the namespace to which it was moved, with the index and the name that it had. */
export async function fetchBack(handle: Handle, link: Link, { moved, name }: Touched): Promise<void> {
  const home = handle.netns()
  if (home === undefined || moved === undefined) return
  try {
    await handle.inside({ fd: moved }, async (there) => {
      const found = await on(there, listLinks)({ stats: false })
      const same = found.filter(({ kind, address }) => kind === link.kind && address === link.address)
      const it = same.find((one) => one.name === name) ?? same.find((one) => one.index === link.index) ?? same[0]
      if (it === undefined) throw missingLink('setLink', name, 'link')
      await on(there, setLink)(it.index, { netns: { fd: home.fd }, name: link.name, newIfindex: link.index })
    })
  } finally {
    home.close()
  }
}
