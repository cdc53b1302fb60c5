/** What a driver prints: the contract is in ../README.md. */
export interface Measured {
  ms: number
  items: number
  rssMiB?: number
  cpuMs?: number
  note?: string
}

/** A trial of a driver, given N. */
export type Work = (n: number) => Promise<Measured> | Measured

/** Says that a tool cannot do a trial, and why. */
export class Unable extends Error {}

/** Peak resident memory of this process. */
export function peakMiB(): number {
  return process.resourceUsage().maxRSS / 1024
}

/** Milliseconds that `work` took, those that the threads of this process worked meanwhile, and what it returned. */
export async function timed<T>(work: () => Promise<T> | T): Promise<{ ms: number; cpuMs: number; value: T }> {
  const [used, begun] = [process.cpuUsage(), performance.now()]
  const value = await work()
  const ms = performance.now() - begun
  const { user, system } = process.cpuUsage(used)
  return { ms, cpuMs: (user + system) / 1000, value }
}

/** Throws where something else was counted than was asked for. */
export function expectCount(what: string, found: number, wanted: number): void {
  if (found !== wanted) throw new Error(`${found} ${what} instead of ${wanted}`)
}

/** Runs the trial that the last two arguments name, and prints what it measured. */
export async function drive(trials: Readonly<Record<string, Work>>): Promise<void> {
  const [trial = '', n = ''] = process.argv.slice(-2)
  try {
    const work = trials[trial]
    if (work === undefined) throw new Unable(`no trial ${trial}`)
    console.log(JSON.stringify(await work(Number(n))))
  } catch (thrown) {
    if (!(thrown instanceof Unable)) throw thrown
    console.error(thrown.message)
    process.exitCode = 3
  }
}
