import { InputError, NetlinkError } from '../errors.ts'

/** First words that continue the path of an option as a sentence. */
const PREDICATE =
  /^([a-z]\w*(?:[.[][\w.[\]]*)?) (must|is|are|has|cannot|belongs|exceeds|requires|conflicts|needs|never)\b/

/** The error of an option, seen from the topology: `routes[3].gateway must be ...` */
export function at(path: string, thrown: unknown): unknown {
  if (thrown instanceof InputError) return thrown.under(path)
  if (!(thrown instanceof Error) || thrown instanceof NetlinkError) return thrown
  const reason = thrown.message.replace(/^[a-z]+[A-Z]\w*: /, '')
  const outer = new InputError(reason, thrown instanceof RangeError ? 'range' : 'type')
  const [own] = /^(?:name|value) (?=must )/.exec(reason) ?? []
  const inner = PREDICATE.test(reason)
  if (own !== undefined && path.endsWith("']")) outer.phrase = () => `${path} ${reason.slice(own.length)}`
  else outer.phrase = () => (inner ? `${path}.${reason}` : `${path}: ${reason}`)
  return outer
}

export function within<T>(path: string, run: () => T): T {
  try {
    return run()
  } catch (thrown) {
    throw at(path, thrown)
  }
}

/** Something of another owner is where a wanted object belongs. */
export class Conflict extends NetlinkError {
  constructor(operation: string, path: string, reason: string) {
    super({ code: 'ERR_NETLINK_CONFLICT', operation, subject: path, reason, attribute: path })
  }
}
