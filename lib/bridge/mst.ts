import { portState } from '../protocol/enums/portstate.ts'
import { rtnetlink } from '../protocol/rtnetlink.ts'
import type { Sender } from '../transport/handle.ts'
import { listing } from '../verb/listing.ts'
import type { Naming } from '../verb/naming.ts'
import { change } from '../verb/verb.ts'
import { limit, u16 } from '../wire/integers.ts'
import { type LinkRef, oneLink } from '../wire/reference.ts'
import type { Value } from '../wire/type.ts'
import type { Named } from '../wire/unknown.ts'
import { portMessage } from './link-message.ts'
import { divided, required } from './options.ts'

/** State of a bridge port in one of the multiple spanning trees (MST). */
export interface BridgeMst {
  /** Index of the port. */
  link: number
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** Number of the tree: VLANs belong to one by setBridgeVlanGlobal. */
  msti: number
  /** State of the port for the VLANs of the tree. */
  state: Value<typeof portState>
}

/** The port, the tree, and the state to set. */
export interface BridgeMstOptions {
  /** The port; iproute2: `dev`. */
  link: LinkRef
  /** Number of the tree, 0 to 4094. */
  msti: number
  /** State of the port for the VLANs of the tree. */
  state: BridgeMst['state']
}

/** Selects the states to list. */
export interface BridgeMstFilter extends Naming {
  /** A port; all by default. iproute2: `dev`. */
  link?: LinkRef | undefined
}

const OWN: readonly Named[] = [
  { key: 'link', type: oneLink, iproute2: ['dev'] },
  { key: 'msti', type: limit(u16, 0, 4094) },
  { key: 'state', type: portState },
]

const preset = { family: 'bridge' } as const
const request = rtnetlink.verbs('SETLINK', portMessage)('setBridgeMst', 'set', {
  preset,
  publish: (path) => path.replace(/^afSpec(\.mst(\[0\])?)?\.?/, '') || 'msti',
})
const ofList = rtnetlink.verbs('NEWLINK', portMessage)

/**
 * Sets the state of a bridge port in one of the multiple spanning trees (`bridge mst set`); the bridge needs `mstEnable`. Since Linux 5.18.
 *
 * ```ts
 * await setLink('br0', { data: { multiBoolopt: { mstEnable: true } } })
 * await setBridgeVlanGlobal({ link: 'br0', vid: 20, msti: 2 })
 * await setBridgeMst({ link: 'eth1', msti: 2, state: 'blocking' })
 * ```
 */
export const setBridgeMst = change(
  'setBridgeMst',
  (sender: Sender, options: BridgeMstOptions): Promise<void> => {
    const parts = divided('setBridgeMst', options, OWN, [])
    required('setBridgeMst', parts, 'link', 'msti', 'state')
    const { link, msti, state } = parts.own
    return sender.request(request, { link, afSpec: { mst: [{ msti, state }] } })
  },
  { undo: 'exact' },
)

type Report = Value<typeof portMessage>

/** The kernel does not filter by link (valid_bridge_getlink_req in net/core/rtnetlink.c). */
const states = listing<BridgeMstFilter, Report, BridgeMst, Naming>({
  request: () => (name, way, extras) => ofList(name, way, { preset, ...extras }),
  each: ({ link, afSpec }) =>
    (afSpec?.mst ?? []).flatMap(({ msti, state }) =>
      msti === undefined || state === undefined ? [] : [{ link, msti, state }],
    ),
  filters: [{ key: 'link', type: oneLink, iproute2: ['dev'] }],
  compared: ['link'],
  lookedUp: ['link'],
  fields: () => ({ family: 'bridge', extMask: ['mst'] }),
  empty: ['EOPNOTSUPP'],
  links: (found) => [[found, 'link']],
})

/** Lists the states of bridge ports in the multiple spanning trees (`bridge mst show`), by port. */
export const listBridgeMst = states.list('listBridgeMst')
