import { BIG } from '../datatype/byteorder.ts'
import { bigInteger } from '../datatype/table.ts'
import { LINK } from '../protocol/protocol.ts'
import { IPV4, IPV6 } from '../protocol/table.ts'
import { META_PROTOCOL } from '../selector/meta.ts'
import type { MatchStep, Step } from './context.ts'
import { isProtocolField } from './layer.ts'
import type { PayloadNode, ValueNode } from './node.ts'

/** Equality of packet bytes with a constant: what can be merged with a neighbour. */
interface Mergeable extends MatchStep {
  left: PayloadNode
  right: ValueNode
}

/** What loads at once without a call in the kernel, and what fits in a register. */
const FAST = 32
const REGISTER = 128

/**
 * Matches of neighbouring bytes become one, as long as nothing stands between them; and matches that the family says
 * already are dropped, unless they are the last of the rule: a rule of nothing else is kept, and nft knows it by its end.
 */
export function reduced(steps: readonly Step[], family: number): readonly Step[] {
  const last = steps[steps.length - 1]
  const drops = (step: Step): boolean => step !== last && isRedundant(step, family)
  if (!steps.some((step, index) => drops(step) || isBehindMergeable(steps, index))) return steps
  const gone: Step[] = []
  let run: Mergeable[] = []
  for (const step of steps) {
    if (step.kind === 'action') {
      mergeRun(run, gone)
      run = []
    } else if (drops(step)) gone.push(step)
    else if (isMergeable(step)) run.push(step)
  }
  mergeRun(run, gone)
  return gone.length === 0 ? steps : steps.filter((step) => !gone.includes(step))
}

/** Whether a match of packet bytes follows another one, with nothing but matches between them. */
function isBehindMergeable(steps: readonly Step[], index: number): boolean {
  const step = steps[index] as Step
  if (step.kind !== 'match' || !isMergeable(step)) return false
  for (let i = index - 1; i >= 0; i--) {
    const before = steps[i] as Step
    if (before.kind === 'action') return false
    if (!isMergeable(before)) continue
    const { left } = before
    if (canMerge(left, step.left) || canMerge(step.left, left)) return true
  }
  return false
}

/** `meta protocol ip` in a table of family ip. */
function isRedundant(step: Step, family: number): boolean {
  if (step.kind !== 'match' || (step.operator !== '==' && step.operator !== 'in')) return false
  const { left, right } = step
  if (left.kind !== 'load' || left.load.name !== 'meta' || left.load.key !== META_PROTOCOL || right.kind !== 'value') {
    return false
  }
  return (family === IPV4 && right.value === 0x0800n) || (family === IPV6 && right.value === 0x86ddn)
}

function isMergeable(step: MatchStep): step is Mergeable {
  const { left, right, operator } = step
  if (left.kind !== 'payload' || right.kind !== 'value') return false
  return operator === '==' || (operator === 'in' && right.datatype.base !== 'bitmask')
}

function mergeRun(run: Mergeable[], gone: Step[]): void {
  if (run.length < 2 || !run.some((one) => run.some((other) => canMerge(one.left, other.left)))) return
  const sorted = run.slice().sort((a, b) => a.left.base - b.left.base || a.left.offset - b.left.offset)
  let last = sorted[0] as Mergeable
  for (let i = 1; i < sorted.length; i++) {
    const next = sorted[i] as Mergeable
    if (!canMerge(last.left, next.left)) {
      last = next
      continue
    }
    last = join(last, next, gone)
  }
}

function canMerge(first: PayloadNode, second: PayloadNode): boolean {
  if (first.base !== second.base || first.offset + first.length !== second.offset) return false
  if (first.offset % 8 !== 0 || first.length % 8 !== 0 || second.length % 8 !== 0) return false
  const total = first.length + second.length
  if (total > REGISTER) return false
  return total <= FAST || first.base === LINK || first.length > FAST || second.length > FAST
}

/** The match of both, in the place of the one that says which protocol follows, else of the first in the packet. */
function join(first: Mergeable, second: Mergeable, gone: Step[]): Mergeable {
  const value = (first.right.value << BigInt(second.left.length)) | second.right.value
  const length = first.left.length + second.left.length
  const { base, offset } = first.left
  const protocolLast = isProtocolField(second.left)
  const kept = protocolLast ? second : first
  gone.push(protocolLast ? first : second)
  const field = protocolLast ? second.left.field : undefined
  const type = { datatype: bigInteger, length, byteorder: BIG } as const
  kept.left = {
    kind: 'payload',
    base,
    offset,
    protocol: protocolLast ? second.left.protocol : undefined,
    field,
    ...type,
  }
  kept.right = { kind: 'value', value, ...type }
  return kept
}
