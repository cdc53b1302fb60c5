import { callerError } from '../errors.ts'
import type { Handle } from '../transport/handle.ts'
import { verb } from '../verb/verb.ts'
import { checkedTopology } from './applying.ts'
import { differencesOf, type TopologyDifference } from './differences.ts'
import { checkPlanOptions } from './options.ts'
import { compared } from './pass.ts'
import { Places } from './places.ts'
import type { PlanOptions, Topology } from './types.ts'

/** Compares a topology with what is there, as {@link planTopology} does, and resolves with the differences; none if everything is as it must be. */
export const checkTopology = verb(
  'checkTopology',
  async (handle: Handle, wanted: Topology, options: PlanOptions): Promise<TopologyDifference[]> => {
    const { owner, force, signal } = checkPlanOptions('checkTopology', options)
    const checked = await checkedTopology('checkTopology', wanted, owner)
    await using places = new Places('checkTopology', handle, { signal })
    try {
      return differencesOf(await compared(places, { operation: 'checkTopology', owner, force }, checked))
    } catch (thrown) {
      throw callerError('checkTopology', thrown)
    }
  },
)
