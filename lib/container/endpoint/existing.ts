import { NetlinkError } from '../../errors.ts'
import type { Netns } from '../../netns/index.ts'
import type { Limits } from '../../transport/limit.ts'
import { Deadline } from '../host/deadline.ts'
import { ignoring } from '../host/host.ts'
import type { NetworkContext } from '../network/context.ts'
import { hasParent } from '../parent.ts'
import type { Lease } from '../state/lease.ts'
import { findChild } from './child.ts'
import { leave } from './detach.ts'
import { NamespaceFinder } from './namespace-finder.ts'
import type { AttachConfig } from './options.ts'

const PAUSE = 5

/**
 * The attachment with this id and interface, if there is one: its lease. One whose veth pair is gone, or that was interrupted, is removed. If
 * another process is attaching the same container, it is waited for.
 */
export async function findExisting(
  context: NetworkContext,
  netns: Netns | undefined,
  { id, interface: name }: AttachConfig,
  limits: Limits,
  operation: string,
): Promise<Lease | undefined> {
  if (id === undefined) return undefined
  const deadline = new Deadline(operation, limits)
  for (;;) {
    const found = [...context.recentLeases().values()].find((one) => one.id === id && one.interface === name)
    if (found === undefined) return undefined
    if (found.held === true) {
      await deadline.pause(PAUSE, `the attachment of container '${id}' by another process`)
    } else if (found.ready !== undefined && (await hasLink(context, found))) {
      checkPlace(found, netns, operation)
      return found
    } else await leave(context, found, deadline, new NamespaceFinder())
    context.forgetLeases()
  }
}

async function hasLink({ host, config }: NetworkContext, lease: Lease): Promise<boolean> {
  const { link } = lease
  if (hasParent(config.mode)) return (await findChild(host, config, lease)) !== undefined
  return (await ignoring(['ENODEV'], host.nl.getLink(link, { stats: false }))) !== undefined
}

function checkPlace({ id, interface: name, inode }: Lease, netns: Netns | undefined, operation: string): void {
  if (inode === (netns === undefined ? undefined : String(netns.inode))) return
  const reason = `container '${id}' is already attached with interface '${name}' in another namespace`
  throw new NetlinkError({ code: 'EEXIST', operation, reason, attribute: 'id' })
}
