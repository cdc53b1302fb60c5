// Errors of settings use the names under which they were set.
import { NetlinkError, withoutOperation } from '../errors.ts'
import type { HookSettings } from './settings.ts'

type Name = keyof HookSettings

/** Options of networks that are named otherwise as settings. */
const OTHERS: Readonly<Record<string, Name>> = {
  name: 'network',
  subnet6: 'subnet',
  gateway6: 'gateway',
  address6: 'address',
}

/** `createNetwork: subnet must be ...` of an annotation becomes `annotation netlink-ts.subnet: must be ...`. */
export function nameSetting(called: ReadonlyMap<Name, string>, thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown
  const kernel = thrown instanceof NetlinkError
  const plain = withoutOperation(thrown.message)
  const said = plain === thrown.message ? null : /^(\w+)((?:\[\d+\])?[.\w]*) (.*)$/s.exec(plain)
  const option = kernel ? /^\w+/.exec(thrown.attribute ?? '')?.[0] : said?.[1]
  const name = option === undefined ? undefined : called.get(OTHERS[option] ?? (option as Name))
  if (name === undefined) return thrown
  const rest = kernel || said === null ? plain : [said[2], said[3]].filter(Boolean).join(' ').replace(/^\./, '')
  const message = `${name}: ${rest}`
  if (thrown instanceof RangeError) return new RangeError(message, { cause: thrown })
  return thrown instanceof TypeError ? new TypeError(message, { cause: thrown }) : new Error(message, { cause: thrown })
}
