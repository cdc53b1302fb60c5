import { InputError } from '../errors.ts'
import { AF_INET, AF_INET6 } from '../wire/af.ts'
import type { Bytes } from '../wire/bytes.ts'
import { u32, u64 } from '../wire/integers.ts'
import { ip4Text, ip6Text } from '../wire/ip-text.ts'
import type { Type } from '../wire/type.ts'
import type { Writer } from '../wire/writer.ts'

/** INET_DIAG_BC_* of include/uapi/linux/inet_diag.h: conditions about a socket, each a conditional jump forward. */
export const OPERATIONS = {
  nop: 0,
  jmp: 1,
  sGe: 2,
  sLe: 3,
  dGe: 4,
  dLe: 5,
  auto: 6,
  sCond: 7,
  dCond: 8,
  devCond: 9,
  markCond: 10,
  sEq: 11,
  dEq: 12,
  cgroupCond: 13,
} as const

/** Ports from one to another, both included. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/** Addresses with the same first bits. */
export interface Prefix {
  readonly address: Uint8Array
  readonly length: number
}

/** What a mark must be, where the mask is 1. */
export interface MaskedMark {
  readonly mark: number
  readonly mask: number
}

/** Conditions, all of which must hold: what the kernel can select sockets by. */
export interface Conditions {
  readonly sport?: PortRange | undefined
  readonly dport?: PortRange | undefined
  readonly src?: Prefix | undefined
  readonly dst?: Prefix | undefined
  /** Index of the link that the socket is bound to. */
  readonly link?: number | undefined
  readonly mark?: MaskedMark | undefined
  readonly cgroup?: number | undefined
}

const OPERATION_BYTES = 4
/** Jumps beyond the end by the size of an operation, which means no. */
const NO = 4
/** struct inet_diag_hostcond without its address: family, prefix length, port. */
const HOSTCOND_BYTES = 8
const ANY_PORT = 0xffff_ffff
const MOST_PORT = 0xffff

/** One operation and its argument. */
interface Step {
  readonly code: number
  /** Bytes of the operation and its argument. */
  readonly size: number
  argument(writer: Writer): void
}

/** The port is in the member `no` of a struct inet_diag_bc_op of its own. */
function portStep(code: number, port: number): Step {
  return {
    code,
    size: OPERATION_BYTES + 4,
    argument(writer) {
      writer.zeros(4)
      writer.u16[(writer.at - 2) >> 1] = port
    },
  }
}

/** Two comparisons: that of equality is newer than them. */
function portSteps(ge: number, le: number, range: PortRange | undefined): Step[] {
  if (range === undefined) return []
  return [
    ...(range.from > 0 ? [portStep(ge, range.from)] : []),
    ...(range.to < MOST_PORT ? [portStep(le, range.to)] : []),
  ]
}

function prefixSteps(code: number, prefix: Prefix | undefined): Step[] {
  if (prefix === undefined) return []
  const { address, length } = prefix
  const argument = (writer: Writer) => {
    writer.zeros(HOSTCOND_BYTES)
    writer.u8[writer.at - 8] = address.length === 4 ? AF_INET : AF_INET6
    writer.u8[writer.at - 7] = length
    writer.u32[(writer.at - 4) >> 2] = ANY_PORT
    writer.bytes(address)
  }
  return [{ code, size: OPERATION_BYTES + HOSTCOND_BYTES + address.length, argument }]
}

function stepsOf({ sport, dport, src, dst, link, mark, cgroup }: Conditions): Step[] {
  const steps = [
    ...portSteps(OPERATIONS.sGe, OPERATIONS.sLe, sport),
    ...portSteps(OPERATIONS.dGe, OPERATIONS.dLe, dport),
    ...prefixSteps(OPERATIONS.sCond, src),
    ...prefixSteps(OPERATIONS.dCond, dst),
  ]
  if (link !== undefined)
    steps.push({ code: OPERATIONS.devCond, size: 8, argument: (writer) => u32.write(writer, link) })
  if (mark !== undefined) {
    const argument = (writer: Writer) => {
      u32.write(writer, mark.mark)
      u32.write(writer, mark.mask)
    }
    steps.push({ code: OPERATIONS.markCond, size: 12, argument })
  }
  if (cgroup !== undefined)
    steps.push({ code: OPERATIONS.cgroupCond, size: 12, argument: (writer) => u64.write(writer, cgroup) })
  return steps
}

/** Whether there is anything to compile: an empty program is refused by the kernel. */
export function isConditional(conditions: Conditions): boolean {
  return stepsOf(conditions).length > 0
}

/** A program that is run for each socket: after a condition that holds comes the next one, otherwise the end. */
export const bytecode: Type<Conditions> = {
  size: 0,
  write(writer, value) {
    const steps = stepsOf(value)
    if (steps.length === 0) throw new InputError('must have a condition')
    let rest = steps.reduce((sum, { size }) => sum + size, 0)
    for (const { code, size, argument } of steps) {
      writer.zeros(OPERATION_BYTES)
      writer.u8[writer.at - 4] = code
      writer.u8[writer.at - 3] = size
      writer.u16[(writer.at - 2) >> 1] = rest + NO
      argument(writer)
      rest -= size
    }
  },
  read(bytes, at, length) {
    const out: Record<string, unknown> = {}
    for (const end = at + length; at + OPERATION_BYTES <= end; ) {
      const size = bytes.u8[at + 1] as number
      if (size < stepSize(bytes, at) || at + size > end) break
      readStep(bytes, at, out)
      at += size
    }
    return out as Conditions
  },
}

/** The least size of an operation, with what {@link readStep} reads of its argument. */
function stepSize({ u8 }: Bytes, at: number): number {
  const code = u8[at]
  if (code === OPERATIONS.sCond || code === OPERATIONS.dCond)
    return OPERATION_BYTES + HOSTCOND_BYTES + (u8[at + OPERATION_BYTES] === AF_INET ? 4 : 16)
  if (code === OPERATIONS.markCond || code === OPERATIONS.cgroupCond) return OPERATION_BYTES + 8
  const { sGe, sLe, dGe, dLe, devCond } = OPERATIONS
  return [sGe, sLe, dGe, dLe, devCond].some((one) => one === code) ? OPERATION_BYTES + 4 : OPERATION_BYTES
}

/** Reads an operation that this module writes, for traces. */
function readStep(bytes: Bytes, at: number, out: Record<string, unknown>): void {
  const word = Object.entries(OPERATIONS).find(([, code]) => code === bytes.u8[at])?.[0]
  const argument = at + OPERATION_BYTES
  const port = bytes.u16[(argument + 2) >> 1]
  if (word === 'sGe') out.sport = { from: port, to: MOST_PORT }
  if (word === 'dGe') out.dport = { from: port, to: MOST_PORT }
  if (word === 'sLe') out.sport = { from: 0, ...(out.sport as object), to: port }
  if (word === 'dLe') out.dport = { from: 0, ...(out.dport as object), to: port }
  if (word === 'sCond') out.src = prefixText(bytes, argument)
  if (word === 'dCond') out.dst = prefixText(bytes, argument)
  if (word === 'devCond') out.link = bytes.u32[argument >> 2]
  if (word === 'markCond') out.mark = { mark: bytes.u32[argument >> 2], mask: bytes.u32[(argument >> 2) + 1] }
  if (word === 'cgroupCond') out.cgroup = u64.read(bytes, argument, 8)
}

function prefixText({ u8 }: Bytes, at: number): string {
  const start = at + HOSTCOND_BYTES
  return `${u8[at] === AF_INET ? ip4Text(u8, start) : ip6Text(u8, start)}/${u8[at + 1]}`
}
