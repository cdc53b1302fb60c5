import { identity } from '../nexthop/identity.ts'
import { addNexthop, deleteNexthop, listNexthops, type Nexthop, replaceNexthop } from '../nexthop/nexthop.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Kind } from './kind.ts'
import { lists } from './listed.ts'

const volatile = volatileFrom([...identity.volatile, 'flags'])

export const nexthops: Kind<Nexthop> = {
  noun: 'nexthop',
  // Without an id, the kernel chooses one.
  verbs: { addNexthop: 'changes', replaceNexthop: 'changes', deleteNexthop: 'changes' },
  slot: ({ id }) => String(id),
  placeOf: () => '',
  placeAsked: () => '',
  concerns: ({ id }, fields) => fields.id === undefined || fields.id === id,
  made: ({ id }, fields) => fields.id === undefined || fields.id === id,
  same: (one, other) => isSame(one, other, volatile),
  // Groups lose their members.
  unique: () => true,
  within: ({ oif, group }, { links, nexthops }) =>
    nexthops || (oif !== undefined && links.has(oif)) || (links.size > 0 && group !== undefined),
  own: () => false,
  list: (handle) => lists([on(handle, listNexthops)()]),
  // Groups have members.
  ordered: (items) => [...items.filter(isSingle), ...items.filter((one) => !isSingle(one))],
  put: (handle, nexthop) => on(handle, addNexthop)(nexthop),
  remove: (handle, nexthop) => on(handle, deleteNexthop)(nexthop),
  canReplace: () => true,
  replace: (handle, to) => on(handle, replaceNexthop)(to),
  subject: ({ id }) => String(id),
}

function isSingle({ group }: Nexthop): boolean {
  return group === undefined
}
