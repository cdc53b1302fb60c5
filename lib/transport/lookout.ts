import { setImmediate } from 'node:timers'
import { addon } from './native.ts'

let looking = false

/**
 * To be called when work was given to the addon: the event loop goes round for a moment before it falls asleep, to see what came of it.
 * Nothing is held up by that, as each turn of the loop takes whatever else is due.
 */
export function lookOut(): void {
  if (looking) return
  looking = true
  setImmediate(look)
}

function look(): void {
  if (addon().look()) setImmediate(look)
  else looking = false
}
