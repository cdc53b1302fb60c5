import { callerError } from '../errors.ts'
import { listNetns } from '../netns/verbs.ts'
import type { Handle } from '../transport/handle.ts'
import { on, verb } from '../verb/verb.ts'
import { ownedNetns } from './actual.ts'
import { eachOf } from './concurrent.ts'
import { shown } from './due.ts'
import { families } from './families.ts'
import { alone } from './lock.ts'
import { checkRemoveOptions, type RemoveOptions } from './options.ts'
import type { Owner } from './owner.ts'
import { compared, pass } from './pass.ts'
import { Places } from './places.ts'
import { Plan } from './plan.ts'
import type { Doing } from './run.ts'
import { hasTables } from './tables/read.ts'
import type { Wanted, WantedSpace } from './wanted.ts'
import { WantedList } from './wanted-list.ts'

/**
 * Deletes everything that belongs to an owner, in the namespace of the handle and in all named ones, and resolves with what was done. What
 * belongs to others stays; kernel parameters keep their values.
 */
export const removeTopology = verb('removeTopology', async (handle: Handle, options: RemoveOptions): Promise<Plan> => {
  const { owner, dryRun, signal } = checkRemoveOptions('removeTopology', options)
  const remove = () => removed(handle, owner, dryRun, signal)
  return dryRun ? remove() : alone('removeTopology', owner, signal, remove)
})

async function removed(handle: Handle, owner: Owner, dryRun: boolean, signal: AbortSignal | undefined): Promise<Plan> {
  const operation = 'removeTopology'
  await using places = new Places(operation, handle, {})
  const doing: Doing = { begun: false, done: [] }
  try {
    const manner = { operation, owner, force: false }
    const nothing = await nothingOf(places, owner)
    if (dryRun) return new Plan((await compared(places, manner, nothing)).map(shown))
    await pass(places, manner, nothing, { verify: true, doing, signal })
    return new Plan(doing.done.map(shown))
  } catch (thrown) {
    throw callerError(operation, thrown)
  }
}

/** Nothing in every namespace, and none of the owner's. */
async function nothingOf(places: Places, owner: Owner): Promise<Wanted> {
  const names = (await on(places.home, listNetns)()).map(({ name }) => name)
  const owned = new Set(await ownedNetns(places, names, owner))
  const spaces = await eachOf(['', ...names], async (netns): Promise<[string, WantedSpace]> => {
    const isOwn = owned.has(netns)
    return [netns, empty(netns, owner, isOwn, !isOwn && (await hasTables(places, netns, owner)))]
  })
  return { spaces: new Map(spaces), closed: false }
}

function empty(netns: string, owner: Owner, absent: boolean, hasOwnTables: boolean): WantedSpace {
  const lists = new Map(families.map((family) => [family.plural, new WantedList(family, owner)]))
  const path = netns === '' ? '' : `namespaces.${netns}`
  const tables = hasOwnTables
    ? { path: path === '' ? 'nftables' : `${path}.nftables`, tables: [], links: [] }
    : undefined
  return { netns, path, absent, links: new Map(), lists, sysctls: undefined, tables }
}
