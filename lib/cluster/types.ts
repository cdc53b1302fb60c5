import type { NetlinkError } from '../errors.ts'
import type { Limits } from '../transport/limit.ts'
import type { NetnsRef } from '../wire/netns.ts'

/**
 * How packets travel to another node: `host-gw`, by a route through its public address, if all nodes share a link; `vxlan`, in a tunnel
 * between the public addresses.
 */
export type ClusterBackend = 'host-gw' | 'vxlan'

/** Leases in etcd (3.4 or later), as flannel keeps them: nodes that run flannel and nodes that run this library see each other. */
export interface EtcdStore {
  /** URLs of the members, 'http://192.0.2.1:2379'; those that do not answer are passed over. */
  etcd: readonly string[]
  /** Folder of the keys; '/coreos.com/network' by default, as in flannel. */
  prefix?: string | undefined
}

/** A node of a static list. */
export interface StaticNode {
  /** Address by which the other nodes reach it. */
  publicAddress: string
  /** Its subnet of the network, '10.244.1.0/24'. */
  subnet: string
  /** Hardware address of its VXLAN link; derived from `publicAddress` by default. */
  mac?: string | undefined
}

/** The nodes as a list that every node is started with: for small sites without a store. */
export interface StaticStore {
  /** All nodes, this one included. */
  nodes: readonly StaticNode[]
}

/**
 * Options of a cluster. The configuration in the store provides `network`, `subnetLength`, `backend`, `vni` and `port`; an option that
 * differs from it is EEXIST. If the store has none yet, it is created from the options. `signal` and `timeout` (30 s) limit the wait until
 * this node has joined.
 */
export interface ClusterOptions extends Limits {
  /** Where the nodes find each other. */
  store: EtcdStore | StaticStore
  /** Network of all containers of the cluster, '10.244.0.0/16'. */
  network?: string | undefined
  /** Prefix length of the subnet of a node; 24 by default. */
  subnetLength?: number | undefined
  /** How packets travel to the other nodes. */
  backend?: ClusterBackend | undefined
  /** Address of this host by which the other nodes reach it; by default the source address of its default route. */
  publicAddress?: string | undefined
  /** Subnet that this node requires, '10.244.1.0/24'; by default the one it had before, or a free one. EADDRINUSE if another node has it. */
  subnet?: string | undefined
  /** How long the lease of the subnet outlives this process, in seconds: 5 to 31536000, 86400 by default, as in flannel. */
  leaseTime?: number | undefined
  /** Interval at which routes and neighbours are compared with the store and repaired, in milliseconds; 10000 by default. */
  checkInterval?: number | undefined
  /** VXLAN network identifier, 1 to 16777215; 1 by default. */
  vni?: number | undefined
  /** UDP port of the VXLAN; 8472 by default. */
  port?: number | undefined
  /** Namespace of the host; by default that of this process. The store is reached from that of this process. */
  netns?: NetnsRef | undefined
  /** Called with each problem that does not end the membership: a store that does not answer, a node that cannot be reached. */
  onProblem?: ((problem: Error) => void) | undefined
}

/** A node of the cluster. */
export interface ClusterNode {
  /** Its subnet, '10.244.1.0/24'. */
  readonly subnet: string
  /** Address by which the other nodes reach it. */
  readonly publicAddress: string
  /** How packets travel to it: the backend in its record. */
  readonly backend: string
  /** Hardware address of its VXLAN link. */
  readonly mac?: string
  /** Whether it is this node. */
  readonly self: boolean
  /** Why this node has no route to it. */
  readonly error?: NetlinkError
}
