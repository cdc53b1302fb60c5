/**
 * Clusters of hosts whose containers reach each other: every node has a subnet of one network, found in etcd or in a list, and routes or a
 * VXLAN tunnel to the subnets of the other nodes.
 *
 * @module
 */
export { NetlinkError } from '../errors.ts'
export type { Limits } from '../transport/limit.ts'
export type { NetnsRef } from '../wire/netns.ts'
export type { Cluster } from './cluster.ts'
export { joinCluster, leaveCluster } from './join.ts'
export type {
  ClusterBackend,
  ClusterNode,
  ClusterOptions,
  EtcdStore,
  StaticNode,
  StaticStore,
} from './types.ts'
