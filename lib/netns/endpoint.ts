import { builtin, closeSync } from '../builtin.ts'
import { describeValue, errnoText, kernelError } from '../errors.ts'
import { addon, type Descriptor } from '../transport/native.ts'
import { rejection } from '../transport/rejection.ts'
import { netnsError } from './error.ts'

/** An internet socket to create inside the namespace: the options of the addon's `openSocket`. */
export interface Endpoint {
  family: 4 | 6
  type: 'stream' | 'datagram'
  bind?: { address: string; port: number; ipv6Only: boolean; reuseAddress: boolean; reusePort: boolean }
  backlog?: number
  peer?: string
}

/** A bare descriptor, which the caller owns. */
export function openEndpoint(operation: string, netns: Descriptor, endpoint: Endpoint): Promise<number> {
  return new Promise((resolve) => {
    addon().openSocket(netns, endpoint, (error, step, fd) => {
      if (error === 0) resolve(fd)
      else resolve(rejection(refusal(operation, error, step, endpoint)))
    })
  })
}

function refusal(operation: string, error: number, step: string, { bind, peer }: Endpoint): Error {
  if (step === 'setns') return netnsError(operation, error, step)
  const [where, port] = bind === undefined ? [peer, ''] : [bind.address, ` port ${bind.port}`]
  if (step === 'address' && where?.includes('%') === true)
    return kernelError(operation, error, { reason: `${where}: no such link in the namespace` })
  if (step === 'socket' || where === undefined) return kernelError(operation, error)
  return kernelError(operation, error, { reason: `${step} ${where}${port}: ${errnoText(error)}` })
}

/** Passes a descriptor on, or closes it if `use` throws. */
export function handOver<T>(fd: number, use: (fd: number) => T): T {
  try {
    return use(fd)
  } catch (thrown) {
    closeSync(fd)
    throw thrown
  }
}

/** A port: a number, or a string of digits, as in Node. */
export function portOf(operation: string, name: string, port: unknown): number {
  const number = typeof port === 'string' && port.trim() !== '' ? Number(port) : port
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 65535) return number
  throw new RangeError(`${operation}: ${name} must be a port from 0 to 65535, not ${describeValue(port)}`)
}

/** The family of a literal address, with or without a scope. */
export function familyOf(operation: string, name: string, address: unknown): 4 | 6 {
  const family = typeof address === 'string' ? builtin.net().isIP(address) : 0
  if (family === 4 || family === 6) return family
  throw new TypeError(`${operation}: ${name} must be an address, not ${describeValue(address)}`)
}

/** Throws unless the options are an object. */
export function checkOptions(operation: string, options: unknown, example: string): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${operation}: options must be an object such as ${example}, not ${describeValue(options)}`)
}

/** Rejects options by name. */
export function refuseOptions(operation: string, options: object, reasons: Readonly<Record<string, string>>): void {
  for (const [name, reason] of Object.entries(reasons)) {
    if ((options as Record<string, unknown>)[name] !== undefined)
      throw new TypeError(`${operation}: ${name} is not allowed here: ${reason}`)
  }
}

/** Rejects the name that Node uses in another function for the same option: it would be ignored. */
export function refuseWord(operation: string, options: object, word: string, here: string): void {
  if ((options as Record<string, unknown>)[word] !== undefined)
    throw new TypeError(`${operation}: \`${word}\` is \`${here}\` here`)
}

/** An optional boolean. */
export function flagOf(operation: string, name: string, value: unknown): boolean {
  if (value === undefined) return false
  if (typeof value !== 'boolean')
    throw new TypeError(`${operation}: ${name} must be a boolean, not ${describeValue(value)}`)
  return value
}
