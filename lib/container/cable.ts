import type { Link } from '../link/index.ts'

/** Names of the host's ends: no other link is ever taken for one, whatever a record says. */
const NAME = /^veth[0-9a-f]{10}$/

export function isCableName(name: string): boolean {
  return NAME.test(name)
}

/** Whether a link may be the host's end of a cable of the network with this bridge, or of one without. */
export function isCable({ name, kind, master }: Link, bridge: number | undefined): boolean {
  return kind === 'veth' && isCableName(name) && (master === undefined || master === bridge)
}
