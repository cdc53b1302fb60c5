import { kernelError, NetlinkError, reasonOf } from '../../errors.ts'
import type { Link } from '../../link/index.ts'
import type { LinkRef } from '../../wire/reference.ts'
import type { NetworkConfig } from '../config.ts'
import { type Host, ignoring } from './host.ts'

const OPERATION = 'createNetwork'

/** An index that no link has: the largest. */
const NO_LINK = 0x7fff_ffff
/** Kinds that the kernel replaces by their own lower link when they are to be a parent (macvlan_common_newlink, ipvlan_link_new). */
const UPPER = ['macvlan', 'macvtap', 'ipvlan', 'ipvtap']

/** The parent of a network, if it exists. */
export function findParent({ nl }: Host, { parent }: Pick<NetworkConfig, 'parent'>): Promise<Link | undefined> {
  return ignoring(['ENODEV'], nl.getLink(parent as string, { stats: false }))
}

/** The name of a parent that was requested by its index, or by an alternative name. */
export async function parentName({ nl }: Host, parent: LinkRef): Promise<string> {
  try {
    return (await nl.getLink(parent, { stats: false })).name
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENODEV') throw thrown
    throw kernelError(OPERATION, thrown.errno, { reason: reasonOf(thrown), attribute: 'parent' })
  }
}

/** Refuses a parent that cannot have links of this mode, and a mode that the kernel does not have. */
export async function checkParent(host: Host, config: NetworkConfig): Promise<void> {
  await checkKind(host, config)
  const { mode, mtu } = config
  const parent = await host.nl.getLink(await parentName(host, config.parent as string), { stats: false })
  const { name, type, kind, master } = parent
  const refuse = (code: 'EBUSY' | 'EINVAL', reason: string, attribute = 'parent') =>
    new NetlinkError({ code, operation: OPERATION, reason, attribute })
  if (type !== 'ether') throw refuse('EINVAL', `'${name}' is of type ${type}; mode '${mode}' requires an Ethernet link`)
  if (kind !== undefined && UPPER.includes(kind))
    throw refuse('EINVAL', `'${name}' is a ${kind} itself; expected the link below it`)
  if (master !== undefined && (await hasHandler(host, master)))
    throw refuse('EBUSY', `'${name}' is a port of another link, which takes its packets`)
  if (mtu !== undefined && mtu > (parent.mtu ?? mtu))
    throw refuse('EINVAL', `${mtu} is more than ${parent.mtu}, the MTU of '${name}'`, 'mtu')
}

/** Links whose ports cannot have children: the kernel has one receive handler for each link. A VRF has none. */
async function hasHandler({ nl }: Host, master: number): Promise<boolean> {
  return (await ignoring(['ENODEV'], nl.getLink(master, { stats: false })))?.kind !== 'vrf'
}

/** The kernel looks up the kind before the parent: ENODEV means that it has the kind. */
async function checkKind({ nl }: Host, { mode }: NetworkConfig): Promise<void> {
  try {
    await (mode === 'macvlan' ? nl.createMacvlan({ link: NO_LINK }) : nl.createIpvlan({ link: NO_LINK }))
  } catch (thrown) {
    if (!(thrown instanceof NetlinkError) || thrown.code !== 'EOPNOTSUPP') return
    const reason = `the kernel has no ${mode}: its module ${mode} (CONFIG_${mode.toUpperCase()}) is not loaded or not built`
    throw kernelError(OPERATION, thrown.errno, { reason, attribute: 'mode' })
  }
}

/** Sets the parent up, without which its children are down. It may be missing, as `check` reports. */
export async function raiseParent(host: Host, config: NetworkConfig): Promise<void> {
  const parent = await findParent(host, config)
  if (parent !== undefined && !parent.up) await ignoring(['ENODEV'], host.nl.setLink(parent.index, { up: true }))
}
