import type { Netns } from '../netns/index.ts'
import type { Limits } from '../transport/limit.ts'
import type { NetnsRef } from '../wire/netns.ts'

/**
 * How containers are connected: `bridge`, each by a cable to a bridge of the host; `ptp`, each by a cable to the host itself; `none`,
 * loopback alone; `host`, in the host's own namespace; `container`, in the namespace of another container.
 */
export type NetworkMode = 'bridge' | 'ptp' | 'none' | 'host' | 'container'

/**
 * What a network is. Only `name` is needed to open one that is there. `signal` and `timeout` (30 s) bound how long other processes are waited for that
 * hold the networks of the namespace: ERR_NETLINK_TIMEOUT.
 */
export interface NetworkOptions extends Limits {
  /** Name of the network, and in mode `bridge` of its bridge: at most 15 bytes. */
  name: string
  /** How containers are connected; `bridge` unless given. */
  mode?: NetworkMode | undefined
  /** IPv4 addresses of the containers, '172.18.0.0/16'. Modes `bridge` and `ptp` need this, or `subnet6`, or both. */
  subnet?: string | undefined
  /** The host's address in `subnet`, and the containers' gateway; the first one unless given. */
  gateway?: string | undefined
  /** IPv6 addresses of the containers, 'fd00:18::/64'. */
  subnet6?: string | undefined
  /** The host's address in `subnet6`; the first one unless given. */
  gateway6?: string | undefined
  /** Greatest payload of its links, in bytes; the kernel's choice unless given. */
  mtu?: number | undefined
  /** Whether containers reach other hosts under the host's address; true unless given. */
  masquerade?: boolean | undefined
  /** Whether containers of other networks are kept away; true unless given. Two networks see each other where both say false. */
  isolate?: boolean | undefined
  /**
   * Whether packets between two ports of the bridge pass the host's firewall (`net.bridge.bridge-nf-call-iptables` and its IPv6
   * twin, which count for every bridge of the namespace). Left as it is unless given; ENOENT where the module br_netfilter is absent.
   */
  bridgeNetfilter?: boolean | undefined
  /** Folder that holds the network's addresses; /run/netlink-ts/NAME unless given. */
  state?: string | undefined
  /** Namespace of the host; that of this process unless given. */
  netns?: NetnsRef | undefined
}

/** Protocols that have ports. */
export type PortProtocol = 'tcp' | 'udp' | 'sctp'

/** A port of the host that leads to a container. */
export interface PortOptions {
  /** Port of the host, 1 to 65535. */
  host: number
  /** Port in the container. */
  container: number
  /** `tcp` unless given. */
  protocol?: PortProtocol | undefined
  /** Address of the host that the port is published on ('127.0.0.1': for the host alone); every one of both families unless given. */
  address?: string | undefined
}

/** How a container is attached. `signal` and `timeout` (30 s) limit the wait for other processes when an address or a port is exhausted. */
export interface AttachOptions extends Limits {
  /** Name of the link in the container; `eth0` unless given. */
  interface?: string | undefined
  /** Address that it shall have, without a length; the next free one of `subnet` unless given. */
  address?: string | undefined
  /** IPv6 address that it shall have, without a length; the next free one of `subnet6` unless given. */
  address6?: string | undefined
  /** Hardware address of the link in the container; made from the address unless given. */
  mac?: string | undefined
  /** Ports of the host that lead to this container. */
  ports?: readonly PortOptions[] | undefined
  /** What the caller calls the container: `detach({ id })` finds it when its namespace is gone, and `endpoints` lists it. */
  id?: string | undefined
  /**
   * Whether the network gives the container its default route. Unless given, the first one does, and where that leaves, the next takes over; `true` takes it
   * from the network that has it, `false` never has it.
   */
  defaultRoute?: boolean | undefined
  /** Further routes of the container by this network. */
  routes?: readonly ContainerRoute[] | undefined
}

/** A route of a container by a network. */
export interface ContainerRoute {
  /** Destination, '10.0.0.0/8'; 'default' with a gateway. */
  dst: string
  /** The network's gateway unless given; iproute2: `via`. */
  gateway?: string | undefined
}

/** A published port, with what was left out filled in. */
export interface Port {
  /** Port of the host, 1 to 65535. */
  host: number
  /** Port in the container. */
  container: number
  /** Its protocol. */
  protocol: PortProtocol
  /** Address of the host that it is published on; absent for every one of both families. */
  address?: string
}

/** A container's place in a network. */
export interface Endpoint {
  /** Name of the network. */
  readonly network: string
  /** Mode of the network. */
  readonly mode: NetworkMode
  /** The container's namespace: `endpoint.netns.spawn(...)`. The caller's own object if one was passed. */
  readonly netns: Netns
  /** Ports of the host that lead to the container. */
  readonly ports: readonly Port[]
  /** Name of the link in the container; modes `bridge` and `ptp`. */
  readonly interface?: string
  /** Name of the other end, on the host. */
  readonly link?: string
  /** IPv4 address of the container, without a length. */
  readonly address?: string
  /** IPv6 address of the container, without a length. */
  readonly address6?: string
  /** Hardware address of `interface`. */
  readonly mac?: string
  /** What the caller calls the container. */
  readonly id?: string
}

/** A container by what its caller calls it. */
export interface EndpointId {
  /** What the caller calls the container. */
  readonly id: string
  /** Its link of that name alone; all of its links in the network unless given. */
  readonly interface?: string | undefined
}

/** What an attachment is known by after the process that made it has gone. */
export type EndpointRecord = Omit<Endpoint, 'netns' | 'network' | 'mode'> & {
  /** Inode of the container's namespace. */
  readonly inode: number
}

/** What {@link Network.check} finds to be different. */
export interface Finding {
  /** What kind of difference it is. */
  readonly code: FindingCode
  /** What is different: a link, an address, a kernel parameter, a table and chain. */
  readonly subject: string
  /** A sentence for the reader. */
  readonly message: string
  /** The value that the network needs; absent where something is simply missing. */
  readonly expected?: string
  /** The value that is there instead; absent where there is none. */
  readonly found?: string
}

/**
 * `link-*`: the bridge and the host ends. `address-missing`: the host's addresses. `parameter`: sysctls. `rules`
 * and `element-missing`: the firewall. `unfinished` and `gone`: containers that `collect` removes. `stray`: published ports that lead
 * nowhere. `record`: files in the state folder that are missing or unreadable. `foreign-drop`: a chain of another table that drops forwarded packets. `forwarding`: the
 * administrator enabled forwarding, but the table still drops packets that are not for containers. `container-*`: the container end, which its processes can change.
 */
export type FindingCode =
  | 'link-missing'
  | 'link-down'
  | 'link-mac'
  | 'link-mtu'
  | 'link-master'
  | 'link-hairpin'
  | 'address-missing'
  | 'route-missing'
  | 'parameter'
  | 'rules'
  | 'element-missing'
  | 'unfinished'
  | 'gone'
  | 'stray'
  | 'record'
  | 'foreign-drop'
  | 'forwarding'
  | 'container-down'
  | 'container-address'
  | 'container-route'
  | 'container-parameter'

/** What {@link Network.collect} has removed. */
export interface Collected {
  /** The host's end of the cable. */
  readonly link: string
  /** IPv4 address of the container, which is free again. */
  readonly address?: string
  /** IPv6 address of the container, which is free again. */
  readonly address6?: string
}
