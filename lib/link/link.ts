import type { Input } from '../wire/type.ts'
import type { LinkFlag } from './header.ts'
import type { AnyPort, DataOf, PortData } from './kinds.ts'
import type { LinkMessage, link } from './message.ts'

/** What only stands in requests, or in messages of other families. */
type Inner = 'linkinfo' | 'change' | 'family' | 'netns' | 'extMask' | 'altIfname' | 'protinfo'

/**
 * A link as the kernel tells it. `Link<'vxlan'>` has the data of that kind; a plain `Link` has, as far as the compiler knows,
 * those of any.
 */
export interface Link<Kind extends string = string> extends Omit<LinkMessage, Inner | 'name'> {
  name: string
  /** Whether it was set up; whether it works is `operstate`. */
  up: boolean
  /** `bridge`, `veth` and so on; nothing for hardware and the loopback. */
  kind?: Kind
  /** What the kind tells of itself; a Uint8Array where the kind is not known here. */
  data?: DataOf<Kind>
  /** What the link is to its master, by the master's kind: `portKind`. */
  port?: AnyPort
  portKind?: string
  /** Statistics of the kind. */
  xstats?: Uint8Array
}

/** A message of another family tells its part alone: events have such, {@link Link} has not. */
export type LinkReport<Kind extends string = string> = Link<Kind> & Partial<Pick<LinkMessage, 'family' | 'protinfo'>>

/** Flags that can be set as options of their own. */
export interface LinkFlagOptions {
  up?: boolean | undefined
  debug?: boolean | undefined
  notrailers?: boolean | undefined
  /** Whether addresses of neighbours are not asked for; iproute2: `arp off`. */
  noarp?: boolean | undefined
  /** Whether every packet is received. */
  promisc?: boolean | undefined
  /** Whether every multicast packet is received; iproute2: `allmulticast`. */
  allmulti?: boolean | undefined
  multicast?: boolean | undefined
  dynamic?: boolean | undefined
  /**
   * Flags to turn on. When a link is made, words that only the kernel sets are left out, and those that a listed link did not have are off
   * in the new one, too; setLink refuses words that cannot be set.
   */
  flags?: readonly (LinkFlag | number)[] | undefined
}

/** What a link can be apart from its kind. What the kernel only reports is taken and not sent. */
export interface LinkOptions extends Omit<Input<typeof link>, Inner | 'index' | 'flags'>, LinkFlagOptions {
  /** Index that it shall have. */
  index?: number | undefined
  /** Namespace that it is made in, or moved to. */
  netns?: Input<typeof link>['netns']
  /**
   * What it shall be to its master: a port of a bridge unless `portKind` says otherwise. When a link is made, the `state` of its
   * port, its `operstate` and its `carrier` are the kernel's to find out; setLink sets them.
   */
  port?: PortData | undefined
  portKind?: string | undefined
  xstats?: Uint8Array | undefined
}

/** A report on its way to be a {@link Link}. */
type Raw = LinkReport & Partial<Pick<LinkMessage, 'linkinfo' | 'change'>>

/**
 * Makes the report the caller's: the nest of the kind is spread, and what is only of use on the wire goes. It is changed in
 * place, since copying its sixty fields would take as long as decoding them did.
 */
export function fromReport<Kind extends string = string>(report: LinkMessage): LinkReport<Kind> {
  const found = report as LinkMessage & Raw
  found.up = report.flags.includes('up')
  if (report.linkinfo !== undefined) spread(report.linkinfo, found)
  strip(found)
  return found as LinkReport as LinkReport<Kind>
}

function strip(found: Raw): void {
  delete found.linkinfo
  delete found.change
  if (found.family === 'unspec') delete found.family
}

function spread(linkinfo: NonNullable<LinkMessage['linkinfo']>, into: LinkReport): void {
  const { kind, data, xstats, slaveKind, slaveData } = linkinfo
  if (kind !== undefined) into.kind = kind
  if (data !== undefined) into.data = data as DataOf<string>
  if (xstats !== undefined) into.xstats = xstats
  if (slaveKind !== undefined) into.portKind = slaveKind
  if (slaveData !== undefined) into.port = slaveData as AnyPort
}
