/** Callbacks by signal. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back when the signal is aborted, unless the returned function was called before. A signal has one listener, however many callbacks:
 * Node warns of a leak at more than ten.
 */
export function onAbort(signal: AbortSignal, call: () => void): () => void {
  const calls = waiting.get(signal) ?? listen(signal)
  // A separate function, because the same callback may be added twice.
  const once = () => call()
  calls.add(once)
  return () => {
    calls.delete(once)
    if (calls.size === 0) leave(signal, calls)
  }
}

const listeners = new WeakMap<Set<() => void>, () => void>()

function listen(signal: AbortSignal): Set<() => void> {
  const calls = new Set<() => void>()
  const listener = () => {
    waiting.delete(signal)
    for (const call of [...calls]) call()
  }
  waiting.set(signal, calls)
  listeners.set(calls, listener)
  signal.addEventListener('abort', listener, { once: true })
  return calls
}

function leave(signal: AbortSignal, calls: Set<() => void>): void {
  if (waiting.get(signal) === calls) waiting.delete(signal)
  const listener = listeners.get(calls)
  if (listener !== undefined) signal.removeEventListener('abort', listener)
}
