import { constants } from 'node:os'
import { kernelError } from '../../errors.ts'
import type { Transport } from '../../transport/transport.ts'
import type { Set as SetObject } from '../bytecode.ts'
import { SET_ANONYMOUS } from '../decompile/known.ts'
import type { Family, NftKind } from '../json.ts'
import {
  consistent,
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

/** What of the ruleset is listed: everything, or that of one family, one table, one kind. */
export interface Selection {
  family?: Family
  table?: string
  /** The word under which the objects stand, `'rule'`. */
  kind?: NftKind
}

const OPERATION = 'list'

/** How many sets are read at a time. */
const ABREAST = 8

/** Reads from the kernel what was selected, all of it of one generation. */
export function gather(transport: Transport, selection: Selection): Promise<Ruleset> {
  return consistent(transport, OPERATION, () => gatherOnce(transport, selection))
}

async function gatherOnce(transport: Transport, { family, table, kind }: Selection): Promise<Ruleset> {
  const filter = {
    ...(family !== undefined && { family: families[family] }),
    ...(table !== undefined && { table }),
  }
  const wanted = (...kinds: (string | undefined)[]): boolean => kind === undefined || kinds.includes(kind)
  const orNone = <T>(list: () => Promise<T[]>, ...kinds: string[]): Promise<T[]> =>
    wanted(...kinds) ? list() : Promise.resolve([])
  const [tables, chains, rules, sets, objects, flowtables] = await Promise.all([
    listTables(transport, OPERATION, filter),
    orNone(() => listChains(transport, OPERATION, filter), 'chain', 'rule'),
    orNone(() => listRules(transport, OPERATION, filter), 'rule'),
    orNone(() => listSets(transport, OPERATION, filter), 'set', 'map', 'rule'),
    orNone(() => listObjects(transport, OPERATION, filter), ...Object.keys(objectTypes)),
    orNone(() => listFlowtables(transport, OPERATION, filter), 'flowtable'),
  ])
  if (table !== undefined && tables.length === 0)
    throw kernelError(OPERATION, -constants.errno.ENOENT, { subject: `table ${table}` })
  return { tables, chains, rules, sets: await withElements(transport, sets, kind), objects, flowtables }
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
