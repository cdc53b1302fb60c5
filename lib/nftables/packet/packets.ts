import type { Bytes } from '../../wire/bytes.ts'
import { HEADER, lengthAt } from '../../wire/header.ts'
import { printVerdict } from '../decompile/verdict.ts'
import type { Family } from '../json.ts'
import { type TraceMessage, traceMessage } from './message.ts'
import type { PacketTrace, TraceStep, TraceVerdict } from './types.ts'

/** More packets at once are yielded although they may not be complete. */
const MOST = 10_000
/** NF_DROP, NF_STOLEN and NF_QUEUE of include/uapi/linux/netfilter.h; NF_VERDICT_MASK, and the bits of the number of a queue. */
const DROP = 0
const STOLEN = 2
const QUEUE = 3
const VERDICT = 0xff
const QUEUE_BITS = 16

interface Pending {
  readonly packet: PacketTrace
  at: number
}

/** Groups steps by the packet that they are of. */
export class Packets {
  readonly #settle: number
  /** Those that may have further steps, the longest unchanged first. */
  readonly #pending = new Map<number, Pending>()
  #complete: PacketTrace[] = []
  #taken = 0

  constructor(settle: number) {
    this.#settle = settle
  }

  /** The message of a step. A rule of the table `own` is the first step of every packet; packets that other rules trace are ignored. */
  add(bytes: Bytes, at: number, own: string): void {
    const step = traceMessage.read(bytes, at + HEADER, lengthAt(bytes, at) - HEADER)
    const { id } = step
    if (id === undefined) return
    const isOwn = step.table === own
    const known = isOwn && step.ruleHandle !== undefined ? this.#begin(id) : this.#pending.get(id)
    if (known === undefined) return
    const { packet } = known
    describe(packet, step)
    if (!isOwn) packet.steps.push(...stepsOf(step))
    this.#pending.delete(id)
    if (isLast(step)) this.#end(packet)
    else this.#pending.set(id, { packet, at: performance.now() })
  }

  /** The kernel derives the number from where the packet is in memory, so that a later packet of the same connection may have it too. */
  #begin(id: number): Pending {
    const before = this.#pending.get(id)
    if (before !== undefined) this.#end(before.packet)
    return { packet: { type: 'packet', id: hex(id), steps: [] }, at: 0 }
  }

  /** A packet of this host has another number when it leaves than when it comes back over lo: it may have met no rule. */
  #end(packet: PacketTrace): void {
    if (packet.steps.length > 0) this.#complete.push(packet)
  }

  /** No packet has further steps: they may be lost. */
  endAll(): void {
    for (const { packet } of this.#pending.values()) this.#end(packet)
    this.#pending.clear()
  }

  /** Ends those without a further step for the given time; if there may be messages that are not read, only those that are too many. */
  endQuiet(drained: boolean): void {
    for (const [id, { packet, at }] of this.#pending) {
      const isQuiet = drained && at + this.#settle <= performance.now()
      if (!isQuiet && this.#pending.size <= MOST) break
      this.#pending.delete(id)
      this.#end(packet)
    }
  }

  /** The next complete packet. */
  take(): PacketTrace | undefined {
    const next = this.#complete[this.#taken]
    if (next !== undefined) this.#taken++
    else if (this.#taken > 0) {
      this.#complete = []
      this.#taken = 0
    }
    return next
  }

  /** Milliseconds until the next packet is complete. */
  get left(): number {
    const [first] = this.#pending.values()
    return first === undefined ? Number.POSITIVE_INFINITY : first.at + this.#settle - performance.now()
  }
}

function hex(id: number): string {
  return id.toString(16).padStart(8, '0')
}

/** The first step of each base chain has the headers. */
function describe(
  packet: PacketTrace,
  { iif, oif, mark, llHeader, networkHeader, transportHeader }: TraceMessage,
): void {
  if (iif !== undefined) packet.iif ??= iif
  if (oif !== undefined) packet.oif ??= oif
  if (mark !== undefined) packet.mark ??= mark
  if (llHeader !== undefined) packet.linkHeader ??= llHeader.slice()
  if (networkHeader !== undefined) packet.networkHeader ??= networkHeader.slice()
  if (transportHeader !== undefined) packet.transportHeader ??= transportHeader.slice()
}

/** The end of a chain has no step: kernels report it as a rule or a return without a handle, some also before a policy. */
function stepsOf({ type, family, table = '', chain = '', ruleHandle, verdict, policy = 0 }: TraceMessage): TraceStep[] {
  const where = { family: family as Family, table, chain }
  if (type === 'policy') return [{ type, ...where, verdict: verdictOf(policy, undefined) }]
  if (ruleHandle === undefined) return []
  const handle = Number(ruleHandle)
  return [{ type: 'rule', ...where, handle, verdict: verdictOf(verdict?.code ?? 0, verdict?.chain) }]
}

function verdictOf(code: number, chain: string | undefined): TraceVerdict {
  if (code === STOLEN) return { stolen: null }
  if ((code & VERDICT) === QUEUE && code < 0x8000_0000) return { queue: code >>> QUEUE_BITS }
  return printVerdict(code, chain)
}

/** Whether the packet ends with this step: dropped, or taken by a statement. */
function isLast({ type, verdict, policy }: TraceMessage): boolean {
  const code = type === 'policy' ? policy : verdict?.code
  return code === DROP || code === STOLEN
}
