import { constants } from '../builtin.ts'
import { describeValue } from '../errors.ts'
import type { Explanation } from '../transport/request-type.ts'
import type { Verdict } from '../wire/extack.ts'

/*
 * What the kernel means by an errno without a sentence: net/core/rtnetlink.c has none for a name that is in use (dev_get_valid_name), and none for
 * what a link is not (do_set_master, rtnl_changelink).
 */

const EEXIST = -constants.errno.EEXIST
const ENODEV = -constants.errno.ENODEV
const EOPNOTSUPP = -constants.errno.EOPNOTSUPP
/** What rtnl_newlink_create() says of a kind, and of which it does not say. */
const UNKNOWN_KIND = 'Unknown device type'

/** The request, read back. */
type Asked = Readonly<Record<string, unknown>>

/** A refusal to create a link. */
export function ofCreation({ error, msg }: Verdict, asked: Asked): Explanation | undefined {
  if (error === EOPNOTSUPP && msg === UNKNOWN_KIND) return { reason: `${UNKNOWN_KIND} ${describeValue(asked.kind)}` }
  if (msg !== undefined) return undefined
  if (error === EOPNOTSUPP) return unsupported(asked, ['master'])
  // A name was resolved; an index is the caller's.
  if (error === ENODEV && asked.link !== undefined)
    return { reason: `no link with index ${asked.link}`, attribute: 'link' }
  return error === EEXIST ? taken(asked) : undefined
}

/** The options of a new link that may be in use; which of several it is, the kernel does not say. */
function taken({ index, name, data }: Asked): Explanation | undefined {
  const { peer } = (data ?? {}) as { peer?: { name?: string } }
  const given = [
    { attribute: 'index', value: index === 0 ? undefined : index, what: 'the index' },
    { attribute: 'name', value: name, what: 'the name' },
    { attribute: 'peer.name', value: peer?.name, what: 'the name' },
  ].filter(({ value }) => value !== undefined)
  if (given.length === 0) return undefined
  const all = given.map(({ what, value }) => `${what} ${describeValue(value)}`).join(' or ')
  return { reason: `${all} is already in use`, attribute: given.length === 1 ? given[0]?.attribute : undefined }
}

/** A refusal to change a link. */
export function ofChange({ error, msg }: Verdict, asked: Asked): Explanation | undefined {
  if (error === EEXIST && asked.name !== undefined) return { reason: msg ?? inUse(asked.name), attribute: 'name' }
  if (msg !== undefined) return undefined
  return error === EOPNOTSUPP ? unsupported(asked, ['master', 'port', 'data']) : undefined
}

/** A refusal to add alternative names. */
export function ofAltnames({ error }: Verdict, { altnames }: Asked): Explanation | undefined {
  if (error !== EEXIST || !Array.isArray(altnames)) return undefined
  const reason =
    altnames.length === 1 ? inUse(altnames[0]) : `one of these names is already in use: ${altnames.join(', ')}`
  return { reason, attribute: 'altnames' }
}

/** The sentence for a name that a link has already, be it as an alternative name. */
export function inUse(name: unknown): string {
  return `the name ${describeValue(name)} is already in use`
}

type Suspect = 'master' | 'port' | 'data'

/** Why the kernel refuses an option. */
const CANNOT: Readonly<Record<Suspect, (asked: Asked) => string>> = {
  master: () => 'the master must be a bridge, bond, VRF or another link that takes ports',
  port: ({ portKind }) => `the link must be a port of a ${portKind}`,
  data: ({ kind }) => `the link must be of kind '${kind}', whose data can be changed`,
}

/** Fields of any request about a link, of which none is refused so. */
const SILENT = new Set(['index', 'type', 'family', 'flags', 'change', 'up', 'kind', 'portKind', 'name', 'altIfname'])

/** What may be meant by "operation not supported": the option is certain if it is the only setting. */
function unsupported(asked: Asked, suspects: readonly Suspect[]): Explanation | undefined {
  const given = suspects.filter((key) => asked[key] !== undefined && asked[key] !== null)
  if (given.length === 0) return undefined
  const reason = `operation not supported; ${given.map((key) => CANNOT[key](asked)).join('; ')}`
  const settings = Object.keys(asked).filter((key) => !SILENT.has(key))
  return settings.length === 1 ? { reason, attribute: given[0] } : { reason }
}
