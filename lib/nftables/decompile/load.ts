import type { Expression } from '../bytecode.ts'
import { type Byteorder, HOST } from '../datatype/byteorder.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { boolean, hostInteger } from '../datatype/table.ts'
import type { Expr, FibFlag } from '../json.ts'
import type { Base } from '../protocol/protocol.ts'
import { ctNumbered } from '../selector/ct.ts'
import { type Key, metaNumbered } from '../selector/meta.ts'
import {
  FIB_PRESENT,
  fibFlags,
  fibResults,
  hashTypes,
  ipsecDirections,
  ipsecKeys,
  numgenModes,
  OSF_VERSION,
  osfKey,
  osfTtls,
  rtKeys,
  socketKeys,
} from '../selector/other.ts'
import { bytesOf } from './bits.ts'
import { constant, type Node, type Selector, type Source } from './node.ts'
import { option } from './option.ts'
import { rawPayload } from './payload.ts'
import { wordOf } from './words.ts'

/** What an expression loads into its register; undefined where it loads nothing or nothing is known of it. */
export function load(expression: Expression): Node | undefined {
  switch (expression.name) {
    case 'payload':
      return rawPayload((expression.base + 1) as Base, expression.offset * 8, bytesOf(expression.len) * 8)
    case 'exthdr':
      return option(expression)
    case 'meta':
      return selector('meta', metaNumbered(expression.key), undefined)
    case 'ct':
      return selector('ct', ctNumbered(expression.key), expression.dir)
    case 'numgen':
      return source(numgenJson(expression), hostInteger, HOST, 32)
    case 'fib':
      return fib(expression)
    case 'rt':
      return keyed(expression.key, rtKeys, (row) => ({ rt: withFamily({ key: row.name }, row.family) }))
    case 'socket':
      return keyed(expression.key, socketKeys, (row) => ({ socket: { key: row.name } }))
    case 'xfrm':
      return ipsec(expression)
    case 'osf':
      return source(osfJson(expression), osfKey.datatype, osfKey.byteorder, osfKey.length)
    case 'immediate':
      return constant(expression.data ?? new Uint8Array(0))
    default:
      return undefined
  }
}

function selector(kind: 'meta' | 'ct', key: Key | undefined, direction: number | undefined): Selector | undefined {
  if (!key) return undefined
  return { kind, key, direction, type: key.datatype, order: key.byteorder, bits: key.length }
}

function source(json: unknown, type: Datatype, order: Byteorder, bits: number): Source {
  return { kind: 'source', json: json as Expr, type, order, bits }
}

function keyed<K extends Key>(number: number, rows: readonly K[], json: (row: K) => unknown): Source | undefined {
  const row = rows.find((candidate) => candidate.key === number)
  return row && source(json(row), row.datatype, row.byteorder, row.length)
}

function withFamily<T extends object>(json: T, family: 'ip' | 'ip6' | undefined): T & { family?: string } {
  return family === undefined ? json : { ...json, family }
}

function numgenJson(row: { type: number; modulus: number; offset?: number }): unknown {
  const mode = wordOf(numgenModes, row.type) ?? 'unknown'
  return { numgen: { mode, mod: row.modulus, offset: row.offset ?? 0 } }
}

/** The hash of what its source register holds. */
export function hash(
  row: { type: number; modulus: number; seed?: number; offset?: number },
  hashed: Node | undefined,
): Source | undefined {
  const json = {
    mod: row.modulus,
    ...(row.seed !== undefined && { seed: row.seed }),
    ...(row.offset ? { offset: row.offset } : {}),
  }
  const symmetric = row.type === hashTypes.symhash
  const made = source(symmetric ? { symhash: json } : { jhash: json }, hostInteger, HOST, 32)
  if (symmetric) return made
  return hashed && { ...made, hashed }
}

function fib(row: { result: number; flags: number }): Source | undefined {
  const flags = (Object.keys(fibFlags) as FibFlag[]).filter((word) => row.flags & (fibFlags[word] ?? 0))
  const present = (row.flags & FIB_PRESENT) !== 0
  const found = keyed(row.result, fibResults, (result) => ({
    fib: { result: result.name, ...(flags.length > 0 && { flags }) },
  }))
  return found && present ? { ...found, type: boolean, order: HOST, bits: 32 } : found
}

function ipsec(row: { key: number; dir: number; spnum: number }): Source | undefined {
  const dir = wordOf(ipsecDirections, row.dir)
  return keyed(row.key, ipsecKeys, (key) => ({
    ipsec: { ...withFamily({ key: key.name }, key.family), dir, spnum: row.spnum },
  }))
}

function osfJson(row: { ttl: number; flags: number }): unknown {
  const ttl = wordOf(osfTtls, row.ttl)
  const key = row.flags & OSF_VERSION ? 'version' : 'name'
  return { osf: ttl === undefined ? { key } : { key, ttl } }
}
