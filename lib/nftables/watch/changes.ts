import { NLM_F_APPEND, NLM_F_CREATE } from '../../wire/header.ts'
import type { Chain, Flowtable, Rule, Set as SetObject, StatefulObject, Table } from '../bytecode.ts'
import { LinksWanted, type Names, openNames } from '../datatype/names.ts'
import type { Symbols } from '../datatype/symbols.ts'
import { linkIndex } from '../datatype/table.ts'
import { printSet } from '../decompile/declare.ts'
import { printElements } from '../decompile/element.ts'
import type { KnownSet, Scope } from '../decompile/known.ts'
import { printObject } from '../decompile/object.ts'
import { decompileRule } from '../decompile/rule.ts'
import { familyOf, printChain, printFlowtable, printTable } from '../decompile/table.ts'
import type { NftElement, NftObject } from '../json.ts'
import { messageNames } from '../kernel/number.ts'
import { NFT_MSG } from '../kernel.ts'
import type { ElementList, Message } from '../native.ts'
import type { Run } from './commits.ts'
import type { KnownSets } from './known-sets.ts'
import type { NftChange, NftElementsChange } from './types.ts'

type Change = NftChange | NftElementsChange
const STYLE = { stateless: false, numericProtocols: false }

/**
 * The changes of a transaction as JSON, in order: a set may be deleted and be added again as another one, and a new set have the name of one whose
 * rule was deleted. Links are asked for if something names one.
 */
export async function changesOf(
  sets: KnownSets,
  runs: readonly Run[],
  links: () => Promise<Symbols>,
): Promise<Change[]> {
  const changes: Change[] = []
  let names = openNames()
  for (const part of partsOf(runs)) {
    learn(sets, part)
    try {
      changes.push(...changesOfPart(sets, part, names))
    } catch (thrown) {
      if (!(thrown instanceof LinksWanted)) throw thrown
      names = openNames(await links())
      changes.push(...changesOfPart(sets, part, names))
    }
    forget(sets, part)
  }
  return changes
}

/** A message, or elements of one set. */
type Part = { readonly message: Message } | { readonly deleted: boolean; readonly list: ElementList }

function* partsOf(runs: readonly Run[]): Generator<Part, void, undefined> {
  for (const run of runs) {
    if ('messages' in run) for (const message of run.messages) yield { message }
    else for (const list of run.elements) yield { deleted: run.deleted, list }
  }
}

/** Adds a set, or the elements of an anonymous one, which a rule of the same transaction uses. */
function learn(sets: KnownSets, part: Part): void {
  if ('message' in part) {
    if (part.message.type === NFT_MSG.NEWSET) sets.add(part.message.object as SetObject)
  } else if (!part.deleted) {
    const known = sets.of(part.list).get(part.list.set)
    if (known?.anonymous === true) known.elements = part.list
  }
}

/** Forgets a set that was deleted. */
function forget(sets: KnownSets, part: Part): void {
  if (!('message' in part)) return
  const { type, object } = part.message
  if (type === NFT_MSG.DELSET || type === NFT_MSG.DESTROYSET) sets.delete(object as SetObject)
}

function changesOfPart(sets: KnownSets, part: Part, names: Names): Change[] {
  if ('message' in part) return changeOf(sets, part.message, names)
  return elementsOf(sets, part.list, part.deleted ? 'delete' : 'add', names)
}

/** Kernels before 5.15 report none of these flags. */
function isInserted(type: number, flags: number): boolean {
  return type === NFT_MSG.NEWRULE && (flags & (NLM_F_CREATE | NLM_F_APPEND)) === NLM_F_CREATE
}

function changeOf(sets: KnownSets, { type, flags, object }: Message, names: Names): Change[] {
  const name = messageNames[type] ?? ''
  const op = !name.startsWith('NFT_MSG_NEW') ? 'delete' : isInserted(type, flags) ? 'insert' : 'add'
  const found = printed(sets, name.replace(/^NFT_MSG_(NEW|DEL|DESTROY)/, ''), object, names)
  return found === undefined ? [] : [{ op, object: found }]
}

function printed(sets: KnownSets, noun: string, object: Message['object'], names: Names): NftObject | undefined {
  switch (noun) {
    case 'TABLE':
      return { table: printTable(object as Table) }
    case 'CHAIN':
      return { chain: printChain(object as Chain) }
    case 'RULE':
      return { rule: decompileRule(scopeOf(sets, object as Rule, names), object as Rule) }
    case 'SET':
      return printedSet(sets, object as SetObject, names)
    case 'OBJ':
      return printObject(scopeOf(sets, object as StatefulObject, names), object as StatefulObject)
    case 'FLOWTABLE':
      return { flowtable: printFlowtable(object as Flowtable) }
    default:
      return undefined
  }
}

function scopeOf(sets: KnownSets, object: { family: number; table: string }, names: Names): Scope {
  return { family: object.family, names, style: STYLE, sets: sets.of(object) }
}

/** The message of a deletion may contain no more than the name. */
function printedSet(sets: KnownSets, set: SetObject, names: Names): NftObject | undefined {
  const known = sets.of(set).get(set.name ?? '')
  if (known === undefined || known.anonymous) return undefined
  const { elements: _, ...empty } = known
  return printSet(scopeOf(sets, set, names), empty, { filledByRule: false })
}

function elementsOf(sets: KnownSets, list: ElementList, op: 'add' | 'delete', names: Names): Change[] {
  const known = sets.of(list).get(list.set)
  if (known === undefined || known.anonymous) return []
  const scope = scopeOf(sets, list, names)
  if (namesLinks(known)) assertLinks(scope.names)
  return [{ op, object: { element: packed(scope, known, list) }, count: list.count }]
}

function namesLinks({ key, data = [] }: KnownSet): boolean {
  return [...key, ...data].some(({ type }) => type === linkIndex)
}

/** Throws unless links were fetched: elements are read at any time. */
function assertLinks({ links }: Names): Symbols {
  return links
}

/** The elements of the kernel, which become JSON when they are read. */
function packed(scope: Scope, known: KnownSet, list: ElementList): NftElement {
  const element = { family: familyOf(list), table: list.table, name: list.set } as NftElement
  let elem: NftElement['elem'] | undefined
  const get = () => {
    elem ??= printElements(scope, { ...known, elements: list }) as NftElement['elem']
    return elem
  }
  return Object.defineProperty(element, 'elem', { get, enumerable: true, configurable: true })
}
