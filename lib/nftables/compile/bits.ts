import { bitmask } from '../datatype/byteorder.ts'
import type { BinaryNode, ExthdrNode, PayloadNode } from './node.ts'

/** How a field lies in whole bytes: the bits behind it, and by how many its load has to be longer. */
export function place(length: number, offset: number): { shift: number; extra: number } {
  let extra = 0
  let shift = Math.ceil(length / 8) * 8 - ((offset % 8) + length)
  for (; shift < 0; shift += 8) extra += 8
  return { shift, extra }
}

/** A field of bits: the bytes around it, masked and moved to the right. */
export function withBits(node: PayloadNode | ExthdrNode): BinaryNode {
  const { datatype, byteorder, length } = node
  const { shift, extra } = place(length, node.offset)
  const whole = length + shift
  const mask = bitmask(length) << BigInt(shift)
  const load = { ...node, length: length + extra }
  const masked: BinaryNode = {
    kind: 'binary',
    operator: '&',
    left: load,
    right: mask,
    datatype,
    byteorder,
    length: whole,
  }
  if (shift === 0) return masked
  return { kind: 'binary', operator: '>>', left: masked, right: BigInt(shift), datatype, byteorder, length: whole }
}
