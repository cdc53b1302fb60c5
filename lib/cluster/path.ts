import { kernelError, type NetlinkError } from '../errors.ts'
import type { Configuration } from './configuration.ts'
import { isInside } from './configuration.ts'
import type { NodeRecord } from './record.ts'
import { addressText, overlap, rangeText } from './subnet.ts'

/** What leads to one other node: a route, and in a tunnel the entries that name its ends. */
export interface Path {
  readonly subnet: string
  readonly gateway: string
  /** In a tunnel, the hardware address of the other end, and its public address. */
  readonly tunnel?: { readonly mac: string; readonly remote: string }
}

/** The path to a node, or why there is none. */
export function pathTo(configuration: Configuration, own: NodeRecord, record: NodeRecord): Path | NetlinkError {
  const problem = problemOf(configuration, own, record)
  if (problem !== undefined) return unusable(record, problem)
  const subnet = rangeText(record.subnet)
  if (configuration.backend === 'host-gw') return { subnet, gateway: record.publicAddress }
  // As in flannel: the first address of a subnet is that of the node's tunnel.
  const tunnel = { mac: record.mac as string, remote: record.publicAddress }
  return { subnet, gateway: addressText(record.subnet.base), tunnel }
}

function problemOf(configuration: Configuration, own: NodeRecord, record: NodeRecord): string | undefined {
  const { backend, vni } = configuration
  if (record.backend !== backend) return `it uses backend '${record.backend}', and this node '${backend}'`
  if (!isInside(configuration, record.subnet)) return 'its subnet is not in the network'
  if (overlap(own.subnet, record.subnet)) return `its subnet overlaps ${rangeText(own.subnet)} of this node`
  if (!isHost(record.publicAddress)) return `no host can have its public address ${record.publicAddress}`
  if (record.publicAddress === own.publicAddress) return 'it has the public address of this node'
  if (backend === 'host-gw') return undefined
  if (record.mac === undefined) return 'its record has no VtepMAC'
  return record.vni === vni ? undefined : `it uses VNI ${record.vni}, and this node ${vni}`
}

/** Neither of this network (0.0.0.0/8), to which a route would have no gateway, nor loopback, multicast or reserved. */
function isHost(address: string): boolean {
  const first = Number(address.split('.')[0])
  return first !== 0 && first !== 127 && first < 224
}

/** EHOSTUNREACH of include/uapi/asm-generic/errno.h. */
const EHOSTUNREACH = -113

function unusable({ subnet, publicAddress }: NodeRecord, reason: string): NetlinkError {
  return kernelError('joinCluster', EHOSTUNREACH, { subject: `${rangeText(subnet)} of ${publicAddress}`, reason })
}
