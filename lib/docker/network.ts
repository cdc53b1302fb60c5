import type { NetworkOptions } from '../container/index.ts'
import { describeValue } from '../errors.ts'
import { isIP } from '../wire/ip-text.ts'
import { RequestError } from './failure.ts'
import { type Json, readObject, readObjects, readText } from './request.ts'

/** What a network of Docker is here. */
export interface NetworkSettings {
  /** What `createNetwork` gets. */
  readonly options: NetworkOptions
  /** Address of the host on which ports are published that name none. */
  readonly hostAddress?: string
  /** How the names of links in containers begin, in front of a number. */
  readonly prefix?: string
}

/** Option of Docker under which the options of a driver are. */
const GENERIC = 'com.docker.network.generic'
const INTERNAL = 'com.docker.network.internal'

/** The bridge is named after the first characters of the id, as Docker's own. */
const BRIDGE = { prefix: 'nl-', length: 12 }

type Setting = (text: string, key: string) => Partial<NetworkOptions> | Omit<NetworkSettings, 'options'>

/** Options of `docker network create -o KEY=VALUE`. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  'com.docker.network.bridge.name': (name) => ({ name }),
  'com.docker.network.driver.mtu': (text, key) => ({ mtu: wholeNumber(text, key) }),
  'com.docker.network.bridge.enable_icc': (text, key) => ({ isolateContainers: !truth(text, key) }),
  'com.docker.network.bridge.enable_ip_masquerade': (text, key) => ({ masquerade: truth(text, key) }),
  'com.docker.network.bridge.host_binding_ipv4': (text, key) => ({ hostAddress: hostAddressOf(text, key) }),
  'com.docker.network.container_iface_prefix': (text, key) => ({ prefix: prefixOf(text, key) }),
  'netlink-ts.isolate': (text, key) => ({ isolate: truth(text, key) }),
  'netlink-ts.spoof-guard': (text, key) => ({ spoofGuard: truth(text, key) }),
  'netlink-ts.allow-forward': (text, key) => ({ allowForward: truth(text, key) }),
  'netlink-ts.remote-subnets': (text) => ({ remoteSubnets: text.split(',') }),
}

function wholeNumber(text: string, key: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new RequestError(`option ${key} must be a whole number, not ${describeValue(text)}`)
}

/** As Go's strconv.ParseBool has it, in part. */
function truth(text: string, key: string): boolean {
  if (['true', '1'].includes(text)) return true
  if (['false', '0'].includes(text)) return false
  throw new RequestError(`option ${key} must be true or false, not ${describeValue(text)}`)
}

function hostAddressOf(text: string, key: string): string {
  if (isIP(text) === 4) return text
  throw new RequestError(`option ${key} must be an IPv4 address, not ${describeValue(text)}`)
}

/** Docker adds the number of the link: of 15 bytes, two remain for it. */
function prefixOf(text: string, key: string): string {
  if (/^[!-~]{1,13}$/.test(text) && !/[/:%]/.test(text)) return text
  throw new RequestError(
    `option ${key} must be how the name of a link begins, such as 'eth', not ${describeValue(text)}`,
  )
}

/** Whether Docker requires a network without a way out. */
function isInternal(options: Json): boolean {
  const value = options[INTERNAL] ?? false
  if (typeof value === 'boolean') return value
  throw new RequestError(`option ${INTERNAL} must be true or false, not ${describeValue(value)}`)
}

/** The network that a request of CreateNetwork describes. */
export function readNetwork(id: string, body: Json): NetworkSettings {
  const all = readObject(body, 'Options')
  const { hostAddress, prefix, ...options } = Object.assign({}, ...driverSettings(readObject(all, GENERIC)))
  return {
    options: {
      name: `${BRIDGE.prefix}${id.slice(0, BRIDGE.length)}`,
      allowForward: true,
      ...subnetOf(body, 4),
      ...subnetOf(body, 6),
      ...(isInternal(all) && { internal: true }),
      ...options,
    },
    ...(hostAddress !== undefined && { hostAddress }),
    ...(prefix !== undefined && { prefix }),
  }
}

function driverSettings(generic: Json): ReturnType<Setting>[] {
  return Object.entries(generic).map(([key, text]) => {
    const setting = Object.hasOwn(SETTINGS, key) ? SETTINGS[key] : undefined
    if (setting === undefined)
      throw new RequestError(`unknown option ${describeValue(key)}; known are ${Object.keys(SETTINGS).join(', ')}`)
    if (typeof text !== 'string') throw new RequestError(`option ${key} must be a string, not ${describeValue(text)}`)
    return setting(text, key)
  })
}

/** One subnet of each family is possible. Docker's gateway has a prefix length. */
function subnetOf(body: Json, family: 4 | 6): Partial<NetworkOptions> {
  const [first, second] = readObjects(body, `IPv${family}Data`)
  if (first === undefined) return {}
  const [subnet, gateway] = [readText(first, 'Pool'), readText(first, 'Gateway')?.split('/')[0]]
  if (second !== undefined)
    throw new RequestError(
      `one IPv${family} subnet is possible, not several: ${subnet} and ${readText(second, 'Pool')}`,
    )
  if (family === 4) return { ...(subnet && { subnet }), ...(gateway && { gateway }) }
  return { ...(subnet && { subnet6: subnet }), ...(gateway && { gateway6: gateway }) }
}
