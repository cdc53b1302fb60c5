import type { NetnsRef } from '../wire/netns.ts'
import type { Input } from '../wire/type.ts'
import type { LinkFlag } from './header.ts'
import type { AnyPort, DataOf, PortData } from './kinds/index.ts'
import type { LinkMessage, link } from './message.ts'

/** What only stands in requests, or in messages of other families. */
type Inner = 'linkinfo' | 'change' | 'family' | 'netns' | 'extMask' | 'altIfname' | 'protinfo'
/** Fields of the header that are the kernel's, or have an option of their own. */
type Header = 'type' | 'index' | 'flags'

/**
 * A link as the kernel reports it. `Link<'vxlan'>` has the data of that kind; the type of a plain `Link` allows
 * those of any kind.
 */
export interface Link<Kind extends string = string> extends Omit<LinkMessage, Inner | 'name'> {
  /** Name of at most 15 bytes, 'eth0'. */
  name: string
  /** Whether it was set up; whether it works is `operstate`. */
  up: boolean
  /** Kind of the link, 'bridge', 'veth' and so on; absent for hardware and the loopback; iproute2: `type`. */
  kind?: Kind
  /** Properties of the kind; a Uint8Array where the kind is not known here; `ip -d` prints them after the kind. */
  data?: DataOf<Kind>
  /** Properties that the link has as a port of its master, by the master's kind: `portKind`; `bridge -d link` prints them. */
  port?: AnyPort
  /** Kind of the master, 'bridge', 'vrf', 'bond'; iproute2: `slave kind`. */
  portKind?: string
  /** Statistics of the kind, as bytes. */
  xstats?: Uint8Array
  /** Name of `link`, with `names: true`; absent where that is a link of another namespace. */
  linkName?: string
  /** Name of `master`, with `names: true`. */
  masterName?: string
}

/** A message of another family contains only that family's part: events may, {@link Link} does not. */
export type LinkReport<Kind extends string = string> = Link<Kind> & Partial<Pick<LinkMessage, 'family' | 'protinfo'>>

/** Flags that can be set as options of their own. */
export interface LinkFlagOptions {
  /** Whether the link is set up; iproute2: `up`, `down`. */
  up?: boolean | undefined
  /** Whether the driver logs what it does, where it has such a thing. */
  debug?: boolean | undefined
  /** Whether the trailers of 4.2BSD are avoided; Linux only keeps the flag; iproute2: `trailers off`. */
  notrailers?: boolean | undefined
  /** Whether addresses of neighbours are not asked for; iproute2: `arp off`. */
  noarp?: boolean | undefined
  /** Whether every packet is received, also those for other hardware addresses. */
  promisc?: boolean | undefined
  /** Whether every multicast packet is received; iproute2: `allmulticast`. */
  allmulti?: boolean | undefined
  /** Whether multicast is used on the link. */
  multicast?: boolean | undefined
  /** Whether addresses of the link are to go when it goes down; Linux only keeps the flag. */
  dynamic?: boolean | undefined
  /**
   * Flags to turn on. When a link is made, words that only the kernel sets are left out, and those that a listed link did not have are off
   * in the new one, too; setLink refuses words that cannot be set.
   */
  flags?: readonly (LinkFlag | number)[] | undefined
}

/**
 * What a link can be apart from its kind. Only what can be set is shown; a listed link is accepted all the same, and what the kernel only
 * reports is not sent.
 */
export interface LinkOptions extends Omit<Input<typeof link>, Inner | Header>, LinkFlagOptions {
  /** Index that the link shall have; the kernel takes the next one unless given. */
  index?: number | undefined
  /** Namespace that it is made in, or moved to. */
  netns?: NetnsRef | undefined
  /**
   * What it shall be to its master: a port of a bridge unless `portKind` says otherwise. When a link is made, the `state` of its
   * port, its `operstate` and its `carrier` are the kernel's to find out; setLink sets them.
   */
  port?: PortData | undefined
  /** Kind of the master that `port` is for: 'bridge' unless given. */
  portKind?: string | undefined
}

/** What a verb answers: the message was read as a link (report.ts). */
export function fromReport<Kind extends string = string>(report: object): LinkReport<Kind> {
  return report as LinkReport<Kind>
}
