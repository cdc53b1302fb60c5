import { callerError, Slip, shown } from '../errors.ts'
import { checkObject } from '../wire/struct.ts'

/** Verbs whose first argument is not an object of options: a link, a name, a namespace, a filter that is read elsewhere. */
const OTHERS = /^(set|get|open|list|stream|flush)|^(deleteLinks?|addAltname|deleteAltname|createNetns|deleteNetns)$/

/**
 * What refuses whatever can be no options of this verb, before a room looks into them. Whatever can be made without any
 * (`createBridge()`) may be called without any.
 */
export function argumentCheck(operation: string): ((options: unknown) => void) | undefined {
  if (OTHERS.test(operation)) return undefined
  const optional = operation.startsWith('create')
  return (options) => {
    if (options === undefined && optional) return
    try {
      if (typeof options !== 'object' || options === null || Array.isArray(options))
        throw new Slip(`expected an object of options, got ${shown(options)}`)
      checkObject(options)
    } catch (thrown) {
      throw callerError(operation, thrown)
    }
  }
}
