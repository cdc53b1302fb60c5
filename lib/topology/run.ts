import { NetlinkError } from '../errors.ts'
import { deleteAltname } from '../link/altname.ts'
import { sysctls } from '../netns/sysctl.ts'
import { deleteNetns } from '../netns/verbs.ts'
import type { Handle } from '../transport/handle.ts'
import { grouped } from '../verb/grouped.ts'
import { on } from '../verb/verb.ts'
import { Collected, type Refused } from './collected.ts'
import { eachOf } from './concurrent.ts'
import type { Due } from './due.ts'
import { placed } from './failed-step.ts'
import { marksOf, newNetns } from './new-netns.ts'
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

/** What was done of a plan, also if it failed. */
export interface Doing {
  /** Whether anything was sent. */
  begun: boolean
  /** The steps of the phases that are complete. */
  readonly done: Due[]
}

export interface Running {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: PlanProgress) => void) | undefined
  readonly doing?: Doing | undefined
}

/** Errors of deletions whose object is gone with another one. */
const GONE = ['ESRCH', 'ENOENT', 'ENODEV', 'EADDRNOTAVAIL']

type Marks = ReturnType<typeof marksOf>

/** Runs steps phase by phase, each in all namespaces: one batch for each. The signal ends it between two phases. */
export async function run(places: Places, steps: readonly Due[], how: Running): Promise<void> {
  const { signal, onProgress, doing = { begun: false, done: [] } } = how
  let done = 0
  const marks = marksOf(steps)
  const phases = grouped(steps, ({ phase }) => phase)
  for (const phase of [...phases.keys()].sort((one, other) => one - other)) {
    signal?.throwIfAborted()
    const mine = phases.get(phase) as Due[]
    doing.begun = true
    await eachOf([...grouped(mine, ({ netns }) => netns)], ([netns, some]) => runSome(places, netns, some, marks))
    for (const step of mine) doing.done.push(step)
    done += mine.length
    onProgress?.({ done, total: steps.length })
  }
}

async function runSome(places: Places, netns: string, steps: readonly Due[], marks: Marks): Promise<void> {
  const early = marks.get(netns) ?? []
  const tables = steps.filter(({ verb }) => verb === 'apply')
  if (tables.length > 0) await runTables(places, netns, tables)
  const own = steps.filter(({ verb }) => verbOf(verb) === undefined && verb !== 'apply')
  for (const step of own) await runOne(places, step, early).catch((thrown) => Promise.reject(placed(thrown, step)))
  const others = steps.filter((step) => verbOf(step.verb) !== undefined && !early.includes(step))
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
    await unmark(handle, steps, refused)
    const [first] = refused.filter(({ step, error }) => !isGone(steps[step] as Due, error))
    if (first !== undefined) throw placed(first.error, steps[first.step] as Due)
  })
}

/** The mark of a link that was not created, because another one has its name, is on the other one. */
async function unmark(handle: Handle, steps: readonly Due[], refused: readonly Refused[]): Promise<void> {
  for (const [at, failures] of grouped(refused, ({ step }) => step)) {
    const { verb, arguments: args } = steps[at] as Due
    const [{ error }] = failures as [Refused]
    const isTaken = error instanceof NetlinkError && error.code === 'EEXIST'
    if (!isTaken || failures.length > 1 || (verb !== 'createLink' && verb !== 'createVeth')) continue
    const { name, altnames } = args[0] as { name: string; altnames: readonly string[] }
    await on(handle, deleteAltname)(name, altnames).catch(() => undefined)
  }
}

function isGone({ verb, arguments: [given] }: Due, error: unknown): boolean {
  if (!verb.startsWith('delete') || !(error instanceof NetlinkError)) return false
  // The kernel looks for the nexthop first, with which it has deleted the route.
  const ofNexthop = verb === 'deleteRoute' && (given as { nhId?: number }).nhId !== undefined && error.code === 'EINVAL'
  return ofNexthop || GONE.includes(error.code)
}

/** Steps about a namespace itself. */
async function runOne(places: Places, { verb, netns, arguments: args }: Due, marks: readonly Due[]): Promise<void> {
  if (verb === 'createNetns') await newNetns(places, netns, marks)
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
