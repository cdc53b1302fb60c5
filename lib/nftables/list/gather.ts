import { constants } from '../../builtin.ts'
import { kernelError } from '../../errors.ts'
import type { Transport } from '../../transport/transport.ts'
import type { Set as SetObject } from '../bytecode.ts'
import { SET_ANONYMOUS, SET_EVAL } from '../decompile/known.ts'
import type { NftKind } from '../json.ts'
import {
  consistent,
  type Filter,
  listChains,
  listElements,
  listFlowtables,
  listObjects,
  listRules,
  listSets,
  listTables,
} from '../kernel.ts'
import type { ElementColumns } from '../native.ts'
import { families } from '../protocol/table.ts'
import { objectTypes } from '../selector/statement.ts'
import type { Ruleset } from './ruleset.ts'
import type { Selection } from './selection.ts'

export type { Selection } from './selection.ts'

const OPERATION = 'list'

/** How many sets are read at a time. */
const ABREAST = 8

/** Reads from the kernel what was selected, all of it of one generation. */
export function gather(transport: Transport, selection: Selection): Promise<Ruleset> {
  return consistent(transport, OPERATION, () => gatherOnce(transport, selection))
}

async function gatherOnce(transport: Transport, selection: Selection): Promise<Ruleset> {
  const { table, kind } = selection
  const filter = filterOf(selection)
  const wanted = (...kinds: (string | undefined)[]): boolean => kind === undefined || kinds.includes(kind)
  const orNone = <T>(list: () => Promise<T[]>, ...kinds: string[]): Promise<T[]> =>
    wanted(...kinds) ? list() : Promise.resolve([])
  const [tables, chains, rules, sets, objects, flowtables] = await Promise.all([
    listTables(transport, OPERATION, { ...filter, ...(table !== undefined && { table }) }),
    orNone(() => listChains(transport, OPERATION, filter), 'chain', 'rule'),
    orNone(() => listRules(transport, OPERATION, filter), 'rule'),
    orNone(() => listSets(transport, OPERATION, filter), 'set', 'map', 'rule'),
    orNone(() => listObjects(transport, OPERATION, filter), ...Object.keys(objectTypes)),
    orNone(() => listFlowtables(transport, OPERATION, filter), 'flowtable'),
  ])
  if (table !== undefined && tables.length === 0)
    throw kernelError(OPERATION, -constants.errno.ENOENT, { subject: `table ${table}` })
  const held = table === undefined ? sets : sets.filter((set) => set.table === table)
  const fillers = wanted('rule') || !held.some(isDynamic) ? rules : await listRules(transport, OPERATION, filter)
  return { tables, chains, rules: fillers, sets: await withElements(transport, held, kind), objects, flowtables }
}

/** What the kernel leaves out. Without a family it takes the first table of a name alone. */
function filterOf({ family, table }: Selection): Filter {
  if (family === undefined) return {}
  return { family: families[family], ...(table !== undefined && { table }) }
}

/** Sets with their elements; where only rules are asked for, those of anonymous sets alone. */
async function withElements(
  transport: Transport,
  sets: SetObject[],
  kind: NftKind | undefined,
): Promise<Ruleset['sets']> {
  const found: Ruleset['sets'] = sets.map((set) => ({ set }))
  const asked = found.filter(({ set }) => (isAnonymous(set) ? kind === undefined || kind === 'rule' : kind !== 'rule'))
  for (let at = 0; at < asked.length; at += ABREAST) {
    const part = asked.slice(at, at + ABREAST)
    const read = await Promise.all(part.map(({ set }) => elementsOf(transport, set)))
    part.forEach((entry, index) => {
      entry.elements = read[index]
    })
  }
  return found
}

/** Whether such a set is shown as dynamic depends on the rules that fill it. */
function isDynamic({ flags = 0 }: SetObject): boolean {
  return (flags & SET_EVAL) !== 0
}

function isAnonymous({ flags = 0 }: SetObject): boolean {
  return (flags & SET_ANONYMOUS) !== 0
}

async function elementsOf(
  transport: Transport,
  { family, table, name = '' }: SetObject,
): Promise<ElementColumns | undefined> {
  const [elements] = await listElements(transport, OPERATION, { family, table, set: name })
  return elements
}
