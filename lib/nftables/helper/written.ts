import { isIP } from '../../wire/ip-text.ts'
import type { Expr, Mapping } from '../json.ts'

/**
 * Converts constants in nft's notation to JSON: `'10.0.0.0/8'` to a prefix, `'10.0.0.1-10.0.0.9'` and `'8000-8999'` to ranges. Arrays are
 * converted element by element; other expressions are unchanged.
 */
export function written<E extends Expr | Mapping>(expr: E): E
export function written(expr: Expr | Mapping): Expr | Mapping {
  if (Array.isArray(expr)) return expr.map((member) => written(member))
  if (typeof expr !== 'string') return expr
  const prefix = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(expr)
  if (prefix && isIP(prefix[1] as string)) return { prefix: { addr: prefix[1] as string, len: Number(prefix[2]) } }
  const range = /^([0-9a-fA-F.:]+)-([0-9a-fA-F.:]+)$/.exec(expr)
  const [, from = '', to = ''] = range ?? []
  if (range && isIP(from) && isIP(to)) return { range: [from, to] }
  return range && /^\d+$/.test(from) && /^\d+$/.test(to) ? { range: [Number(from), Number(to)] } : expr
}
