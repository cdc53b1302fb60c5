import { constants, getSystemErrorMap, readFileSync } from './builtin.ts'

/** The properties of a {@link NetlinkError}. */
export interface Failure {
  /** `EEXIST`, or one of the library's codes `ERR_NETLINK_...`. */
  code: string
  /** Negative errno, as in Node; by default that of `code`. */
  errno?: number | undefined
  /** The verb that was called, `addRoute`. */
  operation: string
  /** The subject of the request: the name of the link, the destination of the route. */
  subject?: string | undefined
  /** The kernel's message, or the library's if the kernel has none. */
  reason: string
  /** Path of the option that the kernel rejected, `data.id`. */
  attribute?: string | undefined
  /** Path of the option that the kernel requires. */
  missing?: string | undefined
  cause?: unknown
}

/** The negative errno of a code; 0 for one that is not the kernel's. */
function errnoOf(code: string): number {
  const errno = (constants.errno as Readonly<Record<string, number>>)[code]
  return errno === undefined ? 0 : -errno
}

/** How messages begin: the function that was called, and its subject. */
const CALLED =
  /^(?:[a-z]+[A-Z][A-Za-z]*|attach|detach|publish|withdraw|check|collect|repair|delete|endpoints)(?: \S+)?: /

/** A message without the function that was called, for programs that name themselves. */
export function withoutOperation(message: string): string {
  return message.replace(CALLED, '')
}

/** The reason of an error without its operation and code, for an error that it caused. */
export let reasonOf: (error: NetlinkError) => string

/**
 * An error from the kernel, or a request that could not be delivered.
 *
 * `code` is the errno's name (`EEXIST`) or one of `ERR_NETLINK_CLOSED`, `ERR_NETLINK_OVERRUN` (the request was executed but its
 * reply was lost), `ERR_NETLINK_DUMP_INTERRUPTED` (the table kept changing while it was listed), `ERR_NETLINK_TIMEOUT`.
 * `attribute` and `missing` are from the kernel's extended ACK (include/uapi/linux/netlink.h, NLMSGERR_ATTR_*).
 */
export class NetlinkError extends Error {
  /** Always 'NetlinkError'. */
  override readonly name = 'NetlinkError'
  /** Name of the errno, 'EEXIST', or one of the library's own codes 'ERR_NETLINK_...'. */
  readonly code: string
  /** Negative errno, as in Node; 0 for the library's own codes. */
  readonly errno: number
  /** Function that was called, 'addRoute'. */
  readonly operation: string
  /** Path of the option that the kernel rejected, 'data.id'; absent if the kernel did not report it. */
  declare readonly attribute?: string
  /** Path of the option that the kernel requires; absent if the kernel did not report it. */
  declare readonly missing?: string
  readonly #reason: string

  constructor(failure: Failure) {
    super(sentence(failure), failure.cause === undefined ? undefined : { cause: failure.cause })
    this.code = failure.code
    this.errno = failure.errno ?? errnoOf(failure.code)
    this.operation = failure.operation
    if (failure.attribute !== undefined) this.attribute = failure.attribute
    if (failure.missing !== undefined) this.missing = failure.missing
    this.#reason = failure.reason
  }

  /** Returns what JSON.stringify shows, including the message. */
  toJSON(): object {
    const { name, message, code, errno, operation, attribute, missing } = this
    return { name, message, code, errno, operation, attribute, missing }
  }

  static {
    reasonOf = (error) => error.#reason
  }
}

function sentence(failure: Failure): string {
  const { operation, subject, reason, code, attribute, missing } = failure
  const field = attribute !== undefined ? `, ${attribute}` : missing !== undefined ? `, missing ${missing}` : ''
  return `${operation}${subject === undefined ? '' : ` ${subject}`}: ${reason} (${code}${field})`
}

/** Errors of the kernel that are missing from `os.constants` or libuv's table (include/uapi/asm-generic/errno.h). */
const OTHERS: Readonly<Record<number, readonly [string, string]>> = {
  11: ['EAGAIN', 'resource temporarily unavailable'],
  61: ['ENODATA', 'no data available'],
  75: ['EOVERFLOW', 'value too large for defined data type'],
  76: ['ENOTUNIQ', 'name not unique on network'],
  85: ['ERESTART', 'interrupted, should be restarted'],
  93: ['EPROTONOSUPPORT', 'protocol not supported'],
  94: ['ESOCKTNOSUPPORT', 'socket type not supported'],
  95: ['EOPNOTSUPP', 'operation not supported'],
  96: ['EPFNOSUPPORT', 'protocol family not supported'],
  108: ['ESHUTDOWN', 'cannot send after transport endpoint shutdown'],
  112: ['EHOSTDOWN', 'host is down'],
  117: ['EUCLEAN', 'structure needs cleaning'],
  126: ['ENOKEY', 'required key not available'],
}

const NAMES = new Map<number, string>(Object.entries(constants.errno).map(([name, number]) => [number, name]))

/** `EEXIST` for -17 (or 17). */
export function errnoName(errno: number): string {
  const number = Math.abs(errno)
  return OTHERS[number]?.[0] ?? NAMES.get(number) ?? `E${number}`
}

/** `file already exists` for -17 (or 17). */
export function errnoText(errno: number): string {
  const number = Math.abs(errno)
  return OTHERS[number]?.[1] ?? getSystemErrorMap().get(-number)?.[1] ?? `error ${number}`
}

/** The usual reason of EPERM for a netlink request: netlink(7), `netlink_ns_capable` in net/netlink/af_netlink.c. */
const PERMISSION = 'operation not permitted: needs CAP_NET_ADMIN in the user namespace that owns the network namespace'
const CAP_NET_ADMIN = 12n

/** The reason of EPERM; if the process has the capability, the driver has another reason. */
function permissionText(errno: number): string {
  return hasNetAdmin() ? errnoText(errno) : PERMISSION
}

/** Whether the process has CAP_NET_ADMIN (proc_pid_status(5)); false if that cannot be read. */
function hasNetAdmin(): boolean {
  try {
    const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return mask !== undefined && ((BigInt(`0x${mask}`) >> CAP_NET_ADMIN) & 1n) === 1n
  } catch {
    return false
  }
}

/** The error for a negative errno, with the kernel's extack text if there is one. */
export function kernelError(
  operation: string,
  errno: number,
  said?: {
    subject?: string | undefined
    reason?: string | undefined
    attribute?: string | undefined
    missing?: string | undefined
  },
): NetlinkError {
  const reason = said?.reason ?? (errno === -constants.errno.EPERM ? permissionText(errno) : errnoText(errno))
  return new NetlinkError({ ...said, code: errnoName(errno), errno, operation, reason })
}

/**
 * Invalid input, found before anything is sent. Tables throw it, and each nest prepends its key to `path` as it propagates.
 * callerError() turns it into a TypeError, a RangeError, or (with `errno`) a NetlinkError.
 */
export class InputError extends Error {
  override readonly name = 'InputError'
  readonly kind: 'type' | 'range'
  readonly errno: number
  path = ''
  /** One of the library's own codes, for a state rather than invalid input. */
  code: string | undefined
  /** The complete message, if it is not the path followed by the reason. */
  phrase: ((path: string) => string) | undefined

  constructor(reason: string, kind: 'type' | 'range' = 'type', errno = 0) {
    super(reason)
    this.kind = kind
    this.errno = errno
  }

  /** The same error, seen from the enclosing nest. */
  under(key: string): this {
    this.path = this.path === '' ? key : this.path.startsWith('[') ? key + this.path : `${key}.${this.path}`
    return this
  }
}

/** Converts an error thrown while encoding options to an error for the caller. */
export function callerError(operation: string, thrown: unknown, publish?: (path: string) => string): unknown {
  if (!(thrown instanceof InputError)) return thrown
  const path = publish === undefined ? thrown.path : publish(thrown.path)
  if (thrown.code !== undefined)
    return new NetlinkError({ code: thrown.code, operation, reason: thrown.message, attribute: path })
  if (thrown.errno !== 0) return kernelError(operation, thrown.errno, { reason: thrown.message, attribute: path })
  const text = `${operation}: ${sentenceOf(thrown, path)}`
  return thrown.kind === 'range' ? new RangeError(text) : new TypeError(text)
}

/** First words of a reason that continues the path as a sentence. Any other reason follows a colon. */
const PREDICATE = /^(must|is|are|has|cannot|belongs|exceeds|requires|conflicts|needs|never)\b(?! infer)/

function sentenceOf({ phrase, message }: InputError, path: string): string {
  if (phrase !== undefined) return phrase(path)
  if (path === '') return message
  return PREDICATE.test(message) ? `${path} ${message}` : `${path}: ${message}`
}

/** Describes an invalid value for a message: short, and never throws. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return `'${shortened(value)}'`
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : describeObject(value)
  if (typeof value === 'bigint') return `${shortened(String(value))}n`
  return typeof value === 'function' ? 'a function' : shortened(String(value))
}

const LONGEST_TEXT = 60

/** Text of the caller's as a message repeats it. */
export function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 3)}...` : text
}

function describeObject(value: object): string {
  const name = builtIn(value)
  return name === undefined ? 'an object' : `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`
}

/** The class of an object that JavaScript or the runtime makes, and that has no options: 'Promise', 'Date', 'Map', 'AbortSignal'. */
export function builtIn(value: object): string | undefined {
  try {
    const name = Object.prototype.toString.call(value).slice('[object '.length, -1)
    return name !== 'Object' && Object.hasOwn(globalThis, name) ? name : undefined
  } catch {
    return undefined
  }
}
