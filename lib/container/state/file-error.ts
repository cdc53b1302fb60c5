import { constants } from '../../builtin.ts'
import { errnoName, errnoText, NetlinkError, reasonOf } from '../../errors.ts'
import { TABLE } from '../firewall/rules.ts'

/** Where another folder helps. */
const SEALED = ['EACCES', 'EPERM', 'EROFS']
const ELSEWHERE = "; set 'state' to a folder that this user can write to"

/** Operations of nftables, whose errors point into commands that the caller has not written. */
const RULESET = ['apply', 'list', 'flushRuleset']
/** What these say where another program has changed the rules. */
const CHANGED = ['ENOENT', 'EEXIST', 'EBUSY', 'ERESTART']
/** Operations of networks: their sentences are for the caller as they are. */
const OWN = [
  'createNetwork',
  'openNetwork',
  'attach',
  'createEndpoint',
  'publish',
  'withdraw',
  'detach',
  'check',
  'collect',
  'endpoints',
  'repair',
  'delete',
]

/**
 * What was refused on the way as an error of the call that met it: a refusal of the file system, or of another operation, whose name and options are
 * not the caller's. Whatever else was thrown stays as it is.
 */
export function ownError(operation: string, network: string, thrown: unknown): unknown {
  if (!(thrown instanceof NetlinkError)) return fileError(operation, network, thrown)
  if (thrown.operation === operation) return thrown
  const { code, errno } = thrown
  return new NetlinkError({ code, errno, operation, subject: network, reason: reasonFor(thrown), cause: thrown })
}

/** The sentence for a refusal of another operation. */
export function reasonFor(error: NetlinkError): string {
  if (OWN.includes(error.operation)) return reasonOf(error)
  if (!RULESET.includes(error.operation)) return `${error.operation}: ${reasonOf(error)}`
  const { family, table } = TABLE
  return CHANGED.includes(error.code)
    ? `another program changed the rules of table ${family} ${table} meanwhile`
    : `the rules of table ${family} ${table}: ${reasonOf(error)}`
}

/** A refusal of the file system as an error of the call that met it. */
export function fileError(operation: string, network: string | undefined, thrown: unknown): unknown {
  if (!isSystemError(thrown)) return thrown
  const { code, errno, syscall, path } = thrown
  const making = operation === 'createNetwork'
  const hint = making && SEALED.includes(code) ? ELSEWHERE : ''
  const reason = `${syscall}${path === undefined ? '' : ` ${path}`}: ${errnoText(errno)}${hint}`
  const attribute = making ? 'state' : undefined
  return new NetlinkError({ code, errno, operation, subject: network, reason, attribute, cause: thrown })
}

/** An error as those of node:fs: for a negative errno of the addon, or for a name of one. */
export function systemError(errno: number | 'ENOSPC', syscall: string, path: string): SystemError {
  const number = errno === 'ENOSPC' ? -constants.errno.ENOSPC : errno
  const code = errnoName(number)
  const message = `${code}: ${errnoText(number)}, ${syscall} '${path}'`
  return Object.assign(new Error(message), { code, errno: number, syscall, path })
}

interface SystemError extends Error {
  readonly code: string
  readonly errno: number
  readonly syscall: string
  readonly path?: string
}

function isSystemError(thrown: unknown): thrown is SystemError {
  if (!(thrown instanceof Error)) return false
  const { code, errno, syscall } = thrown as Partial<SystemError>
  return typeof code === 'string' && typeof errno === 'number' && typeof syscall === 'string'
}
