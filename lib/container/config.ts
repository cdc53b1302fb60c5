import { describeValue, InputError } from '../errors.ts'
import { checkLimits, type Limits, refuseBareSignal } from '../transport/limit.ts'
import { anything, type Checks, checkAll, named, oneOf, wholeNumber } from '../verb/checks.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { LinkRef } from '../wire/reference.ts'
import { address, boolean, networkName, remoteSubnets, stateFolder } from './checks.ts'
import { hasParent, IPVLAN_MODES, MACVLAN_MODES, parentLink, parentOf } from './parent.ts'
import { addressIn, addressText, parseSubnet, parseUnicast, type Range, subnetText, usable } from './subnet.ts'
import type { IpvlanMode, MacvlanMode, NetworkMode, NetworkOptions } from './types.ts'

/** A network with all defaults filled in, as stored in its record and compared with the options. */
export interface NetworkConfig {
  readonly name: string
  readonly mode: NetworkMode
  /** Its subnets, IPv4 first: one of each family, at least one in modes with addresses. */
  readonly ranges: readonly Range[]
  readonly mtu?: number
  readonly masquerade: boolean
  readonly isolate: boolean
  /** Mode `bridge` only. */
  readonly isolateContainers: boolean
  readonly internal: boolean
  /** Prefixes of other nodes, of both families. */
  readonly remoteSubnets: readonly string[]
  readonly allowForward: boolean
  /** Mode `bridge` only. */
  readonly spoofGuard: boolean
  readonly bridgeNetfilter?: boolean
  /** Modes `macvlan` and `ipvlan` only: name of the host's link, and how its children exchange packets. */
  readonly parent?: string
  readonly macvlanMode?: MacvlanMode
  readonly ipvlanMode?: IpvlanMode
}

/** The options of a network that its record keeps. */
export type ConfigOptions = Omit<NetworkOptions, 'state' | 'netns' | 'restore' | 'parent' | keyof Limits> & {
  readonly parent?: string | undefined
}

/** The options as requested, each of them checked. */
export interface ParsedOptions {
  readonly name: string
  readonly requested: ConfigOptions
  /** The parent as requested: {@link ConfigOptions} has its name. */
  readonly parent: LinkRef | undefined
  readonly state: string | undefined
  readonly netns: NetnsRef | undefined
  /** Whether what an existing network has lost is restored. */
  readonly restore: boolean
  /** Limits of the wait for other processes. */
  readonly limits: Limits
}

const MODES: readonly NetworkMode[] = ['bridge', 'ptp', 'macvlan', 'ipvlan', 'none', 'host', 'container']
/** Options of networks with addresses only. */
const ADDRESSED = [
  'subnet',
  'gateway',
  'subnet6',
  'gateway6',
  'mtu',
  'masquerade',
  'isolate',
  'isolateContainers',
  'internal',
  'remoteSubnets',
  'allowForward',
  'spoofGuard',
  'bridgeNetfilter',
  'parent',
  'macvlanMode',
  'ipvlanMode',
] as const
/** Options of mode `bridge` only. */
const BRIDGE_ONLY = ['spoofGuard', 'allowForward', 'isolateContainers'] as const
/** Minimum and maximum MTU of a veth pair: IPv4 requires 68 (net/core/dev.c, ETH_MAX_MTU). */
const MTU = { least: 68, most: 65535 }
const MTU6 = 1280

/** Validates each option and returns its normalised value. */
const CHECKS: Checks<Required<NetworkOptions>> = {
  name: networkName,
  mode: oneOf(...MODES),
  subnet: (value) => subnetText(parseUnicast(value, 4)),
  subnet6: (value) => subnetText(parseUnicast(value, 6)),
  gateway: address(4),
  gateway6: address(6),
  mtu: wholeNumber(MTU.least, MTU.most),
  masquerade: boolean,
  isolate: boolean,
  isolateContainers: boolean,
  internal: boolean,
  remoteSubnets,
  allowForward: boolean,
  spoofGuard: boolean,
  bridgeNetfilter: boolean,
  parent: parentLink,
  macvlanMode: oneOf(...MACVLAN_MODES),
  ipvlanMode: oneOf(...IPVLAN_MODES),
  restore: boolean,
  state: stateFolder,
  netns: anything,
  signal: anything,
  timeout: anything,
}

const OPERATION = 'createNetwork'

/** Checks the options of `createNetwork`. */
export function readOptions(options: NetworkOptions): ParsedOptions {
  refuseBareSignal(OPERATION, options, 'an object with name')
  const found = checkAll(OPERATION, options, CHECKS)
  const { state, netns, restore = true, signal, timeout, name, parent, ...rest } = found
  const limits = { signal, timeout }
  checkLimits(OPERATION, limits)
  if (name === undefined) throw new TypeError(`${OPERATION}: name is missing`)
  const named = typeof parent === 'string' ? { parent } : {}
  return { name, requested: { ...rest, ...named, name }, parent, state, netns, restore, limits }
}

/** Checks what a record says that a network is; throws where that cannot be. */
export function readConfig(value: unknown): NetworkConfig {
  const { state: _state, netns: _netns, restore: _restore, signal: _signal, timeout: _timeout, ...checks } = CHECKS
  const { ranges } = value as NetworkConfig
  if (!Array.isArray(ranges)) throw new InputError(`ranges must be an array, not ${describeValue(ranges)}`)
  return configOf(checkAll(OPERATION, optionsOf(value as NetworkConfig), checks) as unknown as ConfigOptions)
}

/** The options that describe a network. */
export function optionsOf({ ranges, ...rest }: NetworkConfig): ConfigOptions {
  const [four, six] = ([4, 6] as const).map((family) => ranges.find((range) => range.family === family))
  return {
    ...rest,
    ...(four && { subnet: four.subnet, gateway: four.gateway }),
    ...(six && { subnet6: six.subnet, gateway6: six.gateway }),
  }
}

/** Whether a mode gives its containers links and addresses of the network's own. */
export function isAddressed(mode: NetworkMode): boolean {
  return mode === 'bridge' || mode === 'ptp' || hasParent(mode)
}

/** The configuration of a new network: the options, and what follows from them. */
export function configOf(requested: ConfigOptions): NetworkConfig {
  const { name, mode = 'bridge', internal = false, mtu, bridgeNetfilter } = requested
  const own = {
    name,
    mode,
    masquerade: requested.masquerade ?? !hasParent(mode),
    isolate: requested.isolate ?? !hasParent(mode),
    isolateContainers: requested.isolateContainers ?? false,
    internal,
    remoteSubnets: requested.remoteSubnets ?? [],
    allowForward: requested.allowForward ?? false,
    spoofGuard: requested.spoofGuard ?? mode === 'bridge',
  }
  checkMode(mode, requested)
  if (!isAddressed(mode)) return { ...own, ranges: [] }
  if (requested.subnet === undefined && requested.subnet6 === undefined)
    throw new TypeError(`${OPERATION}: subnet is missing; mode '${mode}' requires it, or subnet6`)
  checkMtu(requested)
  const parent = parentOf(mode, requested)
  checkInternal(own)
  const extra = mode === 'bridge' ? undefined : BRIDGE_ONLY.find((key) => own[key])
  if (extra !== undefined) throw new TypeError(`${OPERATION}: ${extra} is not allowed with mode '${mode}'`)
  const known = { ...(mtu !== undefined && { mtu }), ...(bridgeNetfilter !== undefined && { bridgeNetfilter }) }
  return { ...own, ...known, ...parent, ranges: rangesOf(requested) }
}

/** Options that the mode does not have. */
function checkMode(mode: NetworkMode, requested: ConfigOptions): void {
  const extra = isAddressed(mode) ? undefined : ADDRESSED.find((key) => requested[key] !== undefined)
  if (extra !== undefined) throw new TypeError(`${OPERATION}: ${extra} is not allowed with mode '${mode}'`)
}

function checkMtu({ mtu, subnet6 }: ConfigOptions): void {
  if (mtu !== undefined && mtu < MTU6 && subnet6 !== undefined)
    throw new RangeError(`${OPERATION}: mtu must be at least ${MTU6} with subnet6, not ${mtu}`)
}

/** Options that an internal network, which has no way out, does not have. */
function checkInternal({ internal, mode, remoteSubnets }: Omit<NetworkConfig, 'ranges'>): void {
  if (!internal) return
  if (mode !== 'bridge') throw new TypeError(`${OPERATION}: internal is not allowed with mode '${mode}'`)
  if (remoteSubnets.length > 0) throw new TypeError(`${OPERATION}: remoteSubnets is not allowed with internal`)
}

function rangesOf(requested: ConfigOptions): Range[] {
  return [...rangeOf(requested.subnet, requested.gateway, 4), ...rangeOf(requested.subnet6, requested.gateway6, 6)]
}

function rangeOf(subnet: string | undefined, gateway: string | undefined, family: 4 | 6): Range[] {
  const key = family === 4 ? 'gateway' : 'gateway6'
  if (subnet === undefined) {
    if (gateway !== undefined) throw new TypeError(`${OPERATION}: ${key} is not allowed without its subnet`)
    return []
  }
  const range = parseSubnet(subnet, family)
  const number = gateway === undefined ? usable(range).first : named(OPERATION, key, () => addressIn(range, gateway))
  return [{ family, subnet, gateway: addressText(number, family) }]
}

/** The option that differs from the existing network, if any does. */
export function difference(requested: ConfigOptions, config: NetworkConfig): keyof ConfigOptions | undefined {
  const there = optionsOf(config)
  const keys = Object.keys(requested) as (keyof ConfigOptions)[]
  return keys.find((key) => JSON.stringify(requested[key]) !== JSON.stringify(there[key]))
}
