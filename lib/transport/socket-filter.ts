import { LITTLE } from '../wire/bytes.ts'
import { HEADER } from '../wire/header.ts'

/** A value in the fixed header of a message, after struct nlmsghdr. */
export interface Selector {
  readonly offset: number
  readonly size: 1 | 2 | 4
  readonly value: number
}

/** Message types, each with the selectors that a message must have; none for every message of the type. */
export type Wanted = ReadonlyMap<number, readonly Selector[]>

/** Classic BPF, include/uapi/linux/bpf_common.h: load at an absolute offset, jump if equal, return. */
const LOAD = { 1: 0x30, 2: 0x28, 4: 0x20 } as const
const JUMP_EQUAL = 0x15
const JUMP_ALWAYS = 0x05
const RETURN = 0x06
const EVERYTHING = 0xffff_ffff
/** Offset of nlmsg_type. */
const TYPE = 4
/** BPF_MAXINSNS, and the longest conditional jump. */
const LONGEST_JUMP = 255

interface Instruction {
  readonly code: number
  readonly jt: number
  readonly jf: number
  readonly k: number
}

/** Loads are big-endian, messages are in the byte order of the machine. */
function swapped(value: number, size: 1 | 2 | 4): number {
  if (!LITTLE || size === 1) return value
  if (size === 2) return ((value & 0xff) << 8) | (value >>> 8)
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value, true)
  return view.getUint32(0)
}

/**
 * The socket filter that passes what any of these needs; undefined if one needs everything. It looks at the first message of a datagram: the
 * kernel sends one event a datagram.
 */
export function compile(all: readonly (Wanted | undefined)[]): Uint8Array | undefined {
  const merged = new Map<number, (readonly Selector[])[]>()
  for (const wanted of all) {
    if (wanted === undefined) return undefined
    for (const [type, selectors] of wanted) {
      const alternatives = merged.get(type) ?? []
      alternatives.push(selectors)
      merged.set(type, alternatives)
    }
  }
  const program = [...merged].flatMap(([type, alternatives]) => ofType(type, alternatives))
  if (program.some(({ jt, jf }) => jt > LONGEST_JUMP || jf > LONGEST_JUMP)) return undefined
  return encode([...program, { code: RETURN, jt: 0, jf: 0, k: 0 }])
}

function ofType(type: number, alternatives: readonly (readonly Selector[])[]): Instruction[] {
  const any = alternatives.some((selectors) => selectors.length === 0)
  const body = any ? [{ code: RETURN, jt: 0, jf: 0, k: EVERYTHING }] : alternatives.flatMap(alternative)
  const end = any ? [] : [{ code: RETURN, jt: 0, jf: 0, k: 0 }]
  return [
    { code: LOAD[2], jt: 0, jf: 0, k: TYPE },
    { code: JUMP_EQUAL, jt: 1, jf: 0, k: swapped(type, 2) },
    { code: JUMP_ALWAYS, jt: 0, jf: 0, k: body.length + end.length },
    ...body,
    ...end,
  ]
}

/** Returns if all selectors agree, else continues after it. */
function alternative(selectors: readonly Selector[]): Instruction[] {
  const length = 2 * selectors.length + 1
  return [
    ...selectors.flatMap(({ offset, size, value }, i) => [
      { code: LOAD[size], jt: 0, jf: 0, k: HEADER + offset },
      { code: JUMP_EQUAL, jt: 0, jf: length - 2 * i - 2, k: swapped(value, size) },
    ]),
    { code: RETURN, jt: 0, jf: 0, k: EVERYTHING },
  ]
}

/** struct sock_filter of include/uapi/linux/filter.h. */
function encode(program: readonly Instruction[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * program.length))
  for (const [i, { code, jt, jf, k }] of program.entries()) {
    view.setUint16(8 * i, code, LITTLE)
    view.setUint8(8 * i + 2, jt)
    view.setUint8(8 * i + 3, jf)
    view.setUint32(8 * i + 4, k, LITTLE)
  }
  return new Uint8Array(view.buffer)
}
