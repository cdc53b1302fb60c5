import { constants } from '../builtin.ts'
import { describeValue, errnoText, kernelError, type NetlinkError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { rejection } from '../transport/rejection.ts'
import { netnsError } from './error.ts'
import { checkOpen } from './inside.ts'

const { EACCES, ENOENT, EPERM } = constants.errno
const REFUSED: readonly number[] = [-EPERM, -EACCES]

/** Reads a kernel parameter inside a namespace, or writes it where there is a value. */
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

/** Writes several inside a namespace, by a thread that enters it once; what could not be written, and why. */
export async function sysctls(
  operation: string,
  held: Descriptor,
  values: Readonly<Record<string, string | number>>,
): Promise<Record<string, NetlinkError>> {
  const names = Object.keys(values)
  const paths = names.map((name) => sysctlPath(operation, name))
  const texts = Object.values(values).map(sysctlValue)
  checkOpen(operation, held)
  if (names.length === 0) return {}
  const errors = await new Promise<Int32Array>((resolve) => {
    addon().sysctls(held, paths, texts, resolve)
  })
  const refused = names.flatMap((name, i) => {
    const error = errors[i] ?? 0
    return error === 0 ? [] : [[name, refusal(operation, error, 'write', name)] as const]
  })
  return Object.fromEntries(refused)
}

/** Who may write is the affair of `net_ctl_permissions` (net/sysctl_net.c): EACCES, or EPERM of a few parameters. */
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

/** What is written: one line. Nothing at all would change nothing, so that an empty value is an empty line. */
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
 * The file of a kernel parameter, as sysctl(8) names them: the first separator counts, so `net.ipv4.ip_forward` and
 * `net/ipv4/ip_forward` are one, and `net/ipv4/conf/eth0.100/forwarding` keeps the dot of the link's name. Of `net` alone: what lies
 * beside it is the whole machine's.
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
