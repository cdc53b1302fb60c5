import { NetlinkError } from '../errors.ts'
import { sysctls } from '../netns/sysctl.ts'
import { createNetns, deleteNetns } from '../netns/verbs.ts'
import { grouped } from '../verb/grouped.ts'
import { on } from '../verb/verb.ts'
import { Collected } from './collected.ts'
import { eachOf } from './concurrent.ts'
import type { Due } from './due.ts'
import { placed } from './failed-step.ts'
import type { Places } from './places.ts'
import { runTables } from './tables/run.ts'
import { verbOf } from './verbs-of-steps.ts'

/** How far a plan has been run. */
export interface PlanProgress {
  /** Number of steps that are done. */
  done: number
  /** Number of all steps. */
  total: number
}

export interface Running {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: PlanProgress) => void) | undefined
}

/** Errors of deletions whose object is gone with another one. */
const GONE = ['ESRCH', 'ENOENT', 'ENODEV', 'EADDRNOTAVAIL']

/** Runs steps phase by phase, each in all namespaces: one batch for each. */
export async function run(places: Places, steps: readonly Due[], { signal, onProgress }: Running): Promise<void> {
  let done = 0
  const phases = grouped(steps, ({ phase }) => phase)
  for (const phase of [...phases.keys()].sort((one, other) => one - other)) {
    signal?.throwIfAborted()
    const mine = phases.get(phase) as Due[]
    await eachOf([...grouped(mine, ({ netns }) => netns)], ([netns, some]) => runSome(places, netns, some))
    done += mine.length
    onProgress?.({ done, total: steps.length })
  }
}

async function runSome(places: Places, netns: string, steps: readonly Due[]): Promise<void> {
  const tables = steps.filter(({ verb }) => verb === 'apply')
  if (tables.length > 0) await runTables(places, netns, tables)
  const own = steps.filter(({ verb }) => verbOf(verb) === undefined && verb !== 'apply')
  for (const step of own) await runOne(places, step).catch((thrown) => Promise.reject(placed(thrown, step)))
  const others = steps.filter(({ verb }) => verbOf(verb) !== undefined)
  if (others.length > 0) await runBatch(places, netns, others)
}

async function runBatch(places: Places, netns: string, steps: readonly Due[]): Promise<void> {
  const tolerant = steps.every(({ verb }) => verb.startsWith('delete'))
  await places.inside(netns, async (handle) => {
    const collected = new Collected(handle)
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i] as Due
      const { encoded } = step
      if (encoded !== undefined) {
        collected.copy(i, encoded)
        continue
      }
      const { verb, arguments: args } = step
      collected.add(i, (sender) => {
        try {
          return on(sender, verbOf(verb) as (...args: never[]) => unknown)(...(args as never[]))
        } catch (thrown) {
          throw placed(thrown, step)
        }
      })
    }
    const refused = await collected.send(!tolerant)
    const [first] = refused.filter(({ step, error }) => !isGone(steps[step] as Due, error))
    if (first !== undefined) throw placed(first.error, steps[first.step] as Due)
  })
}

function isGone({ verb, arguments: [given] }: Due, error: unknown): boolean {
  if (!verb.startsWith('delete') || !(error instanceof NetlinkError)) return false
  // The kernel looks for the nexthop first, with which it has deleted the route.
  const ofNexthop = verb === 'deleteRoute' && (given as { nhId?: number }).nhId !== undefined && error.code === 'EINVAL'
  return ofNexthop || GONE.includes(error.code)
}

/** Steps about a namespace itself. */
async function runOne(places: Places, { verb, netns, arguments: args }: Due): Promise<void> {
  if (verb === 'createNetns') await (await on(places.home, createNetns)(netns)).close()
  else if (verb === 'deleteNetns') {
    await places.forget(netns)
    await on(
      places.home,
      deleteNetns,
    )(netns).catch((thrown) => {
      if (!(thrown instanceof NetlinkError) || thrown.code !== 'ENOENT') throw thrown
    })
  } else if (verb === 'setSysctls') {
    const held = places.descriptor(netns)
    try {
      await sysctls('setSysctls', held, args[0] as Record<string, string>)
    } finally {
      held.close()
    }
  } else throw new TypeError(`${places.operation}: unknown verb '${verb}'`)
}
