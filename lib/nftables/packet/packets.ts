import type { Bytes } from '../../wire/bytes.ts'
import { HEADER, lengthAt } from '../../wire/header.ts'
import { printVerdict } from '../decompile/verdict.ts'
import type { Family } from '../json.ts'
import { type TraceMessage, traceMessage } from './message.ts'
import type { PacketTrace, TraceStep } from './types.ts'

/** More packets at once are given out although they may not be complete. */
const MOST = 10_000
/** NF_DROP */
const DROP = 0

interface Pending {
  readonly packet: PacketTrace
  at: number
}

/** Groups steps by the packet that they are of. */
export class Packets {
  readonly #settle: number
  /** Those that may have further steps, the longest unchanged first. */
  readonly #pending = new Map<number, Pending>()
  readonly #complete: PacketTrace[] = []

  constructor(settle: number) {
    this.#settle = settle
  }

  /** The message of a step; those of `own` set the trace up, and are not shown. */
  add(bytes: Bytes, at: number, own: string): void {
    const step = traceMessage.read(bytes, at + HEADER, lengthAt(bytes, at) - HEADER)
    const { id } = step
    if (id === undefined) return
    const packet: PacketTrace = this.#pending.get(id)?.packet ?? { type: 'packet', id: hex(id), steps: [] }
    describe(packet, step)
    if (step.table !== own) packet.steps.push(stepOf(step))
    this.#pending.delete(id)
    if (isDropped(step)) this.#end(packet)
    else this.#pending.set(id, { packet, at: performance.now() })
  }

  /** A packet of this host has another number when it leaves than when it comes back over lo: it may have met no rule. */
  #end(packet: PacketTrace): void {
    if (packet.steps.length > 0) this.#complete.push(packet)
  }

  /** The next complete packet. */
  take(): PacketTrace | undefined {
    const [first] = this.#pending
    if (first !== undefined && (this.#pending.size > MOST || this.left <= 0)) {
      this.#pending.delete(first[0])
      this.#end(first[1].packet)
    }
    return this.#complete.shift()
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

/** Only the first step has the headers. */
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

function stepOf({ type, family, table = '', chain = '', ruleHandle, verdict, policy = 0 }: TraceMessage): TraceStep {
  return {
    type: type as TraceStep['type'],
    family: family as Family,
    table,
    chain,
    ...(ruleHandle === undefined ? {} : { handle: Number(ruleHandle) }),
    verdict: printVerdict(type === 'policy' ? policy : (verdict?.code ?? 0), verdict?.chain),
  }
}

function isDropped({ type, verdict, policy }: TraceMessage): boolean {
  return type === 'policy' ? policy === DROP : verdict?.code === DROP
}
