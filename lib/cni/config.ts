import { describeValue } from '../errors.ts'
import { type CniDns, checkTexts, readDns } from './dns.ts'
import type { Command } from './environment.ts'
import { CniError, CODE } from './failure.ts'
import { type CniResult, readResult } from './result.ts'
import { isVersion, NEWEST, since, VERSIONS, type Version } from './version.ts'

/** An attachment as GC lists it. */
export interface CniAttachment {
  readonly containerID: string
  readonly ifname: string
}

/** Keys of the network, as the configuration calls them. */
export interface NetworkKeys {
  readonly bridge?: unknown
  readonly mode?: unknown
  readonly parent?: unknown
  readonly subnet?: unknown
  readonly subnet6?: unknown
  readonly gateway?: unknown
  readonly gateway6?: unknown
  readonly mtu?: unknown
  readonly ipMasq?: unknown
  readonly isolate?: unknown
  readonly internal?: unknown
  readonly remoteSubnets?: unknown
  readonly allowForward?: unknown
  readonly macspoofchk?: unknown
  readonly state?: unknown
}

/** The configuration of one plugin, as the runtime sends it. */
export interface Config extends NetworkKeys {
  readonly cniVersion: Version
  /** Name of the network. */
  readonly name: string
  readonly isDefaultGateway?: boolean
  /** Absent where addresses are not delegated. */
  readonly ipam?: { readonly type: string }
  readonly dns?: CniDns
  readonly args?: Readonly<Record<string, unknown>>
  readonly runtimeConfig?: Readonly<Record<string, unknown>>
  readonly prevResult?: CniResult
  /** Those that still exist, for GC; undefined if the runtime does not say. */
  readonly valid?: readonly CniAttachment[]
}

/** Keys of the protocol. */
const PROTOCOL = ['cniVersion', 'cniVersions', 'name', 'type', 'capabilities', 'runtimeConfig', 'args', 'prevResult']
const LIST = ['disableCheck', 'disableGC']
const NETWORK: readonly (keyof NetworkKeys)[] = [
  'bridge',
  'mode',
  'parent',
  'subnet',
  'subnet6',
  'gateway',
  'gateway6',
  'mtu',
  'ipMasq',
  'isolate',
  'internal',
  'remoteSubnets',
  'allowForward',
  'macspoofchk',
  'state',
]
/** Keys of the bridge plugin whose meaning is what a network of ours does anyway, with the values that say so. */
const SAME: Readonly<Record<string, readonly unknown[]>> = {
  isGateway: [true],
  hairpinMode: [true, false],
  forceAddress: [false],
  promiscMode: [false],
  vlan: [0],
}
const KNOWN = new Set<string>([
  ...PROTOCOL,
  ...LIST,
  ...NETWORK,
  ...Object.keys(SAME),
  'isDefaultGateway',
  'ipam',
  'dns',
])
/** What runtimes can ask for by `capabilities`; further ones are for IPAM plugins. */
const CAPABILITIES = ['portMappings', 'ips', 'mac', 'dns']

/** Whether a value is absent: programs in Go write null for what is not there. */
function given(value: unknown): boolean {
  return value !== undefined && value !== null
}

function invalid(message: string): CniError {
  return new CniError(CODE.config, message)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object on standard input. */
export function parseConfig(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (thrown) {
    throw new CniError(CODE.decoding, 'the network configuration is not JSON', (thrown as Error).message)
  }
  if (!isObject(value))
    throw new CniError(CODE.decoding, `the network configuration must be an object, not ${describeValue(value)}`)
  return value
}

/** The version by which to answer, also where the configuration is wrong. */
export function answerVersion(raw: Record<string, unknown> | undefined): Version {
  return isVersion(raw?.cniVersion) ? raw.cniVersion : NEWEST
}

/** Commands that only take away. A runtime repeats DEL until it succeeds: a key that ADD has refused must not keep it from doing so. */
const REMOVING: readonly Command[] = ['DEL', 'GC']

/** Checks the configuration for a command; DEL and GC read only what they need. */
export function readConfig(raw: Record<string, unknown>, command: Command): Config {
  const cniVersion = readVersion(raw.cniVersion, command)
  const name = readName(raw.name)
  const network: NetworkKeys = Object.fromEntries(
    NETWORK.filter((key) => given(raw[key])).map((key) => [key, raw[key]]),
  )
  if (REMOVING.includes(command))
    return { ...network, cniVersion, name, ...usableIpam(raw.ipam), ...(command === 'GC' && readValid(raw)) }
  checkKeys(raw)
  checkNetworkKeys(network)
  const ipam = readIpam(raw.ipam)
  return {
    ...network,
    cniVersion,
    name,
    ...readObjects(raw),
    ...(given(raw.isDefaultGateway) && { isDefaultGateway: readBoolean(raw, 'isDefaultGateway') }),
    ...(ipam && { ipam }),
    ...readCapabilities(raw.runtimeConfig, ipam !== undefined),
    ...(given(raw.prevResult) && { prevResult: readResult(raw.prevResult, 'prevResult') }),
  }
}

function checkNetworkKeys(network: NetworkKeys): void {
  if (network.ipMasq !== undefined && typeof network.ipMasq !== 'boolean')
    throw invalid(`ipMasq must be true or false, not ${describeValue(network.ipMasq)}`)
  if (network.macspoofchk !== undefined && typeof network.macspoofchk !== 'boolean')
    throw invalid(`macspoofchk must be true or false, not ${describeValue(network.macspoofchk)}`)
}

/** Since when a command exists. */
const SINCE: Readonly<Partial<Record<Command, Version>>> = { CHECK: '0.4.0', GC: '1.1.0', STATUS: '1.1.0' }

function readVersion(value: unknown, command: Command): Version {
  const supported = `supported are ${VERSIONS.join(', ')}`
  if (!isVersion(value)) {
    const found = given(value) ? `version is ${describeValue(value)}` : 'version is missing, which means 0.1.0'
    throw new CniError(CODE.version, 'incompatible CNI versions', `the configuration's ${found}; ${supported}`)
  }
  const least = SINCE[command] ?? '0.3.1'
  if (!since(value, least)) throw new CniError(CODE.version, `${command} needs version ${least} or later, not ${value}`)
  return value
}

function readName(value: unknown): string {
  if (!given(value) || value === '') throw invalid('name is missing')
  if (typeof value !== 'string' || !/^[a-z0-9][a-z0-9_.-]*$/i.test(value))
    throw invalid(
      `name must begin with a letter or digit, followed by letters, digits, '_', '.' and '-', not ${describeValue(value)}`,
    )
  return value
}

/** Rejects what would be ignored. */
function checkKeys(raw: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(raw)) {
    if (!given(value) || key.startsWith('cni.dev/')) continue
    const same = SAME[key]
    if (KNOWN.has(key) && (same === undefined || same.includes(value))) continue
    throw unsupported(key, value, same === undefined ? '' : `; supported is ${same.join(' or ')}`)
  }
}

function unsupported(key: string, value: unknown, hint = ''): CniError {
  return new CniError(CODE.field, `unsupported field '${key}': ${JSON.stringify(value)}${hint}`)
}

function readBoolean(raw: Record<string, unknown>, key: string): boolean {
  const value = raw[key]
  if (typeof value !== 'boolean') throw invalid(`${key} must be true or false, not ${describeValue(value)}`)
  return value
}

/** Programs in Go write an empty object for none. */
function readIpam(value: unknown): Config['ipam'] {
  if (!given(value) || (isObject(value) && Object.keys(value).length === 0)) return undefined
  if (!isObject(value)) throw invalid(`ipam must be an object, not ${describeValue(value)}`)
  const { type } = value
  if (!given(type)) throw invalid("ipam.type is missing; without ipam, addresses of 'subnet' are assigned")
  if (typeof type !== 'string' || type === '' || type.startsWith('.') || type.includes('/'))
    throw invalid(`ipam.type must be the name of a plugin, not ${describeValue(type)}`)
  return { type }
}

/** A plugin that ADD would have refused has assigned nothing. */
function usableIpam(value: unknown): Pick<Config, 'ipam'> {
  try {
    const ipam = readIpam(value)
    return ipam === undefined ? {} : { ipam }
  } catch {
    return {}
  }
}

function readObjects(raw: Record<string, unknown>): Pick<Config, 'dns' | 'args'> {
  const { dns, args } = raw
  if (given(args) && !isObject(args)) throw invalid(`args must be an object, not ${describeValue(args)}`)
  return {
    ...(given(dns) && { dns: readDns(dns, 'dns', CODE.config) }),
    ...(isObject(args) && { args }),
  }
}

function readCapabilities(value: unknown, delegated: boolean): Pick<Config, 'runtimeConfig'> {
  if (!given(value)) return {}
  if (!isObject(value)) throw invalid(`runtimeConfig must be an object, not ${describeValue(value)}`)
  const entries = Object.entries(value).filter(([, one]) => given(one))
  const unknown = entries.find(([key]) => !CAPABILITIES.includes(key))
  if (unknown !== undefined && !delegated) throw unsupported(`runtimeConfig.${unknown[0]}`, unknown[1])
  if (given(value.dns)) checkTexts(value.dns, ['servers', 'searches', 'options'], 'runtimeConfig.dns', CODE.config)
  return { runtimeConfig: Object.fromEntries(entries) }
}

/** libcni sends the list by two names (containernetworking/cni issue 1101); absent is not the same as empty. */
function readValid(raw: Record<string, unknown>): Pick<Config, 'valid'> {
  const key = given(raw['cni.dev/valid-attachments']) ? 'cni.dev/valid-attachments' : 'cni.dev/attachments'
  const value = raw[key]
  if (!given(value)) return {}
  if (!Array.isArray(value)) throw invalid(`${key} must be an array, not ${describeValue(value)}`)
  for (const [i, one] of value.entries()) {
    if (isObject(one) && typeof one.containerID === 'string' && typeof one.ifname === 'string') continue
    throw invalid(`${key}[${i}] must be { containerID, ifname }, not ${describeValue(one)}`)
  }
  return { valid: value as CniAttachment[] }
}
