import type { Expression, ExthdrExpression, Set as NftSet, Rule, SetElement } from '../../../lib/nftables/bytecode.ts'
import { INTERVAL_END } from '../../../lib/nftables/compile/segment.ts'
import { packElements } from '../../../lib/nftables/element.ts'
import {
  listChains,
  listElements,
  listFlowtables,
  listObjects,
  listRules,
  listSets,
  listTables,
  NFT_MSG,
} from '../../../lib/nftables/kernel.ts'
import type { Command, ElementList } from '../../../lib/nftables/native.ts'
import type { Transport } from '../../../lib/transport/transport.ts'
import { NLM_F_APPEND, NLM_F_CREATE } from '../../../lib/wire/header.ts'
import { unpackElements } from './addon-columns.ts'

const DYNSET_EXPR = 2

/** A ruleset as the kernel lists it, as commands that make it again where there is none. */
export async function commandsOf(transport: Transport): Promise<Command[]> {
  const operation = 'copy'
  const [tables, chains, sets, objects, flowtables, rules] = [
    await listTables(transport, operation),
    await listChains(transport, operation),
    await listSets(transport, operation),
    await listObjects(transport, operation),
    await listFlowtables(transport, operation),
    await listRules(transport, operation),
  ]
  const elements: ElementList[] = []
  for (const { family, table, name = '' } of sets)
    elements.push(...(await listElements(transport, operation, { family, table, set: name })))
  const ids = new Map(sets.map((set, i) => [`${set.family} ${set.table} ${set.name}`, i + 1]))
  const made = (type: number, object: Command['object']): Command => ({
    type,
    flags: NLM_F_CREATE,
    object: fresh(object),
  })
  return [
    ...tables.map((table) => made(NFT_MSG.NEWTABLE, table)),
    ...chains.map((chain) => made(NFT_MSG.NEWCHAIN, chain)),
    ...objects.map((object) => made(NFT_MSG.NEWOBJ, object)),
    ...flowtables.map((flowtable) => made(NFT_MSG.NEWFLOWTABLE, flowtable)),
    ...sets.map((set, i) => made(NFT_MSG.NEWSET, { ...set, name: nameOf(set), id: i + 1 })),
    ...elements.map((list) => elementsCommand(list, ids, sets)),
    ...rules.map((rule) => ({
      ...made(NFT_MSG.NEWRULE, copiedRule(rule, ids, sets)),
      flags: NLM_F_CREATE | NLM_F_APPEND,
    })),
  ]
}

/** Without what the kernel chooses or counts. */
function fresh(object: Command['object']): Command['object'] {
  const { handle: _handle, use: _use, position: _position, ...rest } = object as unknown as Record<string, unknown>
  return rest as unknown as Command['object']
}

/** The kernel gives anonymous sets their numbers; those of meters have names. */
function nameOf({ name = '' }: NftSet): string {
  return name.replace(/^__(set|map)\d+$/, '__$1%d')
}

function elementsCommand(list: ElementList, ids: ReadonlyMap<string, number>, sets: readonly NftSet[]): Command {
  const { family, table, set } = list
  const id = ids.get(`${family} ${table} ${set}`) as number
  const object = { family, table, name: nameOf(sets[id - 1] as NftSet), id }
  const elements = unpackElements(list).sort(order)
  return { type: NFT_MSG.NEWSETELEM, flags: NLM_F_CREATE, object, elements: packElements(elements) }
}

/** By key; where one range ends and the next begins, the end first. */
function order(one: SetElement, other: SetElement): number {
  const keys = Buffer.compare(one.key ?? new Uint8Array(0), other.key ?? new Uint8Array(0))
  return keys !== 0 ? keys : ((other.flags ?? 0) & INTERVAL_END) - ((one.flags ?? 0) & INTERVAL_END)
}

function copiedRule(rule: Rule, ids: ReadonlyMap<string, number>, sets: readonly NftSet[]): Rule {
  const found = (name: string) => {
    const setId = ids.get(`${rule.family} ${rule.table} ${name}`) as number
    return { name: nameOf(sets[setId - 1] as NftSet), setId }
  }
  const copied = (expression: Expression): Expression => {
    if (expression.name === 'exthdr') return takenExthdr(expression)
    if (expression.name === 'lookup') {
      const { name, setId } = found(expression.set)
      return { ...expression, set: name, setId }
    }
    if ((expression.name !== 'dynset' && expression.name !== 'objref') || expression.setName === undefined)
      return expression
    const { name, setId } = found(expression.setName)
    const copy = { ...expression, setName: name, setId }
    if (copy.name !== 'dynset') return copy
    // What the kernel lists and does not take: no timeout as zero, several expressions without NFT_DYNSET_F_EXPR.
    if (copy.timeout === 0n) delete copy.timeout
    if ((copy.expressions?.length ?? 0) > 1) copy.flags = (copy.flags ?? 0) | DYNSET_EXPR
    return copy
  }
  return { ...rule, expressions: rule.expressions.map(copied) }
}

/** The kernel lists zeros of an option that is written or removed, and refuses them. */
function takenExthdr(expression: ExthdrExpression): Expression {
  const { flags: _flags, offset: _offset, len: _len, ...removed } = expression
  const { flags: _none, ...written } = expression
  if (expression.dreg !== undefined) return expression
  return expression.sreg === undefined ? (removed as ExthdrExpression) : written
}
