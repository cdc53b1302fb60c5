import { NetlinkError } from '../errors.ts'
import { type Netlink, openNetlink } from '../netlink/index.ts'
import { limited } from '../transport/limit.ts'
import { Cluster } from './cluster.ts'
import { type Configuration, configurationOf } from './configuration.ts'
import type { Directory, Self } from './directory.ts'
import { EtcdDirectory } from './etcd/directory.ts'
import { findHome, type Home } from './home.ts'
import { List } from './list.ts'
import { type Given, readOptions } from './options.ts'
import { hasPaths, removePaths } from './paths.ts'
import { vtepMac } from './subnet.ts'
import type { ClusterOptions } from './types.ts'

/**
 * Joins a cluster: takes a subnet for this node, announces it in the store, and keeps a route (in backend `vxlan`, a tunnel) to the subnet of
 * every other node. What another process of this node left is taken over. Needs CAP_NET_ADMIN. See docs/engines.md.
 *
 * ```ts
 * const cluster = await joinCluster({ store: { etcd: ['http://192.0.2.1:2379'] }, network: '10.244.0.0/16', backend: 'vxlan' })
 * const { subnet, mtu, network } = cluster
 * const containers = await createNetwork({ name: 'br0', subnet, mtu, remoteSubnets: [network] })
 * ```
 */
export async function joinCluster(options: ClusterOptions): Promise<Cluster> {
  const given = readOptions('joinCluster', options)
  const { limits } = given
  limits.signal?.throwIfAborted()
  const end = new AbortController()
  const signal = limits.signal === undefined ? end.signal : AbortSignal.any([limits.signal, end.signal])
  try {
    return await limited(join(given, signal), 'joinCluster', limits)
  } finally {
    // A call that has timed out does not join later.
    end.abort()
  }
}

async function join(given: Given, signal: AbortSignal): Promise<Cluster> {
  const nl = await openNetlink(given.netns === undefined ? {} : { netns: given.netns })
  const directory = directoryOf('joinCluster', given)
  /** What is to be taken back: not what an earlier process of this node has left, which its containers use. */
  let created: Configuration | undefined
  const undo = async () => {
    if (created !== undefined) await removePaths(nl, created).catch(() => undefined)
    await directory.undo().catch(() => undefined)
  }
  try {
    const home = await findHome('joinCluster', nl, given.publicAddress)
    const configuration = await directory.configure(given.wanted, signal)
    if (!(await hasPaths(nl, configuration))) created = configuration
    const own = await directory.join(configuration, selfOf(configuration, home), given.subnet, signal)
    const { checkInterval, onProblem } = given
    const cluster = new Cluster({ nl, directory, configuration, home, own, checkInterval, onProblem, undo })
    await cluster.start()
    signal.throwIfAborted()
    return cluster
  } catch (thrown) {
    // The first error is what the caller needs.
    await undo()
    await nl.close()
    throw thrown
  }
}

function directoryOf(operation: string, given: Given): Directory {
  const { store } = given
  return 'nodes' in store ? new List(operation, store.nodes) : new EtcdDirectory(operation, store.etcd, given)
}

function selfOf({ backend, vni }: Configuration, { publicAddress }: Home): Self {
  return backend === 'vxlan' ? { publicAddress, backend, mac: vtepMac(publicAddress), vni } : { publicAddress, backend }
}

/**
 * Removes what a process of this node has left that has ended without `leave`: its record in the store, its routes and its tunnel. Leaving a
 * cluster that this node has not joined does nothing. Takes the options of {@link joinCluster}.
 */
export async function leaveCluster(options: ClusterOptions): Promise<void> {
  const given = readOptions('leaveCluster', options)
  const { limits } = given
  limits.signal?.throwIfAborted()
  await limited(leave(given), 'leaveCluster', limits)
}

async function leave(given: Given): Promise<void> {
  const { signal } = given.limits
  const nl = await openNetlink(given.netns === undefined ? {} : { netns: given.netns })
  try {
    const directory = directoryOf('leaveCluster', given)
    const { publicAddress } = await findHome('leaveCluster', nl, given.publicAddress)
    await cleanHost(nl, directory, given, signal)
    await directory.remove(publicAddress, signal)
  } finally {
    await nl.close()
  }
}

/** Without the store, the options may say enough to clean the host. */
async function cleanHost(
  nl: Netlink,
  directory: Directory,
  { wanted }: Given,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    const configuration = await directory.configuration(wanted, signal)
    if (configuration !== undefined) await removePaths(nl, configuration)
  } catch (thrown) {
    if (isStoreSilent(thrown) && wanted.network !== undefined && wanted.backend !== undefined)
      await removePaths(nl, configurationOf('leaveCluster', wanted))
    throw thrown
  }
}

function isStoreSilent(thrown: unknown): boolean {
  return thrown instanceof NetlinkError && thrown.attribute === 'store'
}
