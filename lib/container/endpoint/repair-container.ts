import type { Link } from '../../link/index.ts'
import type { Netlink } from '../../netlink/index.ts'
import type { Netns } from '../../netns/index.ts'
import { ignoring } from '../host/host.ts'
import type { NetworkContext } from '../network/context.ts'
import type { Lease, LeaseReady } from '../state/lease.ts'
import { configureContainer, inContainer, outletsOf } from './container-side.ts'
import { addressedOtherwise, findInside } from './inside.ts'
import { deleteWrongDefault } from './source-route.ts'

/** Restores the link inside a container; a link that was moved to another namespace stays there. */
export async function repairContainer(
  context: NetworkContext,
  lease: Lease,
  ready: LeaseReady,
  end: Link | undefined,
  netns: Netns,
): Promise<void> {
  const index = await inContainer(netns, (there) => prepare(there, context, lease, ready, end))
  if (index === undefined) return
  const own = { ...ready, interface: lease.interface, index, netns }
  await configureContainer(
    context,
    end === undefined ? own : { ...own, end: { link: end.name, index: end.index } },
    ready,
  )
}

/** What an attachment need not do: the name, the MTU, and what has taken the place of an address or a route. The index of the link, if it can be repaired. */
async function prepare(
  there: Netlink,
  { config }: NetworkContext,
  lease: Lease,
  { addresses, routes = [] }: LeaseReady,
  end: Link | undefined,
): Promise<number | undefined> {
  const link = await findInside(there, lease, end)
  if (link === undefined || !(await rename(there, link, lease.interface))) return undefined
  const { index } = link
  if (config.mtu !== undefined && config.mtu !== link.mtu) await there.setLink(index, { mtu: config.mtu })
  const listed = (await there.listAddresses({ link: index })).map(({ address }) => address)
  for (const address of addresses.flatMap((one) => addressedOtherwise(listed, one)))
    await ignoring(['EADDRNOTAVAIL'], there.deleteAddress({ link: index, address }))
  for (const outlet of outletsOf(config, { index, addresses }, routes)) await deleteWrongDefault(there, outlet)
  return index
}

/** Whether the link has its name again; not where another link has taken it. Before Linux 6.2, a link that is up cannot be renamed. */
async function rename(there: Netlink, { name: found, index }: Link, name: string): Promise<boolean> {
  if (found === name) return true
  if ((await there.listLinks({ stats: false })).some((one) => one.name === name)) return false
  await there.setLink(index, { up: false })
  await there.setLink(index, { name })
  return true
}
