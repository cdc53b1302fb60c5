import { callerError, describeValue, InputError } from '../errors.ts'
import { named } from '../verb/checks.ts'
import { oneLink } from '../wire/reference.ts'
import { checkObject } from '../wire/struct.ts'
import { type Named, unknownOption } from '../wire/unknown.ts'
import { mdbEntry, mdbReported, mdbRequested } from './mdb-message.ts'
import { type Divided, divided, required, type Values } from './options.ts'

const OWN: readonly Named[] = [{ key: 'bridge', type: oneLink, iproute2: ['dev', 'br'] }, ...mdbEntry.byKey.values()]
/** What is only reported is accepted, and not sent. */
const ROWS: readonly Named[] = [
  ...mdbRequested.rows,
  ...mdbReported.rows.filter(({ key }) => !mdbRequested.byKey.has(key)).map((row) => ({ ...row, report: true })),
]

/** What says which entry it is, besides the entry itself. */
const IDENTITY = ['source', 'dst', 'dstPort', 'vni', 'ifindex', 'srcVni']
/** Attributes that older kernels report and do not take. */
const DEFAULTS: Readonly<Record<string, readonly unknown[]>> = { rtprot: ['static', 'kernel', 'unspec'] }

/** A listed source has a timer, which is only reported. */
function withoutTimers(operation: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((source: unknown, i) =>
    named(operation, `srcList[${i}]`, () => {
      checkObject(source, "{ address: '192.0.2.1' }")
      const { timer: _, ...rest } = source as Record<string, unknown>
      const stranger = Object.keys(rest).find((key) => key !== 'address')
      if (stranger !== undefined) throw unknownOption(stranger, ['address'])
      if (rest.address === undefined) throw new InputError(`must have an address, not ${describeValue(source)}`)
      return rest
    }),
  )
}

function read(operation: string, options: object): Divided {
  const parts = divided(operation, options, OWN, ROWS)
  required(operation, parts, 'bridge', 'port', 'group')
  return parts
}

function fieldsOf({ own }: Divided, attributes: Values): object {
  const { bridge, ...entry } = own
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return { bridge, entry, ...(given.length === 0 ? {} : { entryAttrs: Object.fromEntries(given) }) }
}

/**
 * The message of an entry to add. The kernel reports the mode and the sources of an entry for one source, and accepts neither; it reports the mode of
 * every entry, and older ones accept none.
 */
export function entryToAdd(operation: string, options: object): object {
  const parts = read(operation, options)
  const { source, srcList, groupMode, ...others } = parts.nested
  const sources = source === undefined ? withoutTimers(operation, srcList) : undefined
  const isDefault =
    groupMode === 'exclude' && (sources === undefined || (Array.isArray(sources) && sources.length === 0))
  if (source !== undefined && Array.isArray(srcList) && srcList.length > 0)
    throw callerError(operation, new InputError('is not allowed here with source').under('srcList'))
  const sent = Object.entries(others).filter(
    ([key, value]) => mdbRequested.byKey.has(key) && DEFAULTS[key]?.includes(value) !== true,
  )
  return fieldsOf(parts, {
    source,
    groupMode: isDefault || source !== undefined ? undefined : groupMode,
    srcList: Array.isArray(sources) && sources.length === 0 ? undefined : sources,
    ...Object.fromEntries(sent),
  })
}

/** The message of an entry to delete. */
export function entryToDelete(operation: string, options: object): object {
  const parts = read(operation, options)
  return fieldsOf(parts, Object.fromEntries(Object.entries(parts.nested).filter(([key]) => IDENTITY.includes(key))))
}

/** The option at a path of the message. */
export function publishMdb(path: string): string {
  const inner = path.replace(/^(entryAttrs|entry)\.?/, '')
  return inner === '' ? 'group' : inner
}
