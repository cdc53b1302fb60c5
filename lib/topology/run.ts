import { NetlinkError } from '../errors.ts'
import { deleteAltname } from '../link/altname.ts'
import { sysctls } from '../netns/sysctl.ts'
import { deleteNetns } from '../netns/verbs.ts'
import type { Handle } from '../transport/handle.ts'
import type { Stop } from '../transport/stop.ts'
import { grouped } from '../verb/grouped.ts'
import { on } from '../verb/verb.ts'
import { Collected, type Refused } from './collected.ts'
import { eachOf } from './concurrent.ts'
import type { Due } from './due.ts'
import { placed } from './failed-step.ts'
import { marksOf, newNetns } from './new-netns.ts'
import type { Places } from './places.ts'
import { type Stage, stagesOf } from './stages.ts'
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

/** More steps in a namespace than this are sent phase by phase, with many in a datagram. */
const MOST_TOGETHER = 64

/** Runs steps stage by stage, each in all namespaces: one batch for each. The signal ends it between two stages. */
export async function run(places: Places, steps: readonly Due[], how: Running): Promise<void> {
  const { signal, onProgress, doing = { begun: false, done: [] } } = how
  let done = 0
  const marks = marksOf(steps)
  for (const stage of stagesOf(steps)) {
    signal?.throwIfAborted()
    doing.begun = true
    if (stage.length > 1) await runTogether(places, stage, doing)
    else await runPhase(places, stage[0] as readonly Due[], marks, doing)
    for (const mine of stage) done += mine.length
    onProgress?.({ done, total: steps.length })
  }
}

const byNetns = (steps: readonly Due[]) => [...grouped(steps, ({ netns }) => netns)]

async function runPhase(places: Places, steps: readonly Due[], marks: Marks, doing: Doing): Promise<void> {
  await eachOf(byNetns(steps), ([netns, some]) => runSome(places, netns, some, marks))
  for (const step of steps) doing.done.push(step)
}

/** Several phases at once: the namespaces do not wait for each other. */
async function runTogether(places: Places, stage: Stage, doing: Doing): Promise<void> {
  const complete = new Set<Due>()
  try {
    await eachOf(byNetns(stage.flat()), ([netns, some]) => runInOrder(places, netns, some, complete))
  } finally {
    const open = stage.findIndex((mine) => !mine.every((step) => complete.has(step)))
    for (const mine of open < 0 ? stage : stage.slice(0, open)) for (const step of mine) doing.done.push(step)
  }
}

/** Steps of several phases in one namespace; nothing after a failure is sent. */
async function runInOrder(places: Places, netns: string, steps: readonly Due[], complete: Set<Due>): Promise<void> {
  const isLong = steps.length > MOST_TOGETHER
  const parts = isLong ? [...grouped(steps, ({ phase }) => phase).values()] : [steps]
  for (const part of parts) await runBatch(places, netns, part, isLong ? 'datagram' : 'message', complete)
}

async function runSome(places: Places, netns: string, steps: readonly Due[], marks: Marks): Promise<void> {
  const early = marks.get(netns) ?? []
  const tables = steps.filter(({ verb }) => verb === 'apply')
  if (tables.length > 0) await runTables(places, netns, tables)
  const own = steps.filter(({ verb }) => verbOf(verb) === undefined && verb !== 'apply')
  for (const step of own) await runOne(places, step, early).catch((thrown) => Promise.reject(placed(thrown, step)))
  const others = steps.filter((step) => verbOf(step.verb) !== undefined && !early.includes(step))
  for (const part of inRuns(others))
    await runBatch(places, netns, part, isDeletion(part[0] as Due) ? 'never' : 'datagram')
}

const isDeletion = ({ verb }: Due) => verb.startsWith('delete')

/** Deletions and others in a row: a deletion of what is gone already must not end what comes after it. */
function inRuns(steps: readonly Due[]): Due[][] {
  const runs: Due[][] = []
  let last: Due | undefined
  for (const step of steps) {
    if (last === undefined || isDeletion(last) !== isDeletion(step)) runs.push([])
    runs.at(-1)?.push(step)
    last = step
  }
  return runs
}

/** Sends steps together. Those that are complete are added to a set, if one is given. */
async function runBatch(
  places: Places,
  netns: string,
  steps: readonly Due[],
  stop: Stop,
  complete?: Set<Due>,
): Promise<void> {
  await places.inside(netns, async (handle) => {
    const refused = isWritten(steps)
      ? await new Collected(handle).sendCopies(steps, stop)
      : await collect(handle, steps).send(stop)
    await unmark(handle, steps, refused)
    const [first] = refused.filter(({ step, error }) => !isGone(steps[step] as Due, error))
    if (complete !== undefined) for (const step of steps.slice(0, first?.step)) complete.add(step)
    if (first !== undefined) throw placed(first.error, steps[first.step] as Due)
  })
}

/** Whether the messages of all steps are written. */
function isWritten(steps: readonly Due[]): boolean {
  return steps.every(({ encoded }) => encoded !== undefined)
}

/** The requests of steps. */
function collect(handle: Handle, steps: readonly Due[]): Collected {
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
  return collected
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

function isGone(step: Due, error: unknown): boolean {
  const {
    verb,
    arguments: [given],
  } = step
  if (!isDeletion(step) || !(error instanceof NetlinkError)) return false
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
