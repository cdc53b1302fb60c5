import { PHASES } from './families.ts'
import type { PlanContext } from './plan-context.ts'
import type { WantedSpace } from './wanted.ts'

/** One step for all parameters of a namespace. */
export function sysctlSteps(context: PlanContext, { netns, path, sysctls = {} }: WantedSpace): void {
  const { sysctls: found } = context.actual(netns)
  const others = Object.entries(sysctls).filter(([name, value]) => plain(found.get(name)) !== plain(value))
  if (others.length === 0) return
  const before = Object.fromEntries(others.map(([name]) => [name, found.get(name) ?? null]))
  const subject = path === '' ? 'sysctls' : `${path}.sysctls`
  const fields = others.map(([name]) => name)
  context.step(PHASES.sysctl, netns, 'setSysctls', [Object.fromEntries(others)], 'differs', subject, { before, fields })
}

/** The kernel separates several numbers with tabs. */
function plain(value: string | undefined): string | undefined {
  return value?.trim().replaceAll(/\s+/g, ' ')
}
