import { setTimeout } from 'node:timers/promises'

/** A timer of Node counts to 2^31 - 1 milliseconds. */
const LONGEST = 0x7fff_ffff

/** Waits, but not beyond the end of the signal. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await setTimeout(Math.min(milliseconds, LONGEST), undefined, { signal }).catch(() => undefined)
}
