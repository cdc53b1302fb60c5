import { constants } from '../builtin.ts'
import { describeValue, errnoText, kernelError, type NetlinkError, reasonOf } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { rejection } from '../transport/rejection.ts'
import { checkOptions } from '../verb/options.ts'
import { netnsError } from './error.ts'
import { checkOpen } from './inside.ts'

const { EACCES, ENOENT, EPERM } = constants.errno
const REFUSED: readonly number[] = [-EPERM, -EACCES]

/** Reads a kernel parameter inside a namespace or, with a value, writes it. */
export function sysctl(operation: string, held: Descriptor, name: string, value?: string): Promise<string> {
  const path = sysctlPath(operation, name)
  checkOpen(operation, held)
  return new Promise((resolve) => {
    addon().sysctl(held, path, value, (error, step, text) => {
      if (error === 0) resolve(text.trimEnd())
      else resolve(rejection(refusal(operation, error, step, name)))
    })
  })
}

/** The error of `setSysctls`: that of the first parameter that could not be written, with those of all. */
export interface SysctlsError extends NetlinkError {
  /** The error of each parameter that could not be written, by the name that was given; all others were written. */
  readonly errors: Readonly<Record<string, NetlinkError>>
}

/** Writes several parameters on a thread that enters the namespace once. */
export async function sysctls(
  operation: string,
  held: Descriptor,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  checkOptions(operation, values)
  const names = Object.keys(values)
  const paths = names.map((name) => sysctlPath(operation, name))
  const texts = Object.values(values).map(sysctlValue)
  checkOpen(operation, held)
  if (names.length === 0) return
  const errors = await new Promise<Int32Array>((resolve) => {
    addon().sysctls(held, paths, texts, resolve)
  })
  const refused = names.flatMap((name, i) => {
    const error = errors[i] ?? 0
    return error === 0 ? [] : [[name, refusal(operation, error, 'write', name)] as const]
  })
  if (refused.length > 0) return rejection(refusalOfSome(operation, new Map(refused), names.length))
}

/** One failure fails the call: a caller that only awaits it would miss a list of errors as its result. */
function refusalOfSome(operation: string, refused: ReadonlyMap<string, NetlinkError>, asked: number): SysctlsError {
  const [first] = [...refused.values()] as [NetlinkError]
  const others = `${refused.size} of ${asked} parameters could not be written, each with its error in errors, first `
  const reason = refused.size === 1 ? reasonOf(first) : others + reasonOf(first)
  const error = kernelError(operation, first.errno, { reason })
  return Object.assign(error, { errors: Object.fromEntries(refused) })
}

/** Permissions are checked by `net_ctl_permissions` (net/sysctl_net.c): EACCES, or EPERM for a few parameters. */
function refusal(operation: string, error: number, step: string, name: string): NetlinkError {
  if (step === 'setns' || step === 'thread') return netnsError(operation, error, step)
  const reason =
    error === -ENOENT
      ? `${name}: no such parameter in this namespace`
      : REFUSED.includes(error)
        ? `${name}: ${errnoText(error)}: needs CAP_NET_ADMIN in the user namespace that owns the network namespace, and a writable parameter`
        : `${step} ${name}: ${errnoText(error)}`
  return kernelError(operation, error, { reason })
}

/** The text to write: one line. An empty write would have no effect, so that an empty value is written as an empty line. */
export function sysctlValue(value: unknown): string {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new RangeError(`setSysctl: value must be a whole number or a string, not ${value}`)
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new TypeError(`setSysctl: value must be a string or a number, not ${describeValue(value)}`)
  const text = String(value)
  if (/[\n\0]/.test(text)) throw new TypeError('setSysctl: value must be one line, without a newline or a NUL')
  return text === '' ? '\n' : text
}

/**
 * The file of a kernel parameter, named as in sysctl(8): the first separator decides, so `net.ipv4.ip_forward` and
 * `net/ipv4/ip_forward` are the same, and `net/ipv4/conf/eth0.100/forwarding` contains the dot of the link's name. Only `net`: other
 * parameters belong to the whole machine.
 */
export function sysctlPath(operation: string, name: string): string {
  if (typeof name !== 'string' || name === '')
    throw new TypeError(
      `${operation}: name must be a parameter such as net.ipv4.ip_forward, not ${describeValue(name)}`,
    )
  const separator = /[./]/.exec(name)?.[0] ?? '.'
  const parts = name.split(separator).map((part) => (separator === '.' ? part.replaceAll('/', '.') : part))
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0') || part.includes('/'))) {
    throw new TypeError(`${operation}: name is not a kernel parameter: ${describeValue(name)}`)
  }
  if (parts[0] !== 'net' || parts.length === 1)
    throw new TypeError(
      `${operation}: name must be a parameter of net.*, such as net.ipv4.ip_forward, not ${describeValue(name)}: the others belong to the whole machine`,
    )
  return `/proc/sys/${parts.join('/')}`
}
