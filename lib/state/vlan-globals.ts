import type { BridgeVlanGlobal } from '../bridge/vlan-global.ts'
import { listBridgeVlanGlobals, setBridgeVlanGlobal } from '../bridge/vlan-global.ts'
import { eachOf, vlansOf } from '../bridge/vlan-range.ts'
import type { Handle } from '../transport/handle.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Fields } from './asked.ts'
import type { Kind } from './kind.ts'
import { lists } from './listed.ts'

/** What the kernel finds out. */
const REPORTED = ['mcastRouterPorts', 'mcastQuerierState']
const volatile = volatileFrom(REPORTED)

interface Options {
  readonly id?: number
  readonly range?: number
}

function concerns({ vid }: BridgeVlanGlobal, { globalOptions }: Fields): boolean {
  const [{ id = 0, range = id } = {}] = (globalOptions as readonly Options[] | undefined) ?? []
  return Number(vid) >= id && Number(vid) <= range
}

/** Each VLAN separately. */
async function list(handle: Handle): Promise<BridgeVlanGlobal[]> {
  const found = await on(handle, listBridgeVlanGlobals)()
  return found.flatMap((one) => eachOf(vlansOf(one.vid)).map((vid) => ({ ...one, vid })))
}

function set(handle: Handle, to: BridgeVlanGlobal): Promise<void> {
  const { mcastRouterPorts: _, mcastQuerierState: __, ...options } = to
  return on(handle, setBridgeVlanGlobal)(options)
}

/** Options of VLANs of whole bridges: they come and go with the VLANs. */
export const vlanGlobals: Kind<BridgeVlanGlobal> = {
  noun: 'vlanGlobal',
  verbs: { setBridgeVlanGlobal: 'changes' },
  slot: ({ link, vid }) => `${link} ${vid}`,
  placeOf: ({ link }) => String(link),
  placeAsked: ({ link }) => String(link),
  concerns,
  made: concerns,
  same: (one, other) => isSame(one, other, volatile),
  unique: () => true,
  within: ({ link }, { links }) => links.has(link),
  own: () => false,
  list: (handle) => lists([list(handle)]),
  put: set,
  remove: () => Promise.resolve(),
  canReplace: () => true,
  replace: set,
  subject: ({ vid }) => String(vid),
}
