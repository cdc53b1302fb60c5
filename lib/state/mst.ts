import { type BridgeMst, listBridgeMst, setBridgeMst } from '../bridge/mst.ts'
import { on } from '../verb/verb.ts'
import type { Fields } from './asked.ts'
import type { Kind } from './kind.ts'
import { lists } from './listed.ts'

interface Spec {
  readonly mst?: readonly { readonly msti?: number }[]
}

function concerns({ msti }: BridgeMst, { afSpec }: Fields): boolean {
  const { mst = [] } = (afSpec ?? {}) as Spec
  return mst.some((one) => one.msti === msti)
}

/** States of ports in the multiple spanning trees: they come and go with the VLANs of the tree. */
export const mst: Kind<BridgeMst> = {
  noun: 'mst',
  verbs: { setBridgeMst: 'changes' },
  slot: ({ link, msti }) => `${link} ${msti}`,
  placeOf: ({ link }) => String(link),
  placeAsked: ({ link }) => String(link),
  concerns,
  made: concerns,
  same: (one, other) => one.state === other.state,
  unique: () => true,
  within: ({ link }, { links }) => links.has(link),
  own: () => false,
  list: (handle) => lists([on(handle, listBridgeMst)()]),
  put: (handle, to) => on(handle, setBridgeMst)(to),
  remove: () => Promise.resolve(),
  canReplace: () => true,
  replace: (handle, to) => on(handle, setBridgeMst)(to),
  subject: ({ msti }) => String(msti),
}
