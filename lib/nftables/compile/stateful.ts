import { describeValue } from '../../errors.ts'
import type { Expression, LimitExpression, QuotaExpression } from '../bytecode.ts'
import { byteUnits, rateUnits } from '../selector/statement.ts'
import { fail, type Placed } from './path.ts'
import {
  array,
  integer,
  type Json,
  object,
  only,
  optionalBoolean,
  optionalInteger,
  optionalWide,
  optionalWord,
  scaled,
  sole,
  wide,
  word,
} from './read.ts'

/** Statements with a memory, which rules, sets and elements carry. */
export const statefulKeys = ['counter', 'quota', 'limit', 'ct count', 'last'] as const

const counterProperties = new Set(['packets', 'bytes'])
const quotaProperties = new Set(['val', 'val_unit', 'used', 'used_unit', 'inv'])
const limitProperties = new Set(['rate', 'rate_unit', 'per', 'burst', 'burst_unit', 'inv'])
const countProperties = new Set(['val', 'inv'])
const lastProperties = new Set(['used'])

const U32 = 0xffffffff
const packetUnits: Readonly<Record<string, number>> = { packets: 0, ...byteUnits }
/** What nft gives a limit of packets that says nothing about bursts. */
const DEFAULT_BURST = 5

/** Those that stand as properties of an element, in the order in which they stand there: it decides what is counted. */
export function statefulExpressions(at: Placed, held: Json): Expression[] {
  const found: Expression[] = []
  for (const key in held) {
    if (held[key] === undefined || !isStateful(key)) continue
    at.path.push(key)
    found.push(stateful(at, key, held[key]))
    at.path.pop()
  }
  return found
}

function isStateful(key: string): boolean {
  return (statefulKeys as readonly string[]).includes(key)
}

/**
 * Those of an element in the order of the set's own, which the kernel demands. nft lists the first alone: the others are then as
 * the set has them.
 */
export function likeThoseOf(set: readonly Expression[], own: readonly Expression[]): readonly Expression[] {
  if (own.length === 0 || !own.every(({ name }) => set.some((row) => row.name === name))) return own
  return set.map((row) => own.find(({ name }) => name === row.name) ?? row)
}

/** Those of a list of statements, each of which must have a memory. */
export function statefulList(at: Placed, json: unknown): Expression[] {
  const found: Expression[] = []
  const list = Array.isArray(json) ? array(at, json) : [json]
  for (let i = 0; i < list.length; i++) {
    at.path.push(i)
    const [key, held] = sole(at, list[i], 'statement')
    found.push(stateful(at, key, held))
    at.path.pop()
    at.path.pop()
  }
  return found
}

export function stateful(at: Placed, key: string, held: unknown): Expression {
  switch (key) {
    case 'counter':
      return counter(at, held)
    case 'quota':
      return quota(at, object(at, held))
    case 'limit':
      return limit(at, object(at, held))
    case 'ct count':
      return connlimit(at, object(at, held))
    case 'last':
      return last(at, held)
    default:
      return fail(at, `is not a stateful statement: ${describeValue(key)}`)
  }
}

function counter(at: Placed, json: unknown): Expression {
  if (json === null) return { name: 'counter' }
  const held = object(at, json)
  only(at, held, counterProperties)
  const packets = optionalWide(at, held, 'packets') ?? 0n
  const bytes = optionalWide(at, held, 'bytes') ?? 0n
  const found: Expression = { name: 'counter' }
  if (packets > 0n) found.packets = packets
  if (bytes > 0n) found.bytes = bytes
  return found
}

export function quota(at: Placed, held: Json): QuotaExpression {
  only(at, held, quotaProperties)
  const amount = scaled(at, wide(at, held, 'val'), optionalWord(at, held, 'val_unit', byteUnits) ?? 1, 'val')
  const used = scaled(
    at,
    optionalWide(at, held, 'used') ?? 0n,
    optionalWord(at, held, 'used_unit', byteUnits) ?? 1,
    'used',
  )
  return { name: 'quota', bytes: amount, consumed: used, flags: optionalBoolean(at, held, 'inv') ? 1 : 0 }
}

export function limit(at: Placed, held: Json): LimitExpression {
  only(at, held, limitProperties)
  const rate = wide(at, held, 'rate')
  const unit = BigInt(word(at, held, 'per', rateUnits))
  const scale = optionalWord(at, held, 'rate_unit', packetUnits) ?? 0
  const burst = optionalInteger(at, held, 'burst', U32) ?? 0
  const burstScale = optionalWord(at, held, 'burst_unit', packetUnits) ?? 1
  const flags = optionalBoolean(at, held, 'inv') ? 1 : 0
  if (scale === 0) return { name: 'limit', rate, unit, burst: burst || DEFAULT_BURST, type: 0, flags }
  const bytes = burst * Math.max(burstScale, 1)
  if (bytes > U32) fail(at, `must have a burst of at most ${U32} bytes, not ${bytes}`, 'range')
  const bytewise = scaled(at, rate, scale, 'rate')
  const found: LimitExpression = { name: 'limit', rate: bytewise, unit, type: 1, flags }
  if (bytes > 0) found.burst = bytes
  return found
}

function connlimit(at: Placed, held: Json): Expression {
  only(at, held, countProperties)
  return { name: 'connlimit', count: integer(at, held, 'val', U32), flags: optionalBoolean(at, held, 'inv') ? 1 : 0 }
}

function last(at: Placed, json: unknown): Expression {
  if (json === null) return { name: 'last' }
  const held = object(at, json)
  only(at, held, lastProperties)
  if (held.used === undefined || held.used === -1) return { name: 'last' }
  return { name: 'last', set: 1, msecs: wide(at, held, 'used') }
}
