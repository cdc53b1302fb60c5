import { callerError } from '../errors.ts'
import { listNetns } from '../netns/verbs.ts'
import type { Handle } from '../transport/handle.ts'
import { on, verb } from '../verb/verb.ts'
import { ownedNetns } from './actual.ts'
import { families } from './families.ts'
import { checkPlanOptions } from './options.ts'
import type { Owner } from './owner.ts'
import { pass } from './pass.ts'
import { Places } from './places.ts'
import { Plan } from './plan.ts'
import type { PlanOptions, PlanStep } from './types.ts'
import type { Wanted, WantedSpace } from './wanted.ts'

/**
 * Deletes everything that belongs to an owner, in the namespace of the handle and in all named ones, and resolves with what was done. What
 * belongs to others stays; kernel parameters keep their values.
 */
export const removeTopology = verb(
  'removeTopology',
  async (handle: Handle, options: Omit<PlanOptions, 'force'>): Promise<Plan> => {
    const { owner, signal } = checkPlanOptions('removeTopology', options)
    await using places = new Places('removeTopology', handle, { signal })
    const done: PlanStep[] = []
    try {
      await pass(places, { operation: 'removeTopology', owner, force: false }, await nothingOf(places, owner), {
        verify: true,
        done,
        signal,
      })
      return new Plan(done)
    } catch (thrown) {
      throw callerError('removeTopology', thrown)
    }
  },
)

/** Nothing in every namespace, and none of the owner's. */
async function nothingOf(places: Places, owner: Owner): Promise<Wanted> {
  const names = (await on(places.home, listNetns)()).map(({ name }) => name)
  const owned = new Set(await ownedNetns(places, names, owner))
  const spaces = ['', ...names].map((netns): [string, WantedSpace] => [netns, empty(netns, owned.has(netns))])
  return { spaces: new Map(spaces), closed: false }
}

function empty(netns: string, absent: boolean): WantedSpace {
  const lists = new Map(families.map(({ plural }) => [plural, []]))
  return { netns, path: netns === '' ? '' : `namespaces.${netns}`, absent, links: new Map(), lists, sysctls: undefined }
}
