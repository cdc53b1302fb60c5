import { kernelError, NetlinkError } from '../errors.ts'
import { isObject, type JsonObject, objectAt } from './json.ts'
import {
  addressNumber,
  addressText,
  contains,
  findRange,
  LONGEST,
  overlap,
  type Range,
  rangeText,
  sizeOf,
} from './subnet.ts'
import type { ClusterBackend } from './types.ts'

/** What all nodes of a cluster have in common. */
export interface Configuration {
  readonly network: Range
  readonly subnetLength: number
  /** The first and the last address at which a subnet of a node may begin. */
  readonly first: number
  readonly last: number
  readonly backend: ClusterBackend
  readonly vni: number
  readonly port: number
}

/** What the options say of it. */
export interface Wanted {
  readonly network?: Range
  readonly subnetLength?: number
  readonly backend?: ClusterBackend
  readonly vni?: number
  readonly port?: number
}

/** The defaults of flannel's VXLAN backend on Linux (pkg/backend/vxlan/vxlan.go; the port is the kernel's). */
const VNI = 1
const PORT = 8472
/** flannel skips the first subnet, and requires space for three others. */
const ROOM = 2

/** The configuration that options describe; throws if something is missing. */
export function configurationOf(operation: string, wanted: Wanted): Configuration {
  const { network, backend, vni = VNI, port = PORT } = wanted
  if (network === undefined) throw new TypeError(`${operation}: network is missing; the store has no configuration yet`)
  if (backend === undefined) throw new TypeError(`${operation}: backend is missing; the store has no configuration yet`)
  const { subnetLength = Math.max(24, network.length + ROOM) } = wanted
  if (subnetLength < network.length + ROOM)
    throw new RangeError(
      `${operation}: subnetLength must be at least ${network.length + ROOM} in ${rangeText(network)}, not ${subnetLength}`,
    )
  const size = sizeOf(subnetLength)
  const first = network.base + size
  return { network, subnetLength, first, last: network.base + sizeOf(network.length) - size, backend, vni, port }
}

/** As flannel writes it: PREFIX/config. */
export function configurationText({ network, subnetLength, first, last, backend, vni, port }: Configuration): string {
  const data = backend === 'vxlan' ? { VNI: vni, Port: port } : {}
  return JSON.stringify({
    Network: rangeText(network),
    SubnetLen: subnetLength,
    SubnetMin: addressText(first),
    SubnetMax: addressText(last),
    Backend: { Type: backend, ...data },
  })
}

/** Reads what flannel or this library wrote. */
export function readConfiguration(operation: string, text: string): Configuration {
  const value = parsed(operation, text)
  const network = findRange(isObject(value) ? value.Network : undefined)
  if (!isObject(value) || network === undefined) throw damaged(operation, 'its Network is not an IPv4 subnet')
  const backend = objectAt(value, 'Backend')
  // flannel's default is its UDP backend.
  const { Type: type = 'udp', VNI: vni = VNI, Port: port = PORT } = backend
  if (type !== 'host-gw' && type !== 'vxlan') throw unsupported(operation, String(type))
  const length = Number(value.SubnetLen ?? 0)
  if (!Number.isInteger(length) || length > LONGEST) throw damaged(operation, 'its SubnetLen is not a prefix length')
  const standard = configurationOf(operation, {
    network,
    backend: type,
    ...(length > 0 ? { subnetLength: length } : {}),
    vni: Number(vni) || VNI,
    port: Number(port) || PORT,
  })
  return {
    ...standard,
    first: boundOf(operation, standard, value, 'SubnetMin') ?? standard.first,
    last: boundOf(operation, standard, value, 'SubnetMax') ?? standard.last,
  }
}

/** The first or the last subnet: where a subnet of the network begins, as flannel requires it. */
function boundOf(
  operation: string,
  { network, subnetLength }: Configuration,
  value: JsonObject,
  key: 'SubnetMin' | 'SubnetMax',
): number | undefined {
  const base = addressNumber(value[key])
  if (base === undefined) return undefined
  const isAligned = base % sizeOf(subnetLength) === 0
  if (isAligned && contains(network, { base, length: subnetLength })) return base
  throw damaged(operation, `its ${key} does not begin a /${subnetLength} of ${rangeText(network)}`)
}

function parsed(operation: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged(operation, 'it is not JSON')
  }
}

function damaged(operation: string, what: string): NetlinkError {
  return new NetlinkError({ code: 'EBADMSG', operation, reason: `the configuration in the store is damaged: ${what}` })
}

function unsupported(operation: string, type: string): NetlinkError {
  const reason = `the cluster uses backend '${type}', expected host-gw or vxlan`
  return new NetlinkError({ code: 'EOPNOTSUPP', operation, reason, attribute: 'backend' })
}

/** Throws if an option says something else than the store. */
export function checkAgreement(operation: string, wanted: Wanted, { network, ...kept }: Configuration): void {
  const here = { ...kept, network: rangeText(network) }
  for (const [key, value] of Object.entries(wanted)) {
    const given = typeof value === 'object' ? rangeText(value) : value
    const found = here[key as keyof typeof here]
    if (given === found) continue
    const reason = `the cluster already exists with ${key} ${found}, not ${given}`
    throw kernelError(operation, -17, { reason, attribute: key })
  }
}

/** Whether a subnet can be that of a node. */
export function isCandidate({ subnetLength, first, last }: Configuration, { base, length }: Range): boolean {
  return length === subnetLength && base >= first && base <= last
}

/** Throws if a subnet that an option names cannot be that of a node. */
export function checkCandidate(operation: string, config: Configuration, subnet: Range): void {
  if (isCandidate(config, subnet)) return
  const { subnetLength, first, last } = config
  throw new RangeError(
    `${operation}: subnet must be a /${subnetLength} from ${addressText(first)} to ${addressText(last)}, not ${rangeText(subnet)}`,
  )
}

/** As many subnets are looked at for a free one, as in flannel; the choice is random, so that nodes rarely choose the same one. */
const DRAWS = 100

/** Free subnets, from the lowest on. */
export function freeSubnets({ first, last, subnetLength: length }: Configuration, taken: readonly Range[]): Range[] {
  const free: Range[] = []
  for (let base = first; base <= last && free.length < DRAWS; base += sizeOf(length)) {
    const subnet = { base, length }
    if (!taken.some((one) => overlap(one, subnet))) free.push(subnet)
  }
  return free
}

/** Whether a subnet is within the network. */
export function isInside({ network }: Configuration, subnet: Range): boolean {
  return contains(network, subnet)
}
