import { readFileSync } from 'node:fs'

/** Peak of the resident set in MiB. (ru_maxrss would count the process before exec as well.) */
export function memoryPeak() {
  const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Math.round(Number(kib) / 1024)
}

const micro = (ms) => Math.round(ms * 1000) / 1000

/** Milliseconds that `work` takes, those that all threads worked meanwhile, and what it comes to. */
export async function timed(work) {
  const [used, begun] = [process.cpuUsage(), performance.now()]
  const result = await work()
  const ms = micro(performance.now() - begun)
  const { user, system } = process.cpuUsage(used)
  return { took: { ms, cpuMs: (user + system) / 1000 }, result }
}

export function expectCount(what, counted, expected) {
  if (counted !== expected) throw new Error(`${counted} ${what} instead of ${expected}`)
}
