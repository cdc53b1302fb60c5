// netlink-ts cluster: keeps this host in a cluster whose containers reach each other.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type Cluster, type ClusterOptions, joinCluster, leaveCluster, type StaticNode } from '../../cluster/index.ts'
import { createNetwork } from '../../container/index.ts'
import { removeUnfinished } from '../../container/network/unfinished.ts'
import { openIfThere } from '../../container/open-if-there.ts'
import { type Call, type Command, UsageError } from '../command.ts'
import { containersText } from './network-options.ts'

export const cluster: Command = {
  usage: '(--store URL,... | --nodes FILE) [OPTION...]',
  about: `Joins the cluster, prints this node's subnet, and keeps the routes to the other
nodes until SIGTERM or SIGINT. The lease, the routes and the tunnel then stay, so
that containers continue to work while the program is restarted. With --leave, it
gives the subnet back and removes the routes and the tunnel, also after a crash;
end the running program first.

The store is etcd 3.4 or later. Records are those of flannel: both see each other.
FILE is a JSON array: [{"publicAddress":"192.0.2.11","subnet":"10.244.1.0/24"}, ...]
with every node of the cluster; it requires --network and --backend.`,
  options: {
    store: { value: 'URL,...', help: 'Members of etcd: http://192.0.2.21:2379,http://192.0.2.22:2379.' },
    nodes: { value: 'FILE', help: 'All nodes, as JSON, instead of a store.' },
    prefix: { value: 'KEY', help: 'Folder of the keys in etcd; /coreos.com/network unless given.' },
    network: {
      value: 'SUBNET',
      help: 'Network of all containers: 10.244.0.0/16. Only needed if the store has no configuration yet.',
    },
    'subnet-length': { value: 'BITS', help: "Prefix length of a node's subnet; 24 unless given." },
    backend: { value: 'BACKEND', help: 'host-gw (all nodes share a link) or vxlan. As for --network.' },
    'public-address': {
      value: 'ADDRESS',
      help: 'Address by which the other nodes reach this host; the source address of its default route unless given.',
    },
    subnet: { value: 'SUBNET', help: 'Subnet that this node requires; its earlier one or a free one unless given.' },
    'lease-time': { value: 'SECONDS', help: 'How long the lease outlives this program; 86400 unless given.' },
    'check-interval': { value: 'MS', help: 'Interval of checks and repairs; 10000 unless given.' },
    vni: { value: 'NUMBER', help: 'VXLAN network identifier; 1 unless given.' },
    port: { value: 'PORT', help: 'UDP port of the VXLAN; 8472 unless given.' },
    bridge: {
      value: 'NAME',
      help: 'Also creates the container network NAME with the subnet of this node; with --leave, deletes it.',
    },
    leave: { help: 'Gives the subnet back, removes routes and tunnel, and ends.' },
    json: { help: 'Prints the membership as a JSON object.' },
  },
  async run(call: Call) {
    const options = optionsOf(call)
    if (!call.flag('leave')) return keep(call, options)
    await deleteContainers(call.text('bridge'))
    await leaveCluster(options)
  },
}

async function keep(call: Call, options: ClusterOptions): Promise<void> {
  const stop = new AbortController()
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]).then(() => stop.abort())
  const joined = await joinCluster({ ...options, signal: stop.signal }).catch((thrown: unknown) => {
    if (stop.signal.aborted) return undefined
    throw thrown
  })
  if (joined === undefined) return
  try {
    await createContainers(call.text('bridge'), joined)
    announce(call, joined)
  } catch (thrown) {
    await joined.abandon()
    throw thrown
  }
  await Promise.race([stopped, joined.done])
  await joined.close()
}

function announce(call: Call, { network, subnet, backend, publicAddress, mtu }: Cluster): void {
  call.print(
    call.flag('json')
      ? JSON.stringify({ network, subnet, backend, publicAddress, mtu })
      : `joined ${network} with subnet ${subnet} (${backend}, ${publicAddress}, mtu ${mtu})`,
  )
}

async function createContainers(name: string | undefined, { subnet, mtu, network }: Cluster): Promise<void> {
  if (name === undefined) return
  const containers = await createNetwork({ name, subnet, mtu, remoteSubnets: [network] })
  await containers.close()
}

/** Containers would lose their network: they have to be detached first. */
async function deleteContainers(name: string | undefined): Promise<void> {
  if (name === undefined) return
  await removeUnfinished({ name })
  await using containers = await openIfThere(name)
  if (containers === undefined) return
  if (await containers.delete({ ifEmpty: true })) return
  throw new Error(`network '${name}' has ${await containersText(containers)}; detach them first`)
}

function optionsOf(call: Call): ClusterOptions {
  const text = <K extends string>(key: K, name: string) =>
    call.text(name) === undefined ? {} : { [key]: call.text(name) }
  const number = (key: string, name: string) => (call.number(name) === undefined ? {} : { [key]: call.number(name) })
  return {
    store: storeOf(call),
    ...text('network', 'network'),
    ...text('backend', 'backend'),
    ...text('publicAddress', 'public-address'),
    ...text('subnet', 'subnet'),
    ...number('subnetLength', 'subnet-length'),
    ...number('leaseTime', 'lease-time'),
    ...number('checkInterval', 'check-interval'),
    ...number('vni', 'vni'),
    ...number('port', 'port'),
    onProblem: (problem) => process.stderr.write(`netlink-ts cluster: ${problem.message}\n`),
  }
}

function storeOf(call: Call): ClusterOptions['store'] {
  const [store, nodes, prefix] = [call.text('store'), call.text('nodes'), call.text('prefix')]
  if ((store === undefined) === (nodes === undefined)) throw new UsageError('expected either --store or --nodes')
  if (nodes !== undefined && prefix !== undefined) throw new UsageError('--prefix is not allowed with --nodes')
  if (nodes !== undefined) return { nodes: readNodes(nodes) }
  return { etcd: (store as string).split(','), ...(prefix === undefined ? {} : { prefix }) }
}

function readNodes(file: string): StaticNode[] {
  const text = readFileSync(file, 'utf8')
  try {
    return JSON.parse(text) as StaticNode[]
  } catch (thrown) {
    throw new Error(`--nodes ${file}: ${(thrown as Error).message}`)
  }
}
