import type { Expression } from '../bytecode.ts'
import type { Datatype } from '../datatype/datatype.ts'
import { ones } from './bits.ts'
import type { Part } from './known.ts'
import { load } from './load.ts'
import { type Concat, type Constant, clone, type Node, setType, untyped } from './node.ts'

/** NFT_REG32_00 */
const REG32_00 = 8
/** NFT_REG_1 to NFT_REG_4 are four 32-bit registers each. */
const WORDS_PER_REGISTER = 4
const WORD = 32

/** What a register holds: a node, or the expression that loads it, read anew each time it is asked for. */
export type Held = Node | Expression

type Registers = readonly (Held | undefined)[]

/** The first 32-bit register of a register by its number in the kernel; 0 is the verdict register. */
export function firstWord(register: number): number {
  if (register === 0) return 0
  return register >= REG32_00 ? 1 + register - REG32_00 : 1 + (register - 1) * WORDS_PER_REGISTER
}

/** A copy of what the register holds. */
export function held(registers: Registers, register: number): Node | undefined {
  return heldAt(registers, firstWord(register))
}

function heldAt(registers: Registers, word: number): Node | undefined {
  const content = registers[word]
  return content && ('name' in content ? load(content) : clone(content))
}

/** How many bits a value takes with its padding. */
export function padded(bits: number): number {
  return Math.ceil(bits / WORD) * WORD
}

/** What several registers in a row hold, as a concatenation of `bits` with their padding. */
export function heldTogether(registers: Registers, register: number, bits: number): Concat | undefined {
  const parts: Node[] = []
  let at = firstWord(register)
  for (let left = bits; left > 0; ) {
    const node = heldAt(registers, at)
    if (!node || node.bits === 0) return undefined
    parts.push(node)
    left -= padded(node.bits)
    at += padded(node.bits) / WORD
  }
  return { kind: 'concat', parts, ...untyped(bits) }
}

/** Likewise, where a set says what the parts are. */
export function heldAsKey(
  registers: Registers,
  register: number,
  key: readonly Part[],
  bits: number,
): Concat | undefined {
  const concat = heldTogether(registers, register, bits)
  concat?.parts.forEach((part, index) => {
    const type: Datatype | undefined = key[index]?.type
    if (type && part.type.name === 'invalid') setType(part, type, type.byteorder)
  })
  return concat
}

/** The value that is compared with a concatenation, cut into its parts. */
export function cutLike(concat: Concat, value: Constant): Concat {
  let left = value.bits
  const parts = concat.parts.map((part): Node => {
    left -= part.bits
    const cut = (value.value >> BigInt(Math.max(0, left))) & ones(part.bits)
    left -= padded(part.bits) - part.bits
    return { kind: 'constant', value: cut, ...untyped(part.bits) }
  })
  return { kind: 'concat', parts, ...untyped(value.bits) }
}
