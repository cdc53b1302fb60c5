import { addMdb, deleteMdb, listMdb, type Mdb } from '../bridge/mdb.ts'
import { identity } from '../bridge/mdb-identity.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Fields } from './asked.ts'
import type { Kind } from './kind.ts'
import { lists } from './listed.ts'

const volatile = volatileFrom(identity.volatile)

interface Entry {
  readonly group?: string
  readonly vid?: number
  readonly port?: number
}

function entryOf({ entry }: Fields): Entry {
  return (entry ?? {}) as Entry
}

/** A request without a VLAN concerns the group in each of them. A port that the request names has no index yet. */
function concerns(mdb: Mdb, fields: Fields): boolean {
  const { vid = 0, port = 0 } = entryOf(fields)
  return (vid === 0 || vid === mdb.vid) && (port === 0 || port === mdb.port)
}

/** Entries that the kernel learns, forgets, or derives from others. */
function isOwn({ permanent, rtprot, flags }: Mdb): boolean {
  return (!permanent && rtprot === 'kernel') || flags.includes('star_excl')
}

/** Entries of the multicast tables of bridges and VXLANs. */
export const mdb: Kind<Mdb> = {
  noun: 'mdb',
  verbs: { addMdb: 'creates', replaceMdb: 'changes', deleteMdb: 'changes' },
  slot: (one) => String(identity.place(one)),
  placeOf: ({ group }) => group,
  placeAsked: (fields) => String(entryOf(fields).group),
  concerns,
  made: concerns,
  same: (one, other) => isSame(one, other, volatile),
  unique: () => true,
  within: (one, { links }) => (links.has(one.port) || links.has(one.bridge)) && one.permanent,
  own: isOwn,
  list: (handle) => lists([on(handle, listMdb)()]),
  put: (handle, one) => on(handle, addMdb)(one),
  remove: (handle, one) => on(handle, deleteMdb)(one),
  canReplace: () => false,
  replace: (handle, one) => on(handle, addMdb)(one),
  subject: ({ group }) => group,
}
