import { readFileSync } from 'node:fs'

/** Peak of the resident set in MiB. (ru_maxrss would count the process before exec as well.) */
export function memoryPeak() {
  const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Math.round(Number(kib) / 1024)
}

/** Milliseconds that `work` takes, and what it comes to. */
export async function timed(work) {
  const begun = performance.now()
  const result = await work()
  return { ms: performance.now() - begun, result }
}

export function expectCount(what, counted, expected) {
  if (counted !== expected) throw new Error(`${counted} ${what} instead of ${expected}`)
}
