import { grouped } from '../verb/grouped.ts'
import type { Due } from './due.ts'
import { PHASES } from './families.ts'

/** Steps that are done without waiting for other namespaces, by their phases. */
export type Stage = readonly (readonly Due[])[]

/**
 * Phases for which all namespaces wait: namespaces and the far ends of pairs have to exist, a link has its mark in the datagram that creates it,
 * and packets are filtered before any can pass.
 */
const AWAITED: ReadonlySet<number> = new Set([
  ...[PHASES.createNetns, PHASES.removeFirst, PHASES.createVeth, PHASES.createLink],
  ...[PHASES.tables, PHASES.sysctl],
])

/**
 * The phases of a plan in their order. In a plan for several namespaces, those in a row that only add something are one stage: nothing uses yet what
 * is new, so that its order matters only within each namespace.
 */
export function stagesOf(steps: readonly Due[]): Stage[] {
  const phases = grouped(steps, ({ phase }) => phase)
  const isOne = steps.every(({ netns }) => netns === steps[0]?.netns)
  const stages: (readonly Due[])[][] = []
  let open: (readonly Due[])[] | undefined
  for (const phase of [...phases.keys()].sort((one, other) => one - other)) {
    const mine = phases.get(phase) as Due[]
    const joins = !isOne && !AWAITED.has(phase) && mine.every(({ reason }) => reason === 'missing')
    if (joins && open !== undefined) open.push(mine)
    else stages.push([mine])
    open = joins ? stages.at(-1) : undefined
  }
  return stages
}
