import type { ExthdrExpression } from '../bytecode.ts'
import { BIG, UNORDERED } from '../datatype/byteorder.ts'
import { bigInteger, boolean, invalid } from '../datatype/table.ts'
import { sctpChunks } from '../protocol/chunk.ts'
import { type Extension, OP_DCCP_OPTION, OP_IP_OPTION, OP_IPV6, OP_TCP_OPTION, PRESENT } from '../protocol/extension.ts'
import { exthdrs } from '../protocol/exthdr.ts'
import type { Field } from '../protocol/field.ts'
import { ipOptions, tcpOptions } from '../protocol/option.ts'
import { bytesOf, lowestBit, lowestZero } from './bits.ts'
import type { Constant, Option } from './node.ts'

const tables: Readonly<Record<number, readonly Extension[]>> = {
  0: exthdrs,
  1: tcpOptions,
  2: ipOptions,
  3: sctpChunks,
}

/** What an exthdr expression loads or writes. Offsets and lengths of the kernel are bytes. */
export function option(row: Omit<ExthdrExpression, 'name' | 'dreg' | 'sreg'>): Option {
  const found: Option = {
    kind: 'option',
    op: row.op ?? OP_IPV6,
    number: row.type,
    offset: row.offset * 8,
    bits: bytesOf(row.len) * 8,
    presence: ((row.flags ?? 0) & PRESENT) !== 0,
    type: invalid,
    order: UNORDERED,
  }
  place(found, found.offset, found.bits)
  return found
}

/** Finds the field at `offset`; of an extension without fields there, the first of its number. */
function place(found: Option, offset: number, bits: number): void {
  const candidates = (tables[found.op] ?? []).filter((extension) => extension.type === found.number)
  for (const extension of candidates) {
    const field = extension.fields.find((row) => row.offset === offset && row.length === bits)
    if (field) {
      settleOn(found, extension, field, offset, bits)
      return
    }
  }
  if (candidates[0]) found.extension = candidates[0]
  if (found.presence || found.op === OP_DCCP_OPTION) found.type = boolean
  else if (found.op === OP_TCP_OPTION) found.type = bigInteger
}

function settleOn(found: Option, extension: Extension, field: Field, offset: number, bits: number): void {
  found.extension = extension
  found.field = field
  found.offset = offset
  found.bits = bits
  found.type = found.presence ? boolean : field.datatype
  found.order = found.presence ? UNORDERED : BIG
}

/**
 * Where a mask only cuts a field out of whole bytes: moves to this field, and returns by how much its values are
 * shifted; undefined where the mask means something of its own.
 */
export function trimOption(found: Option, mask: Constant): number | undefined {
  if ((found.field && found.op !== OP_IP_OPTION) || mask.value === 0n) return undefined
  const shift = lowestBit(mask.value)
  const end = lowestZero(mask.value, shift + 1)
  const offset = found.offset + Math.ceil(mask.bits / 8) * 8 - end
  const before = found.field
  place(found, offset, end - shift)
  return found.field && found.field !== before ? shift : undefined
}
