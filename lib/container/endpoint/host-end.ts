import type { Link } from '../../link/index.ts'

/** Names of the host's ends: no other link is ever taken for one, whatever a record says. */
const NAME = /^veth[0-9a-f]{10}$/

export function isHostEndName(name: string): boolean {
  return NAME.test(name)
}

/** Whether a link may be the host's end of a veth pair of the network with this bridge, or of one without. */
export function isHostEnd({ name, kind, master }: Link, bridge: number | undefined): boolean {
  return kind === 'veth' && isHostEndName(name) && (master === undefined || master === bridge)
}
