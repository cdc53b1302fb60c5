import { commandFor, type Driver } from './drivers.ts'
import { waitForKernelIdle } from './kernel-idle.ts'
import type { Options } from './options.ts'
import { type Figures, perItem } from './result.ts'
import { runDriver } from './run.ts'
import type { Trial } from './trials.ts'

/** Seconds that the work of one process may take; what would by its smaller sizes take longer is not tried. */
const PATIENCE = 90
/** Seconds after which a trial ends with fewer rounds, but not fewer than FEWEST. */
const BUDGET = 180
const FEWEST = 3

interface Participant {
  command: readonly string[]
  figures: Figures
}

function participants(
  trial: Trial,
  size: number,
  drivers: readonly Driver[],
  earlier: readonly Figures[],
): Participant[] {
  return drivers.flatMap((driver) => {
    const command = commandFor(driver, trial)
    if (command === undefined) return []
    const figures: Figures = { trial: trial.name, size, driver: driver.name, ms: [], rssMiB: [] }
    const smaller = earlier.findLast((it) => it.trial === trial.name && it.driver === driver.name)
    const absent = smaller && hopeless(smaller, size)
    return [{ command, figures: absent === undefined ? figures : { ...figures, absent } }]
  })
}

/** Why a size need not be tried after a smaller one. */
function hopeless(smaller: Figures, size: number): string | undefined {
  if (smaller.absent !== undefined) return smaller.absent
  const seconds = (perItem(smaller) * size) / 1e6
  return seconds > PATIENCE ? `not tried: about ${Math.round(seconds)} s` : undefined
}

function measure({ command, figures }: Participant, size: number): void {
  const outcome = runDriver(command, size, 2 * PATIENCE)
  if ('absent' in outcome) {
    Object.assign(figures, outcome)
    return
  }
  const { ms, rssMiB, cpuMs, note } = outcome.measured
  figures.ms.push(ms)
  if (rssMiB !== undefined) figures.rssMiB.push(rssMiB)
  if (cpuMs !== undefined) figures.cpuMs = [...(figures.cpuMs ?? []), cpuMs]
  if (note !== undefined) figures.note = note
}

/** Every driver once a round; each round begins with another one. A quick run, whose figures mean nothing, does not wait for the kernel. */
export async function runRounds(
  trial: Trial,
  size: number,
  drivers: readonly Driver[],
  { rounds, quick }: Pick<Options, 'rounds' | 'quick'>,
  earlier: readonly Figures[],
): Promise<Figures[]> {
  const all = participants(trial, size, drivers, earlier)
  const begun = performance.now()
  for (let round = 0; round < rounds; round++) {
    if (round >= FEWEST && performance.now() - begun > BUDGET * 1000) break
    const going = all.filter(({ figures }) => figures.absent === undefined)
    const first = round % Math.max(1, going.length)
    for (const participant of [...going.slice(first), ...going.slice(0, first)]) {
      if (!quick) await waitForKernelIdle()
      measure(participant, size)
    }
  }
  return all.map(({ figures }) => figures)
}
