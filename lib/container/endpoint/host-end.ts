import type { Link } from '../../link/index.ts'

/** Names of the host's ends: no other link is ever taken for one, whatever a record says. */
const NAME = /^veth[0-9a-f]{10}$/

/** How the attachments of these modes are called; they have no link on the host. */
export const PREFIX = { macvlan: 'macv', ipvlan: 'ipvl' } as const

/** Whether an attachment can have this name: that of its host end, where it has one. */
export function isAttachmentName(name: string): boolean {
  return isHostEndName(name) || Object.values(PREFIX).some((prefix) => isHostEndName(name.replace(prefix, 'veth')))
}

export function isHostEndName(name: string): boolean {
  return NAME.test(name)
}

/** Whether a link may be the host's end of a veth pair of the network with this bridge, or of one without. */
export function isHostEnd({ name, kind, master }: Link, bridge: number | undefined): boolean {
  return kind === 'veth' && isHostEndName(name) && (master === undefined || master === bridge)
}
