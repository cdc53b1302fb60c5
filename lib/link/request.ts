import { Slip, shown } from '../errors.ts'
import { bitsOf } from '../wire/names.ts'
import { binary } from '../wire/text.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'
import { IFF } from './header.ts'
import { kinds } from './kinds.ts'
import { link } from './message.ts'
import { port } from './port.ts'

/** The flags that a request can change (`__dev_change_flags` in net/core/dev.c), and the options that say so one by one. */
const SWITCHES: Readonly<Record<string, number>> = {
  up: IFF.up,
  debug: IFF.debug,
  notrailers: IFF.notrailers,
  noarp: IFF.noarp,
  promisc: IFF.promisc,
  allmulti: IFF.allmulti,
  multicast: IFF.multicast,
  dynamic: IFF.dynamic,
}
const SETTABLE = Object.values(SWITCHES).reduce((bits, bit) => bits | bit, IFF.portsel | IFF.automedia)

/** Options that lie in IFLA_LINKINFO, by the names that they have there, in the order in which they are sent. */
const INFO = { kind: 'kind', data: 'data', portKind: 'slaveKind', port: 'slaveData' } as const

/** Fields of a listed link that say nothing in a request. */
const SILENT = new Set(['type', 'family', 'xstats', 'linkinfo', 'protinfo'])
/** Fields of the message that are not the caller's. */
const INNER = new Set(['linkinfo', 'extMask', 'altIfname', 'protinfo'])

const PLAIN = new Set(['index', ...link.rows.map((row) => row.key).filter((key) => !INNER.has(key))])
/** Whatever else is known, with the tables of the nests, for whoever has taken one for another. */
export function known({ kind }: { kind?: unknown }): (string | Named)[] {
  const data = Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? { ...binary, parts: Object.values(kinds) }
  const nests = [
    { key: 'data', type: data },
    { key: 'port', type: port },
  ]
  return [...Object.keys(SWITCHES), 'kind', 'portKind', ...link.rows.filter(({ key }) => PLAIN.has(key)), ...nests]
}

/** The caller's options as an object for the table: flags in the header, what belongs to the kind in its nest. */
export function toMessage(options: object): Record<string, unknown> {
  if (typeof options !== 'object' || options === null) throw new Slip(`must be an object, not ${shown(options)}`)
  const message: Record<string, unknown> = {}
  let switched = false
  let nested = false
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (PLAIN.has(key)) message[key] = value
    else if (key === 'flags' || Object.hasOwn(SWITCHES, key)) switched = true
    else if (Object.hasOwn(INFO, key)) nested = true
    else if (!SILENT.has(key)) throw unknownOption(key, known(options))
  }
  if (switched) putFlags(message, options as Readonly<Record<string, unknown>>)
  if (nested) message.linkinfo = linkinfo(options as Readonly<Record<string, unknown>>)
  return message
}

/** A flag's own option decides over the word in `flags`. */
function putFlags(message: Record<string, unknown>, options: Readonly<Record<string, unknown>>): void {
  let on = (words(options.flags) & SETTABLE) >>> 0
  let change = on
  for (const [key, bit] of Object.entries(SWITCHES)) {
    const value = options[key]
    if (value === undefined) continue
    if (typeof value !== 'boolean') throw new Slip(`must be true or false, not ${shown(value)}`).under(key)
    on = value ? on | bit : on & ~bit
    change |= bit
  }
  if (change === 0) return
  message.flags = [on >>> 0]
  message.change = [change >>> 0]
}

function words(value: unknown): number {
  if (value === undefined) return 0
  try {
    return bitsOf(value as readonly string[], IFF)
  } catch (thrown) {
    throw thrown instanceof Slip ? thrown.under('flags') : thrown
  }
}

/** What a link is to its master is a bridge's, unless said otherwise. */
function linkinfo(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [outside, inside] of Object.entries(INFO)) {
    const value = options[outside] ?? (outside === 'portKind' && options.port !== undefined ? 'bridge' : undefined)
    if (value !== undefined && !isNothing(value)) found[inside] = value
  }
  return found
}

/** Kinds of which nothing can be said take an object that says nothing. */
function isNothing(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
}
