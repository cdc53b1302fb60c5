import type { NetnsRef } from '../wire/netns.ts'
import type { Input } from '../wire/type.ts'
import type { LinkFlagOption } from './header.ts'
import type { AnyPort, DataOf, PortData } from './kinds/index.ts'
import type { LinkMessage, link } from './message.ts'

/** Attributes of requests only, or of messages of other families. */
type Inner = 'linkinfo' | 'change' | 'family' | 'netns' | 'extMask' | 'altIfname' | 'protinfo'
/** Fields of the header that only the kernel sets, or that are separate options. */
type Header = 'type' | 'index' | 'flags'

/**
 * A link as the kernel reports it. The `data` of `Link<'vxlan'>` is that of a VXLAN; the `data` of a plain `Link` has the properties of
 * every kind; after {@link isKind}, the compiler knows the kind.
 */
export interface Link<Kind extends string = string> extends Omit<LinkMessage, Inner | 'name'> {
  /** Name of at most 15 bytes, 'eth0'. */
  name: string
  /** Whether the link is set up; `operstate` is whether it works. */
  up: boolean
  /** Kind of the link, 'bridge', 'veth' and so on; absent for hardware and the loopback link; iproute2: `type`. */
  kind?: Kind
  /** Properties of the kind, which `ip -d` prints after the kind; a Uint8Array if this library does not know the kind. */
  data?: DataOf<Kind>
  /** Settings as a port of its master, whose kind is `portKind`; `bridge -d link` prints them. */
  port?: AnyPort
  /** Kind of the master, 'bridge', 'vrf', 'bond'; iproute2: `slave kind`. */
  portKind?: string
  /** Statistics of the kind, as bytes. */
  xstats?: Uint8Array
  /** Name of `link`, with `names: true`; absent if that link is in another namespace. */
  linkName?: string
  /** Name of `master`, with `names: true`. */
  masterName?: string
}

/** A message of another address family contains only the part of that family. Events can be such messages; a {@link Link} never is. */
export type LinkReport<Kind extends string = string> = Link<Kind> & Partial<Pick<LinkMessage, 'family' | 'protinfo'>>

/** Flags that can be set as options of their own. */
export interface LinkFlagOptions {
  /** Whether the link is set up; iproute2: `up`, `down`. */
  up?: boolean | undefined
  /** Enables debug output of the driver, if it has any. */
  debug?: boolean | undefined
  /** Avoids trailers (4.2BSD); Linux only stores the flag; iproute2: `trailers off`. */
  notrailers?: boolean | undefined
  /** Disables ARP and neighbour discovery; iproute2: `arp off`. */
  noarp?: boolean | undefined
  /** Enables promiscuous mode: packets for other hardware addresses are received, too. */
  promisc?: boolean | undefined
  /** Receives all multicast packets; iproute2: `allmulticast`. */
  allmulti?: boolean | undefined
  /** Enables multicast on the link. */
  multicast?: boolean | undefined
  /** Whether addresses are lost when the link goes down; Linux only stores the flag. */
  dynamic?: boolean | undefined
  /**
   * Flags to turn on. On creation, flags that only the kernel sets are ignored, and flags that a listed link did not have are turned off in
   * the new link; setLink rejects flags that cannot be set.
   */
  flags?: readonly LinkFlagOption[] | undefined
}

/**
 * Settings of a link that do not depend on its kind. The type contains only what can be set; a listed link is accepted as well, and what
 * the kernel only reports is not sent.
 */
export interface LinkOptions extends Omit<Input<typeof link>, Inner | Header>, LinkFlagOptions {
  /** Index of the new link; by default, the kernel chooses the next free one. */
  index?: number | undefined
  /** Namespace in which to create the link, or to which to move it. */
  netns?: NetnsRef | undefined
  /**
   * Settings as a port of its master: a bridge port unless `portKind` is given. When a link is created, the kernel determines the `state`
   * of its port, its `operstate` and its `carrier`; setLink sets them.
   */
  port?: PortData | undefined
  /** Kind of the master that `port` is for; 'bridge' by default. */
  portKind?: string | undefined
}

/** The result of a verb: report.ts has decoded the message as a link. */
export function fromReport<Kind extends string = string>(report: object): LinkReport<Kind> {
  return report as LinkReport<Kind>
}
