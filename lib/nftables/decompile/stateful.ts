import type {
  ConnlimitExpression,
  CounterExpression,
  Expression,
  LimitExpression,
  QuotaExpression,
} from '../bytecode.ts'
import type { Statement, Uint64 } from '../json.ts'
import { byteUnits, rateUnits } from '../selector/statement.ts'
import type { Scope } from './known.ts'
import { wideNumber } from './value.ts'
import { wordOf } from './words.ts'

/** NFT_LIMIT_PKT_BYTES, and the flag that turns a limit, quota or connection limit round. */
const LIMIT_BYTES = 1
const INVERTED = 1

/** A statement with a state of its own; undefined where the expression is none. */
export function printStateful(scope: Scope, expression: Expression): Statement | undefined {
  switch (expression.name) {
    case 'counter':
      return { counter: scope.style.stateless ? null : counts(expression) }
    case 'limit':
      return { limit: printLimit(expression) }
    case 'quota':
      return { quota: printQuota(scope, expression) }
    case 'connlimit':
      return { 'ct count': printConnlimit(expression) }
    case 'last':
      return { last: scope.style.stateless || !expression.set ? null : { used: wideNumber(expression.msecs ?? 0n) } }
    default:
      return undefined
  }
}

function counts({ packets = 0n, bytes = 0n }: CounterExpression): { packets: Uint64; bytes: Uint64 } {
  return { packets: wideNumber(packets), bytes: wideNumber(bytes) }
}

function printConnlimit({ count, flags = 0 }: ConnlimitExpression): { val: number; inv?: boolean } {
  return flags & INVERTED ? { val: count, inv: true } : { val: count }
}

/** An amount in the largest unit that holds it without a rest. */
export function amount(bytes: bigint): { value: Uint64; unit: string } {
  let found = { value: wideNumber(bytes), unit: 'bytes' }
  for (const [unit, size] of Object.entries(byteUnits))
    if (bytes !== 0n && bytes % BigInt(size) === 0n) found = { value: wideNumber(bytes / BigInt(size)), unit }
  return found
}

export interface Limit {
  rate: Uint64
  burst?: number
  per: string
  inv?: boolean
  rate_unit?: string
  burst_unit?: string
}

export function printLimit(row: Pick<LimitExpression, 'rate' | 'unit' | 'burst' | 'type' | 'flags'>): Limit {
  const per = wordOf(rateUnits, Number(row.unit)) ?? 'error'
  const inv = (row.flags ?? 0) & INVERTED ? { inv: true } : {}
  if (row.type !== LIMIT_BYTES) return { rate: wideNumber(row.rate ?? 0n), burst: row.burst ?? 0, per, ...inv }
  const rate = amount(row.rate ?? 0n)
  const burst = amount(BigInt(row.burst ?? 0))
  return { rate: rate.value, burst: Number(burst.value), per, ...inv, rate_unit: rate.unit, burst_unit: burst.unit }
}

function printQuota(scope: Scope, { bytes = 0n, flags = 0, consumed = 0n }: QuotaExpression) {
  const whole = amount(bytes)
  const used = amount(consumed)
  const shown = !scope.style.stateless && consumed !== 0n
  return {
    val: whole.value,
    val_unit: whole.unit,
    ...(flags & INVERTED ? { inv: true } : {}),
    ...(shown && { used: used.value, used_unit: used.unit }),
  }
}
