import { callerError, Slip, shown } from '../errors.ts'
import type { Sender } from '../transport/handle.ts'
import { type Batchable, change } from '../verb/verb.ts'
import type { BridgeData } from './bridge.ts'
import { type Creation, creation, make } from './create.ts'
import type { IpvlanData } from './ipvlan.ts'
import type { Link, LinkOptions } from './link.ts'
import type { MacvlanData } from './macvlan.ts'
import { type Given, part } from './plan.ts'
import { strangeOption } from './request.ts'
import type { VlanData } from './vlan.ts'
import type { VrfData } from './vrf.ts'
import type { VxlanData } from './vxlan.ts'

/** The options of {@link createLink}. */
export interface KindOptions extends Given {
  /** Kind of the link, 'dummy', 'bond' or any other that the kernel knows; iproute2: `type`. */
  kind: string
}

/** The options of createBridge and its like. */
export interface DataOptions<Data> extends LinkOptions {
  /** Properties of the kind; iproute2: what follows `type bridge` and the like. {@link createLink} takes bytes, too. */
  data?: Data | undefined
}

/** The options of {@link createVeth}. */
export interface VethOptions extends LinkOptions {
  /** The other end; `netns` puts it into another namespace at once. */
  peer?: LinkOptions | undefined
}

/** Declares a verb that makes links of one kind. An object of `listLinks` is accepted if it is of that kind. */
function creator<Kind extends string, Options extends LinkOptions>(
  operation: string,
  kind: Kind,
): Batchable<(options?: Options) => Promise<Link<Kind>>> {
  const requests = creation<Kind>(operation)
  const run = (sender: Sender, options?: Options): Promise<Link<Kind>> => {
    const given: Given = { ...options }
    checkKind(operation, given, kind)
    return make(requests, sender, { ...part(operation, { ...given, kind }, 'link'), peer: undefined })
  }
  return change(operation, run, { first: 'options?' })
}

/** What was listed is taken where it is of the right kind. */
function checkKind(operation: string, given: Given, kind: string): void {
  if (given.kind === undefined || given.kind === kind) return
  throw callerError(operation, new Slip(`must be '${kind}' or absent, not ${shown(given.kind)}`).under('kind'))
}

/**
 * Makes a bridge (`ip link add type bridge`).
 *
 * ```ts
 * await createBridge({ name: 'br0', up: true, data: { vlanFiltering: true } })
 * ```
 */
export const createBridge = creator<'bridge', DataOptions<BridgeData>>('createBridge', 'bridge')

/** Makes a VXLAN tunnel; `data.id` is needed, and `data.group` or `data.local` say where it ends. */
export const createVxlan = creator<'vxlan', DataOptions<VxlanData>>('createVxlan', 'vxlan')

/** Makes a macvlan on the link `link`. */
export const createMacvlan = creator<'macvlan', DataOptions<MacvlanData>>('createMacvlan', 'macvlan')

/** Makes a macvtap on the link `link`: a macvlan whose packets a program reads from /dev/tapINDEX. */
export const createMacvtap = creator<'macvtap', DataOptions<MacvlanData>>('createMacvtap', 'macvtap')

/** Makes an intermediate functional block, to which traffic is redirected to be shaped. */
export const createIfb = creator<'ifb', LinkOptions>('createIfb', 'ifb')

/** Makes a dummy link, which drops what it is given. */
export const createDummy = creator<'dummy', LinkOptions>('createDummy', 'dummy')

/** Makes a VLAN on the link `link`; `data.id` is needed. */
export const createVlan = creator<'vlan', DataOptions<VlanData>>('createVlan', 'vlan')

/** Makes an ipvlan on the link `link`. */
export const createIpvlan = creator<'ipvlan', DataOptions<IpvlanData>>('createIpvlan', 'ipvlan')

/** Makes a virtual router; `data.table` is needed. */
export const createVrf = creator<'vrf', DataOptions<VrfData>>('createVrf', 'vrf')

/** Makes a WireGuard link; its keys and peers are told by `wg`. */
export const createWireguard = creator<'wireguard', LinkOptions>('createWireguard', 'wireguard')

const vethRequests = creation<'veth'>('createVeth')
const linkRequests = creation('createLink')

/**
 * Makes a veth pair (`ip link add type veth peer`), in one message whatever namespace the peer is in, and whatever bridge the
 * first end comes to. `peer.up`, `peer.master`, `peer.port`, `peer.alias` and the like follow in a second message; with `peer.netns` it
 * is sent by a handle that is opened there for it, which costs a socket and a round trip more (a batch refuses it, as a handle of your
 * own there is cheaper for many). Where any of it is refused, the pair goes again.
 * What the link has become to a master (`port`, `portKind`) and what its carrier makes of it (`operstate`) is not in the answer: {@link getLink}
 * tells it.
 *
 * ```ts
 * await createVeth({ name: 'veth0', master: 'br0', up: true, peer: { name: 'eth0', netns, up: true } })
 * ```
 */
export const createVeth = change(
  'createVeth',
  (sender: Sender, options: VethOptions = {}): Promise<Link<'veth'>> => {
    const { peer, ...rest } = options
    checkKind('createVeth', rest, 'veth')
    return makeVeth(vethRequests, sender, rest, peer)
  },
  { first: 'options?' },
)

function makeVeth<Kind extends string>(
  requests: Creation<Kind>,
  sender: Sender,
  options: Given,
  other: LinkOptions | undefined,
): Promise<Link<Kind>> {
  const peer = other === undefined ? undefined : part(requests.operation, other, 'peer')
  const data = peer === undefined ? {} : { data: { ...options.data, peer: peer.message } }
  const plan = part(requests.operation, { ...options, kind: 'veth', ...data }, 'link')
  return make(requests, sender, { ...plan, message: withoutCarrier(plan.message), peer })
}

/**
 * Until the kernel has noticed that a new veth has no carrier (up to a second), its state is `unknown`, with which a bridge lets a
 * port forward (br_add_if in net/bridge/br_if.c): it would be enabled, disabled and enabled again, each time with a look at
 * all other ports. With `dormant` it waits for the carrier; rfc2863_policy() of net/core/link_watch.c overwrites it.
 */
function withoutCarrier(message: Record<string, unknown>): Record<string, unknown> {
  const { master } = message
  return master === undefined || master === null ? message : { ...message, operstate: 'dormant' }
}

/**
 * Makes a link of any kind (`ip link add type`); EEXIST when the name is taken. Resolves with the link as the kernel made it; what it has
 * become to a master (`port`, `portKind`) {@link getLink} tells.
 */
export const createLink = change('createLink', (sender: Sender, options: KindOptions): Promise<Link> => {
  if (options.kind === undefined) throw missingKind(options)
  if (typeof options.kind !== 'string')
    throw callerError('createLink', new Slip(`must be a string, not ${shown(options.kind)}`).under('kind'))
  if (options.kind !== 'veth')
    return make(linkRequests, sender, { ...part('createLink', options, 'link'), peer: undefined })
  const { peer, ...data }: VethOptions = { ...options.data }
  return makeVeth(linkRequests, sender, peer === undefined ? options : { ...options, data }, peer)
})

/** `type` is what listed links report of their hardware. */
function missingKind(options: object): unknown {
  const strange = strangeOption(options)
  if (strange !== undefined) return callerError('createLink', strange)
  const { type } = options as { type?: unknown }
  const hint = typeof type === 'string' ? '; `type` of `ip link add` is `kind` here' : ''
  return new TypeError(`createLink: kind is missing${hint}`)
}
