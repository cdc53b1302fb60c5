import type { BitwiseExpression } from '../bytecode.ts'
import { HOST } from '../datatype/byteorder.ts'
import { hostInteger } from '../datatype/table.ts'
import { bytesOf, ones } from './bits.ts'
import { binary, type Constant, constant, type Node, numberOf, untyped } from './node.ts'

/** NFT_BITWISE_* */
const MASK_XOR = 0
const LSHIFT = 1
const RSHIFT = 2

/**
 * What a bitwise expression makes of a register: `(left & mask) ^ xor` told apart into and, xor, or. Undefined for the
 * operations of two registers, which libnftnl does not read.
 */
export function bitwise(row: BitwiseExpression, left: Node): Node | undefined {
  if (row.op === LSHIFT) return shifted('<<', row, left)
  if (row.op === RSHIFT) return shifted('>>', row, left)
  if (row.op !== undefined && row.op !== MASK_XOR) return undefined
  const bits = (row.mask?.length ?? bytesOf(row.len)) * 8
  const mask = numberOf(row.mask ?? new Uint8Array(bytesOf(row.len)))
  const xor = numberOf(row.xor ?? new Uint8Array(bytesOf(row.len)))
  const or = (mask & xor) ^ xor
  const number = (value: bigint): Constant => ({ kind: 'constant', value, ...untyped(bits) })
  let node = left
  if (left.bits === 0 || (mask | or) !== ones(left.bits)) node = binary('&', node, number(mask | or))
  if ((xor & mask) !== 0n) node = binary('^', node, number(xor & mask))
  if (or !== 0n) node = binary('|', node, number(or))
  node.bits = left.bits
  return node
}

function shifted(op: '<<' | '>>', row: BitwiseExpression, left: Node): Node {
  const by = constant(row.data ?? new Uint8Array(4))
  by.type = hostInteger
  by.order = HOST
  return binary(op, left, by)
}
