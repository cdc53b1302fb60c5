import type { BinaryExpr, Expr } from '../json.ts'
import { OP_DCCP_OPTION, OP_IP_OPTION, OP_SCTP_CHUNK, OP_TCP_OPTION } from '../protocol/extension.ts'
import { unknown } from '../protocol/network.ts'
import { INNER, LINK, NETWORK, TRANSPORT } from '../protocol/protocol.ts'
import { directions } from '../selector/ct.ts'
import { printElements } from './element.ts'
import type { Part, Scope } from './known.ts'
import type { Node, Option, Payload, Selector, SetNode, Source } from './node.ts'
import { printValue } from './value.ts'
import { wordOf } from './words.ts'

const bases: Readonly<Record<number, string>> = { [LINK]: 'll', [NETWORK]: 'nh', [TRANSPORT]: 'th', [INNER]: 'ih' }

/** A settled node as JSON. */
export function print(scope: Scope, node: Node, ranged = false): Expr {
  switch (node.kind) {
    case 'constant':
      return printValue(scope, node.type, node.value, node.bits, ranged)
    case 'word':
      return node.json
    case 'payload':
      return printPayload(node)
    case 'option':
      return printOption(node)
    case 'meta':
    case 'ct':
      return printSelector(node)
    case 'source':
      return printSource(scope, node)
    case 'binary':
      return { [node.op]: [print(scope, node.left), print(scope, node.right)] } as unknown as BinaryExpr
    case 'swap':
      return print(scope, node.of)
    case 'set':
      return printSet(scope, node)
    case 'map':
      return printMap(scope, node)
    case 'concat':
      return { concat: node.parts.map((part) => print(scope, part)) }
    case 'range':
      return { range: [print(scope, node.from, true), print(scope, node.to, true)] }
    case 'prefix':
      return { prefix: { addr: print(scope, node.of), len: node.length } }
    case 'list':
      return node.items.map((item) => print(scope, item))
  }
}

export function printPayload(node: Payload): Expr {
  if (node.field && node.protocol && node.protocol !== unknown)
    return { payload: { protocol: node.protocol.name, field: node.field.token } }
  return { payload: { base: bases[node.base] as 'th', offset: node.offset, len: node.bits } }
}

export function printSelector({ kind, key, direction }: Selector): Expr {
  if (kind === 'meta') return { meta: { key: key.name } }
  const dir = wordOf(directions, direction) as 'original' | undefined
  return { ct: dir === undefined ? { key: key.name } : { key: key.name, dir } }
}

function printSource(scope: Scope, node: Source): Expr {
  if (!node.hashed) return node.json
  const { jhash } = node.json as { jhash: { mod: number } }
  return { jhash: { ...jhash, expr: print(scope, node.hashed) } }
}

export function printOption(node: Option): Expr {
  if (node.op === OP_TCP_OPTION && !isNamed(node))
    return { 'tcp option': { base: node.number, offset: node.offset, len: node.bits } }
  if (node.op === OP_DCCP_OPTION) return { 'dccp option': { type: node.number } }
  const name = node.extension?.name ?? 'unknown'
  const named = node.presence ? { name } : { name, field: node.field?.token ?? 'unknown' }
  if (node.op === OP_TCP_OPTION) return { 'tcp option': named }
  if (node.op === OP_IP_OPTION) return { 'ip option': named }
  return node.op === OP_SCTP_CHUNK ? { 'sctp chunk': named } : { exthdr: named }
}

/** An option as the statement that removes it names it: by name, or by number. */
export function printRemoved({ extension, number }: Option): Expr {
  return { 'tcp option': extension ? { name: extension.name } : { base: number, offset: 0, len: 0 } }
}

function isNamed(node: Option): boolean {
  return node.extension !== undefined && (node.presence || node.field !== undefined)
}

function printSet(scope: Scope, node: SetNode): Expr {
  const { set, shift } = node
  return set.anonymous ? { set: printElements(scope, { ...set, key: keyFor(node) }, shift) } : `@${set.name}`
}

/** The parts of the key, as long as what is looked up where their types have no length. */
function keyFor({ set, sought }: SetNode): Part[] {
  if (sought?.kind !== 'concat' || sought.parts.length !== set.key.length) return set.key
  return set.key.map((part, index) => {
    const { type, order, bits } = sought.parts[index] as Node
    return part.type.size === 0 && bits > 0 ? { type: type.size === 0 ? part.type : type, order, bits } : part
  })
}

/** A lookup for data is a map, one for verdicts a vmap. */
function printMap(scope: Scope, { key, data }: Extract<Node, { kind: 'map' }>): Expr {
  const pair = { key: print(scope, key), data: printSet(scope, data) }
  return (data.set.verdicts ? { vmap: pair } : { map: pair }) as Expr
}
