import type { MasqExpression, NatExpression, RedirExpression, TproxyExpression } from '../bytecode.ts'
import { BIG } from '../datatype/byteorder.ts'
import { inetService, ipv4Address, ipv6Address } from '../datatype/table.ts'
import type { Expr, Statement } from '../json.ts'
import { familyNumbered, INET, IPV4, IPV6 } from '../protocol/table.ts'
import { NAT_NETMAP, natFlags, natTypes } from '../selector/statement.ts'
import { forgetDependencies } from './dependency.ts'
import { type Node, setType, untyped } from './node.ts'
import { print } from './print.ts'
import { held, padded } from './register.ts'
import { settle } from './settle.ts'
import type { Work } from './statement.ts'
import { oneOrMany, wordOf, wordsOf } from './words.ts'

/** Bits of the flags in the order in which nft names them. */
const flagWords: Readonly<Record<string, number>> = {
  random: natFlags.random as number,
  'fully-random': natFlags['fully-random'] as number,
  persistent: natFlags.persistent as number,
  netmap: NAT_NETMAP,
}

function flagsOf(flags = 0): { flags?: string | string[] } {
  const words = oneOrMany(wordsOf(flagWords, flags))
  return words === undefined ? {} : { flags: words }
}

/** What stands between two registers: one value, a prefix, or a range. */
function between(work: Work, min: number | undefined, max: number | undefined, asPrefix: boolean): Node | undefined {
  const from = min === undefined || min === 0 ? undefined : held(work.registers, min)
  if (!from || max === undefined || max === 0 || max === min) return from
  const to = held(work.registers, max)
  if (!to) return from
  const length = asPrefix ? prefixLength(from, to) : undefined
  if (length !== undefined) return { kind: 'prefix', of: from, length, ...untyped(from.bits) }
  return { kind: 'range', from, to, ...untyped(from.bits) }
}

function prefixLength(from: Node, to: Node): number | undefined {
  if (from.kind !== 'constant' || to.kind !== 'constant') return undefined
  const span = from.value ^ to.value
  if ((span & (span + 1n)) !== 0n || (from.value & span) !== 0n) return undefined
  return from.bits - span.toString(2).length + (span === 0n ? 1 : 0)
}

/** Settles a register's content as an address or a port, and prints it. */
function printAs(work: Work, node: Node, type: typeof inetService): Expr {
  setType(node, type, BIG)
  return print(work.scope, settle(work.context, node))
}

function addressType(family: number): typeof inetService {
  return family === IPV4 ? ipv4Address : ipv6Address
}

function portOf(work: Work, row: { regProtoMin?: number; regProtoMax?: number }): { port?: Expr } {
  const node = between(work, row.regProtoMin, row.regProtoMax, false)
  if (!node) return {}
  forgetDependencies(work.context)
  return { port: printAs(work, node, inetService) }
}

export function printNat(work: Work, row: NatExpression): Statement {
  const name = wordOf(natTypes, row.type) ?? 'snat'
  const address = between(work, row.regAddrMin, row.regAddrMax, true)
  const shape = address ? mapShape(address, row.family) : { concat: false, interval: false }
  const shown = work.scope.family === INET || shape.concat || shape.interval
  const addressed = row.family === IPV4 || row.family === IPV6
  const json = {
    ...(shown && addressed && { family: familyNumbered(row.family) }),
    ...(address && { addr: printAs(work, address, addressType(row.family)) }),
    ...(shape.concat || shape.interval ? {} : portOf(work, row)),
    ...flagsOf(row.flags),
    ...((row.flags ?? 0) & NAT_NETMAP ? { type_flags: 'prefix' } : {}),
  }
  return statement(name, json)
}

/** What a map hands over: an address with a port, or a range of either. */
function mapShape(node: Node, family: number): { concat: boolean; interval: boolean } {
  if (node.kind !== 'map') return { concat: false, interval: false }
  const { set } = node.data
  const address = family === IPV6 ? 128 : 32
  const withPort = address + padded(inetService.size)
  if (set.dataInterval) return { interval: true, concat: set.dataBits === 2 * withPort }
  return { interval: false, concat: set.dataBits === withPort }
}

export function printMasquerade(work: Work, row: MasqExpression): Statement {
  return statement('masquerade', { ...portOf(work, row), ...flagsOf(row.flags) })
}

export function printRedirect(work: Work, row: RedirExpression): Statement {
  return statement('redirect', { ...portOf(work, row), ...flagsOf(row.flags) })
}

export function printTproxy(work: Work, row: TproxyExpression): Statement {
  const address = between(work, row.regAddr, undefined, false)
  const port = between(work, row.regPort, undefined, false)
  const family = work.scope.family === INET && row.family !== 0 ? { family: familyNumbered(row.family) } : {}
  const addr = address ? { addr: printAs(work, address, addressType(row.family)) } : {}
  if (port) forgetDependencies(work.context)
  return { tproxy: { ...family, ...addr, ...(port && { port: printAs(work, port, inetService) }) } } as Statement
}

/** A statement without options has null for them. */
function statement(name: string, json: object): Statement {
  return { [name]: Object.keys(json).length > 0 ? json : null } as unknown as Statement
}
