import type { CmpExpression, MetaExpression, PayloadExpression } from '../bytecode.ts'
import { type Byteorder, toBytes } from '../datatype/byteorder.ts'

/**
 * Expressions that rules have in common are one object, which nobody changes: of many rules at a time not much more is kept than what
 * tells them apart.
 */
class Pool<T> {
  readonly #kept = new Map<number, T>()

  get(key: number): T | undefined {
    return this.#kept.get(key)
  }

  /** The first ones stay: what the rules of a ruleset share is already in the first of them. */
  keep(key: number, made: T): T {
    if (this.#kept.size < MOST_KEPT) this.#kept.set(key, made)
    return made
  }
}

const MOST_KEPT = 2048

const payloads = new Pool<PayloadExpression>()
const metas = new Pool<MetaExpression>()
const comparisons = new Pool<CmpExpression>()

/** Loads bytes of the packet. */
export function payloadExpression(dreg: number, base: number, offset: number, len: number): PayloadExpression {
  const key = ((base * 0x10000 + offset) * 0x100 + len) * 0x20 + dreg
  return payloads.get(key) ?? payloads.keep(key, { name: 'payload', dreg, base, offset, len })
}

/** Loads what the kernel knows of a packet. */
export function metaExpression(dreg: number, key: number): MetaExpression {
  const number = key * 0x20 + dreg
  return metas.get(number) ?? metas.keep(number, { name: 'meta', key, dreg })
}

/** Compares a register with a number. */
export function cmpExpression(
  sreg: number,
  op: number,
  value: bigint,
  len: number,
  byteorder: Byteorder,
): CmpExpression {
  if (len > 4) return { name: 'cmp', sreg, op, data: toBytes(value, len, byteorder) }
  const key = (((op * 0x20 + sreg) * 8 + len) * 4 + byteorder) * 2 ** 32 + Number(value)
  return comparisons.get(key) ?? comparisons.keep(key, { name: 'cmp', sreg, op, data: toBytes(value, len, byteorder) })
}
