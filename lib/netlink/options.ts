import { callerError, describeValue } from '../errors.ts'
import { checkOptions, mayHaveOptions } from '../verb/options.ts'
import { unknownOption } from '../wire/unknown.ts'

/** Options of a batch. */
export interface BatchOptions {
  /**
   * What to do after a failure: 'continue' (the default) executes the remaining operations, 'stop' skips them, 'rollback' also undoes those
   * that were executed, and the promise rejects with the error.
   */
  onError?: 'continue' | 'stop' | 'rollback' | undefined
  /**
   * With 'rollback': true sends each change alone, so that nothing after the one that fails is executed even for a moment. By default, changes
   * travel together, and those in the same datagram as the failing one are executed and undone.
   */
  strict?: boolean | undefined
  /**
   * With 'rollback': 'last' makes changes that cannot be undone after all others, in their order: nothing that could fail follows but more of
   * these. By default, such a change is a TypeError.
   */
  irreversible?: 'last' | undefined
}

/** The options of one batch, checked. */
export interface Chosen {
  readonly onError: 'continue' | 'stop' | 'rollback'
  readonly strict: boolean
  readonly last: boolean
}

const KEYS = ['onError', 'strict', 'irreversible'] as const
const WORDS: readonly unknown[] = ['continue', 'stop', 'rollback']

/** Throws for options that are not those of a batch. */
export function checkBatchOptions(options: BatchOptions): Chosen {
  if (!mayHaveOptions(options))
    throw new TypeError(`batch: expected an object with onError, got ${describeValue(options)}`)
  checkOptions('batch', options)
  for (const key of Object.keys(options)) {
    if (!(KEYS as readonly string[]).includes(key)) throw callerError('batch', unknownOption(key, KEYS))
  }
  const { onError = 'continue', strict, irreversible } = options
  if (!WORDS.includes(onError))
    throw new TypeError(`batch: onError must be 'continue', 'stop' or 'rollback', not ${describeValue(onError)}`)
  if (strict !== undefined && typeof strict !== 'boolean')
    throw new TypeError(`batch: strict must be true or false, not ${describeValue(strict)}`)
  if (irreversible !== undefined && irreversible !== 'last')
    throw new TypeError(`batch: irreversible must be 'last', not ${describeValue(irreversible)}`)
  const alone = strict !== undefined ? 'strict' : irreversible !== undefined ? 'irreversible' : undefined
  if (onError !== 'rollback' && alone !== undefined) throw new TypeError(`batch: ${alone} requires onError: 'rollback'`)
  return { onError, strict: strict === true, last: irreversible === 'last' }
}
