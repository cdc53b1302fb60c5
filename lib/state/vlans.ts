import type { BridgeVlan } from '../bridge/index.ts'
import { addBridgeVlan, deleteBridgeVlan, listBridgeVlans, setBridgeVlan } from '../bridge/vlan.ts'
import { identity } from '../bridge/vlan-identity.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Fields } from './asked.ts'
import type { Kind } from './kind.ts'
import { lists } from './listed.ts'

const volatile = volatileFrom(identity.volatile)
/** What setBridgeVlan changes. */
const SETTINGS = ['state', 'mcastRouter', 'mcastMaxGroups', 'neighSuppress'] as const

/** The VLANs of a request: its one entry, or those of the device itself. */
interface Range {
  readonly first: number
  readonly last: number
  readonly pvid: boolean
}

interface Entry {
  readonly info?: { readonly vid: number; readonly flags: readonly unknown[] }
  readonly range?: number
}

function rangeOf({ entry }: Fields): Range | undefined {
  const [one] = (entry as readonly Entry[] | undefined) ?? []
  if (one?.info === undefined) return undefined
  const { vid, flags } = one.info
  return { first: vid, last: one.range ?? vid, pvid: flags.includes('pvid') }
}

function isWithin({ vid }: BridgeVlan, { first, last }: Range): boolean {
  return Number(vid) >= first && Number(vid) <= last
}

/** A new VLAN of untagged frames takes this from another one. */
function concerns(vlan: BridgeVlan, fields: Fields): boolean {
  const range = rangeOf(fields)
  return range !== undefined && (isWithin(vlan, range) || (range.pvid && vlan.pvid))
}

function list(handle: Handle, link?: number): Promise<BridgeVlan[]> {
  return on(handle, listBridgeVlans)({ ranges: false, link })
}

/** Adding a VLAN that is there changes its flags; other settings are changed only where they differ, since the kernel refuses some of them as they are. */
async function replace(handle: Handle, to: BridgeVlan): Promise<void> {
  await on(handle, addBridgeVlan)({ link: to.link, vid: to.vid, pvid: to.pvid, untagged: to.untagged })
  const now = (await list(handle, to.link)).find(({ vid }) => vid === to.vid)
  if (now === undefined) return
  const changes = SETTINGS.filter((key) => to[key] !== undefined && to[key] !== now[key]).map((key) => [key, to[key]])
  const tunnel = to.tunnelId === now.tunnelId ? {} : { tunnelId: to.tunnelId ?? null }
  const change = { ...Object.fromEntries(changes), ...tunnel }
  if (Object.keys(change).length > 0) await on(handle, setBridgeVlan)({ link: to.link, vid: to.vid, ...change })
}

/** VLANs of bridges and their ports. */
export const vlans: Kind<BridgeVlan> = {
  noun: 'vlan',
  verbs: { addBridgeVlan: 'changes', setBridgeVlan: 'changes', deleteBridgeVlan: 'changes' },
  slot: (vlan) => String(identity.place(vlan)),
  placeOf: ({ link }) => String(link),
  placeAsked: ({ link }) => String(link),
  concerns,
  made: (vlan, fields) => concerns(vlan, fields),
  same: (one, other) => isSame(one, other, volatile),
  unique: () => true,
  within: ({ link }, { links }) => links.has(link),
  // A new port has the VLAN of the bridge's `vlanDefaultPvid`, which is 1 unless set.
  own: ({ vid, pvid, untagged }) => vid === 1 && pvid && untagged,
  ownGoes: true,
  list: (handle) => lists([list(handle)]),
  put: async (handle, vlan) => {
    await on(handle, addBridgeVlan)(vlan)
    if (vlan.state !== undefined && vlan.state !== 'forwarding') await replace(handle, vlan)
  },
  remove: (handle, vlan) => on(handle, deleteBridgeVlan)(vlan),
  canReplace: () => true,
  replace,
  subject: ({ vid }) => String(vid),
}
