import { inNetwork } from '../container/in-network.ts'
import { type AttachOptions, createNetwork, type Endpoint, type PortOptions } from '../container/index.ts'
import { openIfThere } from '../container/open-if-there.ts'
import { contains, parseSubnet } from '../container/subnet.ts'
import { PluginError } from './failure.ts'
import { linkOf, type NetavarkNetwork, type NetavarkSubnet, networkOptions, routesOf } from './network.ts'

/** A published port, as netavark has it. */
export interface NetavarkPort {
  readonly container_port: number
  readonly host_ip?: string
  readonly host_port: number
  readonly protocol: string
  /** Number of consecutive ports. */
  readonly range?: number
}

/** The standard input of `setup` and `teardown`. */
export interface NetavarkContainer {
  readonly container_id: string
  readonly container_name: string
  readonly port_mappings?: readonly NetavarkPort[] | null
  readonly network: NetavarkNetwork
  readonly network_options: {
    readonly interface_name: string
    readonly static_ips?: readonly string[] | null
    readonly static_mac?: string | null
    /** Options of \`podman run --network NAME:KEY=VALUE\`, which are not supported. */
    readonly options?: Readonly<Record<string, string>> | null
  }
}

/** The answer to `setup`. */
export interface NetavarkStatus {
  readonly dns_search_domains: readonly string[]
  readonly dns_server_ips: readonly string[]
  readonly interfaces: Readonly<
    Record<
      string,
      {
        readonly mac_address: string
        readonly subnets: readonly { readonly ipnet: string; readonly gateway?: string }[]
      }
    >
  >
}

/** Attaches a container, and creates its network if it does not exist. */
export async function setup(netns: string, container: NetavarkContainer): Promise<NetavarkStatus> {
  const options = attachOptions(container)
  const open = () => createNetwork({ ...networkOptions(container.network), restore: false })
  return inNetwork(open, async (network) => {
    const endpoint = await network.attach(netns, options)
    await endpoint.netns.close()
    return statusOf(container, endpoint)
  })
}

/** Detaches a container, if it is attached; its namespace may be gone. */
export async function teardown({ container_id: id, network, network_options: options }: NetavarkContainer) {
  const opened = await openIfThere(linkOf(network))
  try {
    await opened?.detach({ id, interface: options.interface_name })
  } finally {
    await opened?.close()
  }
}

function attachOptions(container: NetavarkContainer): AttachOptions {
  const { container_id: id, container_name, port_mappings: ports, network, network_options: own } = container
  const { interface_name: name, static_ips: ips, static_mac: mac, options } = own
  const routes = routesOf(network)
  const [unknown] = Object.keys(options ?? {})
  if (unknown !== undefined) throw new PluginError(`unknown option '${unknown}' of the container; there are none`)
  // podman has chosen them, from lease_range if it is set.
  if (!ips?.length) throw new PluginError('network_options.static_ips is missing')
  return {
    id,
    interface: name,
    labels: { name: container_name },
    addresses: ips.map((address) => ({ address })),
    ...(mac ? { mac } : {}),
    ...(routes.length > 0 && { routes }),
    ports: (ports ?? []).map(portOf),
  }
}

/** podman listens on published ports itself, to reserve them. */
function portOf({ container_port: container, host_port: host, host_ip: address, protocol, range }: NetavarkPort) {
  const word = protocol as NonNullable<PortOptions['protocol']>
  const count = range !== undefined && range > 1 ? { count: range } : {}
  return { host, container, protocol: word, ...count, reserved: true, ...(address ? { address } : {}) }
}

function statusOf({ network }: NetavarkContainer, endpoint: Endpoint): NetavarkStatus {
  const subnets = (endpoint.addresses ?? []).map((ipnet) => {
    const gateway = (network.subnets ?? []).find((one) => isIn(one, ipnet.split('/')[0] as string))?.gateway
    return { ipnet, ...(gateway ? { gateway } : {}) }
  })
  const status = { mac_address: endpoint.mac ?? '', subnets }
  const dns_server_ips = network.network_dns_servers ?? []
  return { dns_search_domains: [], dns_server_ips, interfaces: { [endpoint.interface ?? '']: status } }
}

function isIn({ subnet }: NetavarkSubnet, address: string): boolean {
  const family = address.includes(':') ? 6 : 4
  return subnet.includes(':') === (family === 6) && contains(parseSubnet(subnet, family), address)
}
