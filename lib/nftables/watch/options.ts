import { describeValue, InputError } from '../../errors.ts'
import { checkLimits } from '../../transport/limit.ts'
import { anything, checkAll, type Found, wholeNumber } from '../../verb/checks.ts'
import type { NftWatchOptions } from './types.ts'

const MOST_BUFFER = 1 << 30

function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

/** Options of every iteration over a socket. */
export const ITERATION = {
  buffer: wholeNumber(2304, MOST_BUFFER),
  ref: boolean,
  signal: anything<AbortSignal>,
}

const CHECKS = { list: boolean, ...ITERATION }

/** Checks the options of `watch`. */
export function checkWatch(options: NftWatchOptions): Found<NftWatchOptions> {
  const found = checkAll<NftWatchOptions>('watch', options, CHECKS)
  checkLimits('watch', { signal: found.signal })
  return found
}
