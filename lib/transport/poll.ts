import { setImmediate } from '../builtin.ts'
import { addon } from './native.ts'

let polling = false

/**
 * Call this when the addon was given work: the event loop then polls for its completion for a moment before it blocks. Nothing else is
 * delayed, because each turn of the loop handles whatever is due.
 */
export function pollCompletions(): void {
  if (polling) return
  polling = true
  setImmediate(poll)
}

function poll(): void {
  if (addon().poll()) setImmediate(poll)
  else polling = false
}
