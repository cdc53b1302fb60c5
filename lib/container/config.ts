import { resolve } from 'node:path'
import { callerError, describeValue, InputError } from '../errors.ts'
import { checkLimits, type Limits, refuseBareSignal } from '../transport/limit.ts'
import { checkOptions } from '../verb/options.ts'
import type { NetnsRef } from '../wire/netns.ts'
import { checkObject } from '../wire/struct.ts'
import { checkLinkName, checkText } from '../wire/text.ts'
import { addressIn, addressNumber, addressText, parseSubnet, parseUnicast, subnetText, usable } from './subnet.ts'
import type { NetworkMode, NetworkOptions } from './types.ts'

/** A network with all defaults filled in, as stored in its record and compared with the options. */
export interface NetworkConfig {
  readonly name: string
  readonly mode: NetworkMode
  readonly subnet?: string
  readonly gateway?: string
  readonly subnet6?: string
  readonly gateway6?: string
  readonly mtu?: number
  readonly masquerade: boolean
  readonly isolate: boolean
  readonly bridgeNetfilter?: boolean
}

/** The validated options. */
export interface ParsedOptions {
  readonly name: string
  readonly requested: Partial<NetworkConfig>
  readonly state: string | undefined
  readonly netns: NetnsRef | undefined
  /** Limits of the wait for other processes. */
  readonly limits: Limits
}

const MODES: readonly NetworkMode[] = ['bridge', 'ptp', 'none', 'host', 'container']
/** Options of networks with addresses only. */
const ADDRESSED = [
  'subnet',
  'gateway',
  'subnet6',
  'gateway6',
  'mtu',
  'masquerade',
  'isolate',
  'bridgeNetfilter',
] as const
/** Minimum and maximum MTU of a veth pair: IPv4 requires 68 (net/core/dev.c, ETH_MAX_MTU). */
const MTU = { least: 68, most: 65535 }
const MTU6 = 1280
/** Longest name of a link: IFNAMSIZ minus the closing NUL. */
const LONGEST = 15

type Checks = Readonly<Record<string, (value: unknown) => unknown>>

/** Validates each option and returns its normalised value. */
const CHECKS: Checks = {
  name: networkName,
  mode: oneOf(MODES),
  subnet: (value) => subnetText(parseUnicast(value, 4)),
  subnet6: (value) => subnetText(parseUnicast(value, 6)),
  gateway: address(4),
  gateway6: address(6),
  mtu: (value) => integer(value, MTU.least, MTU.most),
  masquerade: boolean,
  isolate: boolean,
  bridgeNetfilter: boolean,
  state: stateFolder,
  netns: (value) => value,
  signal: (value) => value,
  timeout: (value) => value,
}

/** An address, as the kernel writes it. */
export function address(family: 4 | 6): (value: unknown) => string {
  return (value) => {
    const number = typeof value === 'string' ? addressNumber(value, family) : undefined
    if (number === undefined) throw new InputError(`must be an IPv${family} address, not ${describeValue(value)}`)
    return addressText(number, family)
  }
}

export function boolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new InputError(`must be true or false, not ${describeValue(value)}`)
  return value
}

export function integer(value: unknown, least: number, most: number): number {
  if (typeof value !== 'number') throw new InputError(`must be a number, not ${describeValue(value)}`)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new InputError(`must be a whole number from ${least} to ${most}, not ${value}`, 'range')
  return value
}

export function oneOf<T extends string>(words: readonly T[]): (value: unknown) => T {
  return (value) => {
    if (!words.includes(value as T))
      throw new InputError(`must be one of ${words.join(', ')}, not ${describeValue(value)}`)
    return value as T
  }
}

/** A folder that a network can have for itself. */
function stateFolder(value: unknown): string {
  checkText(value)
  if (!value.startsWith('/')) throw new InputError(`must be an absolute path, not ${describeValue(value)}`)
  const path = resolve(value)
  if (path === '/')
    throw new InputError(`must be a folder of the network's own, not ${describeValue(value)}, which is the root`)
  return path
}

/** Folders of net.ipv4.conf and net.ipv6.conf that are not those of links. */
const NO_LINKS = ['all', 'default']

/** The name of a link of at most 15 bytes. */
export function shortName(value: unknown): string {
  checkLinkName(value as string)
  const { length } = new TextEncoder().encode(value as string)
  if (length > LONGEST)
    throw new InputError(`must be at most ${LONGEST} bytes long, not ${length}: ${describeValue(value)}`, 'range')
  if ((value as string).includes('%') || (value as string).includes('\0'))
    throw new InputError(`must not contain '%' or NUL: ${describeValue(value)}`)
  if (NO_LINKS.includes(value as string))
    throw new InputError(
      `must not be ${describeValue(value)}: the kernel uses that name for the parameters of every link`,
    )
  if (value === 'lo') throw new InputError("must not be 'lo', the loopback")
  return value as string
}

/** The name becomes the name of a folder too, where '@' and a leading dot mean something else, and of a set's element, where '*' does. */
function networkName(value: unknown): string {
  const name = shortName(value)
  if (name.startsWith('.') || /[@*]/.test(name))
    throw new InputError(`must not begin with '.' or contain '@' or '*': ${describeValue(value)}`)
  return name
}

/** The hardware address of one link. */
export function macAddress(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value))
    throw new InputError(`must be a hardware address such as 02:00:00:00:00:01, not ${describeValue(value)}`)
  if ((Number.parseInt(value.slice(0, 2), 16) & 1) !== 0)
    throw new InputError(`must be a unicast address, not the multicast address ${describeValue(value)}`)
  if (value === '00:00:00:00:00:00') throw new InputError(`must not be ${describeValue(value)}, which no link can have`)
  return value.toLowerCase()
}

/** Runs one check; an error names the option. */
export function checked<T>(operation: string, key: string, check: () => T): T {
  try {
    return check()
  } catch (thrown) {
    throw callerError(operation, thrown instanceof InputError ? thrown.under(key) : thrown)
  }
}

/** Checks what is given one by one; what is not given is not there. */
export function checkAll(operation: string, options: object, checks: Checks, at = ''): Record<string, unknown> {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${operation}: ${at || 'options'} must be an object, not ${describeValue(options)}`)
  if (at === '') checkOptions(operation, options)
  const within = at === '' ? '' : `${at}.`
  try {
    checkObject(options)
  } catch (thrown) {
    throw callerError(operation, at !== '' && thrown instanceof InputError ? thrown.under(at) : thrown)
  }
  const found: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (check === undefined)
      throw new TypeError(
        `${operation}: unknown option ${describeValue(within + key)}; known are ${Object.keys(checks).join(', ')}`,
      )
    found[key] = checked(operation, `${within}${key}`, () => check(value))
  }
  return found
}

const OPERATION = 'createNetwork'

/** Checks the options of `createNetwork`. */
export function readOptions(options: NetworkOptions): ParsedOptions {
  refuseBareSignal(OPERATION, options, 'an object with name')
  const found = checkAll(OPERATION, options, CHECKS) as Partial<NetworkConfig> &
    Pick<NetworkOptions, 'state' | 'netns' | keyof Limits>
  const { state, netns, signal, timeout, ...given } = found
  const limits = { signal, timeout }
  checkLimits(OPERATION, limits)
  const { name } = given
  if (name === undefined) throw new TypeError(`${OPERATION}: name is missing`)
  return { name, requested: given, state, netns, limits }
}

/** Checks what a record says that a network is; throws where that cannot be. */
export function readConfig(value: unknown): NetworkConfig {
  const { state: _state, netns: _netns, signal: _signal, timeout: _timeout, ...checks } = CHECKS
  const { name, ...given } = checkAll('createNetwork', value as object, checks) as Partial<NetworkConfig>
  return configOf({ ...given, name: networkName(name) })
}

/** Whether a mode gives its containers links and addresses of the network's own. */
export function isAddressed(mode: NetworkMode): boolean {
  return mode === 'bridge' || mode === 'ptp'
}

/** The configuration of a new network: the given options, and what follows from them. */
export function configOf(given: Partial<NetworkConfig> & { name: string }): NetworkConfig {
  const { name, mode = 'bridge', masquerade = true, isolate = true } = given
  if (!isAddressed(mode)) {
    const extra = ADDRESSED.find((key) => given[key] !== undefined)
    if (extra !== undefined) throw new TypeError(`${OPERATION}: ${extra} is not allowed with mode '${mode}'`)
    return { name, mode, masquerade, isolate }
  }
  if (given.subnet === undefined && given.subnet6 === undefined)
    throw new TypeError(`${OPERATION}: subnet is missing; mode '${mode}' requires it, or subnet6`)
  checkMtu(given)
  return { ...given, ...gateways(given), name, mode, masquerade, isolate }
}

function checkMtu({ mtu, subnet6 }: Partial<NetworkConfig>): void {
  if (mtu !== undefined && mtu < MTU6 && subnet6 !== undefined)
    throw new RangeError(`${OPERATION}: mtu must be at least ${MTU6} with subnet6, not ${mtu}`)
}

function gateways(given: Partial<NetworkConfig>): Partial<NetworkConfig> {
  const four = gatewayOf(given.subnet, given.gateway, 4)
  const six = gatewayOf(given.subnet6, given.gateway6, 6)
  return { ...(four === undefined ? {} : { gateway: four }), ...(six === undefined ? {} : { gateway6: six }) }
}

function gatewayOf(subnet: string | undefined, gateway: string | undefined, family: 4 | 6): string | undefined {
  const key = family === 4 ? 'gateway' : 'gateway6'
  if (subnet === undefined) {
    if (gateway !== undefined) throw new TypeError(`${OPERATION}: ${key} is not allowed without its subnet`)
    return undefined
  }
  const range = parseSubnet(subnet, family)
  if (gateway === undefined) return addressText(usable(range).first, family)
  return addressText(
    checked(OPERATION, key, () => addressIn(range, gateway)),
    family,
  )
}

/** The first option that differs from the existing network, if any. */
export function difference(given: Partial<NetworkConfig>, config: NetworkConfig): keyof NetworkConfig | undefined {
  const keys = Object.keys(given) as (keyof NetworkConfig)[]
  return keys.find((key) => given[key] !== config[key])
}
