import { constants } from 'node:os'
import { errnoName, errnoText, NetlinkError } from '../errors.ts'

/** Where another folder helps. */
const SEALED = ['EACCES', 'EPERM', 'EROFS']
const ELSEWHERE = "; give 'state' a folder that this user can write"

/** A refusal of the file system as an error of the call that met it; whatever else was thrown stays as it is. */
export function fileError(operation: string, network: string, thrown: unknown): unknown {
  if (thrown instanceof NetlinkError || !isSystemError(thrown)) return thrown
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
