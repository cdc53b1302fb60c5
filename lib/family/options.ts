import { callerError, Slip, shown } from '../errors.ts'

/** Throws where the options of a verb are none: they are an object whose keys are their names. */
export function checkOptions(operation: string, options: unknown): asserts options is object {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return
  throw callerError(operation, new Slip(`expected an object of options, got ${shown(options)}`))
}
