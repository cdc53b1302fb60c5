import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { change } from '../verb/verb.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Input, Value } from '../wire/type.ts'
import type { Named } from '../wire/unknown.ts'
import { divided, required, vlansIn } from './options.ts'
import type { MulticastRouterPort } from './router-port.ts'
import { vlanGlobal, vlanListing, vlanMessage } from './vlan-message.ts'
import { rangeText, type VlanRange } from './vlan-range.ts'

type Report = Value<typeof vlanMessage>
type Inner = 'id' | 'range' | 'mcastRouterPorts' | 'mcastQuerierState'

/** Options of a VLAN that all ports of a bridge share, or of a range of VLANs with equal options. */
export interface BridgeVlanGlobal extends Omit<Value<typeof vlanGlobal>, 'id' | 'range' | 'mcastRouterPorts'> {
  /** Index of the bridge. */
  link: number
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** The VLAN, or a range such as '20-25'. */
  vid: VlanRange
  /** Ports with multicast routers in this VLAN. */
  mcastRouterPorts?: MulticastRouterPort[]
}

/** VLANs of a bridge, and the options to change; at least one of these. */
export interface BridgeVlanGlobalChange extends Omit<Input<typeof vlanGlobal>, Inner> {
  /** The bridge; iproute2: `dev`. */
  link: LinkRef
  /** The VLAN, 1 to 4094, or a range such as '20-25'. */
  vid: VlanRange
}

/** Selects the options to list. The kernel applies `link`. */
export interface BridgeVlanGlobalFilter extends Naming {
  /** A bridge; all by default. iproute2: `dev`. */
  link?: LinkRef | undefined
}

const OWN: readonly Named[] = [
  { key: 'link', type: oneLink, iproute2: ['dev'] },
  { key: 'vid', iproute2: ['vlan'] },
]
const ROWS = vlanGlobal.rows.filter(({ key }) => key !== 'id' && key !== 'range')

const preset = { family: 'bridge' } as const
const request = rtnetlink.verbs('NEWVLAN', vlanMessage)('setBridgeVlanGlobal', 'set', {
  preset,
  strict: true,
  publish: (path) => path.replace(/^globalOptions(\[0\])?\.?/, '').replace(/^(id|range|)$/, 'vid'),
})
const ofListing = rtnetlink.verbs('NEWVLAN', vlanListing)

/**
 * Changes options of VLANs that all ports of a bridge share (`bridge vlan global set`): multicast snooping, and the spanning tree (MST) that the
 * VLANs belong to. ENOENT for a VLAN that no port and not the bridge itself has.
 *
 * ```ts
 * await setBridgeVlanGlobal({ link: 'br0', vid: '20-25', msti: 2 })
 * ```
 */
export const setBridgeVlanGlobal = change(
  'setBridgeVlanGlobal',
  (sender: Sender, options: BridgeVlanGlobalChange): Promise<void> => {
    const parts = divided('setBridgeVlanGlobal', options, OWN, ROWS)
    required('setBridgeVlanGlobal', parts, 'link', 'vid')
    const { first, last } = vlansIn('setBridgeVlanGlobal', parts)
    const { own, nested } = parts
    if (Object.keys(nested).length === 0) {
      const keys = ROWS.filter(({ report }) => !report).map(({ key }) => key)
      throw new TypeError(`setBridgeVlanGlobal: one of ${keys.join(', ')} is missing`)
    }
    const range = last === first ? undefined : last
    return sender.request(request, { link: own.link, globalOptions: [{ id: first, range, ...nested }] })
  },
  { undo: 'exact' },
)

function fromReport({ link, globalOptions = [] }: Report): BridgeVlanGlobal[] {
  return globalOptions.map(({ id = 0, range = id, mcastRouterPorts, ...options }) => ({
    ...{ link, vid: rangeText({ first: id, last: range }) },
    ...options,
    ...(mcastRouterPorts === undefined ? {} : { mcastRouterPorts: mcastRouterPorts.flat() }),
  }))
}

/** A kernel without VLANs of bridges has none. */
const globals = listing<BridgeVlanGlobalFilter, Report, BridgeVlanGlobal, Naming>({
  request: () => (name, way, extras) => ofListing(name, way, { preset, ...extras }),
  each: fromReport,
  filters: [{ key: 'link', type: oneLink, iproute2: ['dev'] }],
  fields: ({ link }) => ({ family: 'bridge', link, flags: ['global'] }),
  empty: ['EOPNOTSUPP'],
  links: (found) => [[found, 'link'], ...(found.mcastRouterPorts ?? []).map((port) => [port, 'port'] as const)],
})

/** Lists the options of VLANs that all ports of a bridge share (`bridge -d vlan global show`), by bridge. */
export const listBridgeVlanGlobals = globals.list('listBridgeVlanGlobals')
