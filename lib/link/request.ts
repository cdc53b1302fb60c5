import { describeValue, InputError } from '../errors.ts'
import { reportedKey } from '../wire/attrs.ts'
import { bool, u8 } from '../wire/integers.ts'
import { bitsOf } from '../wire/names.ts'
import { checkObject } from '../wire/struct.ts'
import { shape } from '../wire/such.ts'
import { binary } from '../wire/text.ts'
import { type Named, phrased, unknownOption } from '../wire/unknown.ts'
import { IFF, SETTABLE_FLAGS, SWITCHES } from './header.ts'
import { kindOf, tables } from './kinds/index.ts'
import { link } from './message.ts'
import { port } from './port.ts'

/** Flags that are options of their own. */
export const FLAG_OPTIONS: readonly string[] = Object.keys(SWITCHES)
const SETTABLE = bitsOf(SETTABLE_FLAGS, IFF)

/** Options in IFLA_LINKINFO and their names there, in the order in which they are sent. */
const INFO = { kind: 'kind', data: 'data', portKind: 'slaveKind', port: 'slaveData' } as const

/** Fields of a listed link that are ignored in requests. */
const SILENT = new Set(['type', 'family', 'xstats', 'linkinfo', 'protinfo', 'linkName', 'masterName'])
/** Fields of the message that are not options. */
const INNER = new Set(['linkinfo', 'extMask', 'altIfname', 'protinfo'])

const PLAIN = new Set(['index', ...link.rows.map((row) => row.key).filter((key) => !INNER.has(key))])
/** The fields of a listed link. */
export const FIELDS: readonly string[] = [...PLAIN, ...Object.keys(INFO), 'type', 'flags', 'up', 'xstats']

/** iproute2's words for options that are not rows, or are nested more than once. */
const WORDS: readonly Named[] = [
  { key: 'noarp', iproute2: ['arp'] },
  { key: 'notrailers', iproute2: ['trailers'] },
  { key: 'allmulti', iproute2: ['allmulticast'] },
  { key: 'kind', iproute2: ['type'] },
  { key: 'netns', iproute2: ['ns'] },
  { key: 'address', iproute2: ['hwaddr', 'hwaddress', 'macaddress'] },
  ...['ip', 'ipaddr', 'addresses', 'cidr'].map((key) => ({
    key,
    instead: 'addAddress({ link, address }) adds an IP address',
  })),
  { key: 'up', type: phrased(bool(u8), { down: 'up: false' }) },
  { key: 'afSpec.inet6.addrGenMode', iproute2: ['addrgenmode'] },
  { key: 'afSpec.inet6.token', iproute2: ['token'] },
]

const PEER: Named = { key: "peer: { name: 'eth0' }", iproute2: ['peername', 'peer_name'] }

const ANY_DATA = { ...binary, parts: Object.values(tables) }

/** All options, including nested ones, to suggest the right place. */
export function known({ kind, state }: { kind?: unknown; state?: unknown }): (string | Named)[] {
  const table = kindOf(kind)?.table
  const rows = link.rows.filter(({ key }) => PLAIN.has(key))
  const nest = { key: 'port', type: port }
  return [
    ...WORDS,
    ...switchedBy(state),
    ...(kindOf(kind)?.pair === true ? [PEER] : []),
    lower(kind),
    ...Object.keys(SWITCHES),
    'portKind',
    ...(table === undefined
      ? [
          { key: 'linkmode', iproute2: ['mode'] },
          { key: 'master', iproute2: ['bridge'] },
          ...rows,
          nest,
          { key: 'data', type: ANY_DATA },
        ]
      : [{ key: 'data', type: table }, ...rows, nest]),
  ]
}

/** The error for an unknown option, if any: it may be a misspelt name of the missing one. */
export function strangeOption(options: object): InputError | undefined {
  const isOption = (key: string) =>
    PLAIN.has(key) || SILENT.has(key) || key === 'flags' || Object.hasOwn(SWITCHES, key) || Object.hasOwn(INFO, key)
  const found = Object.entries(options).find(([key, value]) => value !== undefined && !isOption(key))
  return found === undefined ? undefined : unknownOption(found[0], known(options))
}

/** `state: 'up'` or `'down'` means the flag, not `operstate`. */
function switchedBy(state: unknown): Named[] {
  return state === 'up' || state === 'down' ? [{ key: `up: ${state === 'up'}`, iproute2: ['state'] }] : []
}

/** iproute2's `dev` is the link itself, or the lower link of a new one. */
function lower(kind: unknown): Named {
  const key = kindOf(kind)?.lower
  return key === undefined || key === 'none' ? { key: 'name', iproute2: ['dev'] } : { key, iproute2: ['dev', 'parent'] }
}

/**
 * Converts options to an object for the table: flags go to the header, properties of the kind to its nest. Fields that are only reported
 * are omitted or, if `strict`, rejected.
 */
export function toMessage(options: object, strict = false): Record<string, unknown> {
  if (typeof options !== 'object' || options === null) throw shape("{ name: 'eth0' }", options)
  checkNests(options)
  const message: Record<string, unknown> = {}
  let switched = false
  let nested = false
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue
    if (PLAIN.has(key)) message[key] = value
    else if (key === 'flags' || Object.hasOwn(SWITCHES, key)) switched = true
    else if (Object.hasOwn(INFO, key)) nested = true
    else if (!SILENT.has(key)) throw unknownOption(key, known(options))
    else if (strict) throw reportedKey(key)
  }
  if (switched) putFlags(message, options as Readonly<Record<string, unknown>>, strict)
  if (nested) message.linkinfo = linkinfo(options as Readonly<Record<string, unknown>>)
  return message
}

/** The option of a flag takes precedence over `flags`. */
function putFlags(message: Record<string, unknown>, options: Readonly<Record<string, unknown>>, strict: boolean): void {
  const given = words(options.flags)
  if (strict && (given & ~SETTABLE) !== 0) throw reportedFlags(options.flags as readonly (string | number)[])
  let on = (given & SETTABLE) >>> 0
  let change = on
  for (const [key, bit] of Object.entries(SWITCHES)) {
    const value = options[key]
    if (value === undefined) continue
    if (typeof value !== 'boolean')
      throw new InputError(`must be true or false, not ${describeValue(value)}`).under(key)
    on = value ? on | bit : on & ~bit
    change |= bit
  }
  if (change === 0) return
  message.flags = [on >>> 0]
  message.change = [change >>> 0]
}

/** Throws for options of the kind or of the port that are not the nest's own: they would be left out silently. */
export function checkNests(options: object): void {
  const { data, port } = options as Readonly<Record<string, unknown>>
  checkNest('data', data)
  checkNest('port', port)
}

function checkNest(key: string, nest: unknown): void {
  if (typeof nest !== 'object' || nest === null || Array.isArray(nest) || nest instanceof Uint8Array) return
  try {
    checkObject(nest)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under(key) : thrown
  }
}

function reportedFlags(flags: readonly (string | number)[]): InputError {
  const word = flags.find((one) => (bitsOf([one], IFF) & ~SETTABLE) !== 0)
  return new InputError(
    `must be flags that can be set, not ${describeValue(word)}, which the kernel only reports`,
  ).under('flags')
}

function words(value: unknown): number {
  if (value === undefined) return 0
  try {
    return bitsOf(value as readonly string[], IFF, SETTABLE_FLAGS)
  } catch (thrown) {
    throw thrown instanceof InputError ? thrown.under('flags') : thrown
  }
}

function linkinfo(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [outside, inside] of Object.entries(INFO)) {
    const value = options[outside] === undefined ? implied(outside, options) : options[outside]
    if (value === null) throw new InputError('must not be null').under(outside)
    if (value !== undefined && !isNothing(value)) found[inside] = value
  }
  const { toRequest } = kindOf(found.kind) ?? {}
  if (toRequest !== undefined && typeof found.data === 'object') found.data = toRequest(found.data as object)
  return found
}

/** `port` is that of a bridge unless `portKind` is given. */
function implied(key: string, { port: given }: { port?: unknown }): string | undefined {
  return key === 'portKind' && given !== undefined ? 'bridge' : undefined
}

/** An empty object is accepted for kinds without properties. */
function isNothing(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
}
