import { identity } from '../neighbour/identity.ts'
import {
  appendNeighbour,
  deleteNeighbour,
  listNeighbours,
  type Neighbour,
  type NeighbourOptions,
  replaceNeighbour,
} from '../neighbour/neighbour.ts'
import { on } from '../verb/verb.ts'
import { isSame, volatileFrom } from '../watch/difference.ts'
import type { Asked, Fields } from './asked.ts'
import type { Kind, Reach } from './kind.ts'
import { lists } from './listed.ts'

const volatile = volatileFrom([...identity.volatile, 'ifindex'])

function place(family: unknown, link: unknown, dst: unknown, lladdr: unknown): string {
  return family === 'bridge' ? `bridge ${link} ${lladdr}` : `ip ${link} ${dst}`
}

const placeOf = ({ family, link, dst, lladdr }: Fields): string => place(family, link, dst, lladdr)

/** Entries that the kernel does not learn and forget itself. */
function isSet({ state, flags, flagsExt }: Neighbour): boolean {
  return (
    state === 'permanent' ||
    state === 'noarp' ||
    flags.includes('proxy') ||
    flags.includes('ext_learned') ||
    flagsExt?.includes('managed') === true
  )
}

/** Whether a MAC address is one of a group: the kernel subscribes to these. */
function isGroup(lladdr: string | undefined): boolean {
  return lladdr !== undefined && (Number.parseInt(lladdr.slice(0, 2), 16) & 1) === 1
}

/** Entries of groups, and those of a bridge for its own address. */
function isKernels({ family, lladdr, state, link, master }: Neighbour): boolean {
  if (family !== 'bridge') return state === 'noarp'
  return isGroup(lladdr) || (state === 'permanent' && link === master)
}

const MOST_LINKS = 4

/** The links whose entries are listed; undefined for all. */
function linksOf({ scope, asked }: Reach): (number | undefined)[] {
  const named = asked.map(({ fields }: Asked) => fields.link)
  const links = new Set([...scope.links, ...named])
  if (links.size > MOST_LINKS || named.some((link) => typeof link !== 'number')) return [undefined]
  return [...links] as number[]
}

function list(handle: Parameters<Kind['list']>[0], reach: Reach): Promise<Neighbour[]> {
  const { scope, asked } = reach
  const bridge = scope.links.size > 0 || asked.some(({ fields }) => fields.family === 'bridge')
  const ask = on(handle, listNeighbours)
  return lists(
    linksOf(reach).flatMap((link) => [
      ask({ link, state: 'all' }),
      ask({ link, proxy: true }),
      ...(bridge ? [ask({ link, family: 'bridge' })] : []),
    ]),
  )
}

export const neighbours: Kind<Neighbour> = {
  noun: 'neighbour',
  verbs: {
    addNeighbour: 'creates',
    appendNeighbour: 'creates',
    replaceNeighbour: 'changes',
    deleteNeighbour: 'changes',
  },
  slot: (one) => String(identity.place(one)),
  placeOf: (one) => placeOf(one as unknown as Fields),
  placeAsked: placeOf,
  made: ({ family, dst }, fields) => family !== 'bridge' || fields.dst === undefined || dst === fields.dst,
  same: (one, other) => isSame(one, other, volatile),
  unique: () => true,
  within: (one, { links }) => links.has(one.link) && isSet(one),
  own: isKernels,
  list,
  put: (handle, one) =>
    on(handle, one.family === 'bridge' ? appendFirst(one) : replaceNeighbour)(one as NeighbourOptions),
  remove: (handle, one) => on(handle, deleteNeighbour)(one as NeighbourOptions),
  canReplace: () => true,
  replace: (handle, to) => on(handle, replaceNeighbour)(to as NeighbourOptions),
  subject: ({ dst, lladdr, family }) => String(family === 'bridge' ? lladdr : (dst ?? lladdr)),
}

/** Entries of one hardware address with several remote ends. */
function appendFirst({ dst }: Neighbour): typeof appendNeighbour {
  return dst === undefined ? replaceNeighbour : appendNeighbour
}
