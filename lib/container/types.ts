import type { Netns } from '../netns/index.ts'
import type { Limits } from '../transport/limit.ts'
import type { NetnsRef } from '../wire/netns.ts'
import type { LinkRef } from '../wire/reference.ts'

export type { Finding, FindingCode } from './finding.ts'

/**
 * How containers are connected: `bridge`, by a veth pair to a bridge of the host; `ptp`, by a veth pair to the host itself; `macvlan` and
 * `ipvlan`, directly to the network of a link of the host, with links of these kinds; `none`, loopback only; `host`, in the namespace
 * of the host; `container`, in the namespace of another container.
 */
export type NetworkMode = 'bridge' | 'ptp' | 'macvlan' | 'ipvlan' | 'none' | 'host' | 'container'

/**
 * How the macvlans of one parent exchange packets: `bridge`, directly; `private`, not at all; `vepa`, through the switch outside, which must
 * send them back; `passthru`, a single container has the parent to itself, with its hardware address.
 */
export type MacvlanMode = 'bridge' | 'private' | 'vepa' | 'passthru'

/** At which layer the ipvlans of one parent exchange packets: `l2`, as frames; `l3`, as packets that the host routes; `l3s`, which also pass its firewall. */
export type IpvlanMode = 'l2' | 'l3' | 'l3s'

/**
 * Options of a network. `name` is sufficient to open an existing one. `signal` and `timeout` (30 s by default) limit the wait for other processes that
 * hold the lock of the networks: ERR_NETLINK_TIMEOUT.
 */
export interface NetworkOptions extends Limits {
  /** Name of the network, and of its bridge in mode `bridge`: at most 15 bytes. */
  name: string
  /** How containers are connected; `bridge` by default. */
  mode?: NetworkMode | undefined
  /**
   * Link of the host that containers share in modes `macvlan` and `ipvlan`, which require it: its name, its index or a listed link. It is set
   * up, and stays up when the network is deleted.
   */
  parent?: LinkRef | undefined
  /** How containers of mode `macvlan` reach each other; `bridge` by default. */
  macvlanMode?: MacvlanMode | undefined
  /** How containers of mode `ipvlan` reach each other; `l2` by default. */
  ipvlanMode?: IpvlanMode | undefined
  /**
   * IPv4 subnet of the containers, '172.18.0.0/16'. Modes with links (`bridge`, `ptp`, `macvlan`, `ipvlan`) require `subnet`, `subnet6` or
   * both; in modes `macvlan` and `ipvlan`, it is that of the network outside.
   */
  subnet?: string | undefined
  /**
   * Gateway of the containers, the first address of `subnet` by default. It is the host's address in `subnet`; in modes `macvlan` and
   * `ipvlan`, that of the router outside.
   */
  gateway?: string | undefined
  /** IPv6 subnet of the containers, 'fd00:18::/64'. */
  subnet6?: string | undefined
  /** Gateway of the containers in `subnet6`, as `gateway`. */
  gateway6?: string | undefined
  /**
   * MTU of the links, in bytes, 68 to 65535 (1280 or more with `subnet6`); by default that of the host's way out, 1500 without one. In modes
   * `macvlan` and `ipvlan`, at most that of the parent, which is the default.
   */
  mtu?: number | undefined
  /**
   * Translates the source address of packets from containers to other hosts into the address of the host; true by default. Not in modes
   * `macvlan` and `ipvlan`, as all the options that follow, up to `bridgeNetfilter`: their packets do not pass the host.
   */
  masquerade?: boolean | undefined
  /**
   * Gives the containers no way out: no default route, no masquerading, and nothing is forwarded between them and other hosts; false by
   * default. They reach each other and the host. Mode `bridge`.
   */
  internal?: boolean | undefined
  /**
   * Prefixes of containers on other nodes, '10.244.0.0/16': packets from there reach the containers, and the source address of packets to
   * there is not translated.
   */
  remoteSubnets?: readonly string[] | undefined
  /**
   * Adds rules to chains of other tables that drop forwarded packets: to `DOCKER-USER` if it exists, otherwise to the chain itself. They accept
   * packets from and to the bridge, and are deleted with the network; false by default. Mode `bridge`.
   */
  allowForward?: boolean | undefined
  /**
   * Lets a container send only with its own hardware and IP addresses, also in ARP and neighbour advertisements, and no router advertisements;
   * true by default in mode `bridge`, the only mode that has it.
   */
  spoofGuard?: boolean | undefined
  /** Blocks traffic from containers of other networks; true by default. Two networks can reach each other if it is false in both. */
  isolate?: boolean | undefined
  /** Blocks traffic between the containers of this network, except to published ports; false by default. Mode `bridge`. */
  isolateContainers?: boolean | undefined
  /**
   * Passes packets between two ports of the bridge through the host's firewall (`net.bridge.bridge-nf-call-iptables` and
   * `bridge-nf-call-ip6tables`, which apply to every bridge of the namespace). Unchanged by default; ENOENT if the module br_netfilter is
   * not loaded.
   */
  bridgeNetfilter?: boolean | undefined
  /**
   * Whether an existing network gets back what it has lost: rules, parameters, published ports; true by default. False opens an existing network as
   * it is, without the lock of the networks, for a program that attaches one container and ends: `attach` restores a firewall that is gone. A network
   * without its bridge, or whose host does not forward, is restored in any case.
   */
  restore?: boolean | undefined
  /** Folder for the state of the network and its leases; /run/netlink-ts/NAME by default. */
  state?: string | undefined
  /** Namespace of the host; by default that of this process. */
  netns?: NetnsRef | undefined
}

/** Transport protocol of a port. */
export type PortProtocol = 'tcp' | 'udp' | 'sctp'

/** A port of the host to publish: connections to it reach a container. */
export interface PortOptions {
  /** Port of the host, 1 to 65535; 0 to have a free one chosen, which the endpoint reports. */
  host: number
  /** Port in the container, 1 to 65535. */
  container: number
  /**
   * Number of consecutive ports, beginning at `host` and `container`; 1 by default. A range with the same ports on both sides, on every
   * address of the host, is one element of the firewall; any other range is one element for each port.
   */
  count?: number | undefined
  /** Whether the caller itself listens on the port of the host to reserve it: then listeners are not checked; false by default. */
  reserved?: boolean | undefined
  /** Protocol of the port; `tcp` by default. */
  protocol?: PortProtocol | undefined
  /** Address of the host on which the port is published ('127.0.0.1' for the host only); by default every address of both families. */
  address?: string | undefined
}

/** Options of `attach`. `signal` and `timeout` (30 s by default) limit the wait for other processes if no address or port is free. */
export interface AttachOptions extends Limits {
  /** Name of the link in the container, at most 15 bytes; `eth0` by default. */
  interface?: string | undefined
  /** IPv4 address of the container, without a prefix length; by default the next free address of `subnet`. */
  address?: string | undefined
  /** IPv6 address of the container, without a prefix length; by default the next free address of `subnet6`. */
  address6?: string | undefined
  /**
   * Addresses assigned by the caller (another IPAM), instead of `address` and `address6`: no others are assigned. They may be outside of the
   * subnets of the network.
   */
  addresses?: readonly AddressOptions[] | undefined
  /**
   * Hardware address of the link in the container, '02:00:00:00:00:01'; by default derived from the IP address. Not in mode `ipvlan` and with
   * `macvlanMode: 'passthru'`, which use that of the parent.
   */
  mac?: string | undefined
  /** Ports of the host to publish for this container. Not in modes `macvlan` and `ipvlan`. */
  ports?: readonly PortOptions[] | undefined
  /**
   * Id of the container, chosen by the caller: `detach({ id })` finds the container even after its namespace has ended, and `endpoints`
   * reports the id.
   */
  id?: string | undefined
  /** Labels of the container, for the caller's own use; `endpoints` reports them. */
  labels?: Readonly<Record<string, string>> | undefined
  /**
   * Whether this network provides the default route of the container. By default, the first network does, and the next one takes over when
   * it is detached; `true` takes the route over from the current network, `false` never provides it.
   */
  defaultRoute?: boolean | undefined
  /** Further routes of the container through this network. */
  routes?: readonly ContainerRoute[] | undefined
}

/** Options of `createEndpoint`. `interface` is the name that the engine is going to give to the container end. */
export interface EndpointOptions extends Omit<AttachOptions, 'defaultRoute' | 'routes'> {
  /** Id of the container, chosen by the caller. */
  id: string
}

/** An address that the caller assigns. */
export interface AddressOptions {
  /** Address with its prefix length, '10.0.0.5/16'; the length may be absent inside the subnets of the network. */
  address: string
  /**
   * Gateway of the default route; by default that of the subnet. In mode `bridge` and outside of the subnets of the network, the bridge is given
   * the address of the gateway, which it keeps until the network is deleted.
   */
  gateway?: string | undefined
}

/** A route of a container through a network. */
export interface ContainerRoute {
  /** Destination, '10.0.0.0/8'; 'default' requires a gateway. */
  dst: string
  /** Gateway of the route; by default the gateway of the network; iproute2: `via`. */
  gateway?: string | undefined
  /** Priority of the route, 0 to 4294967295: the lowest one wins; by default 0 for IPv4 and 1024 for IPv6; iproute2: `metric`. */
  priority?: number | undefined
}

/** A published port, with defaults filled in. */
export interface Port {
  /** Port of the host, 1 to 65535. */
  host: number
  /** Port in the container, 1 to 65535. */
  container: number
  /** Number of consecutive ports; absent for one. */
  count?: number
  /** Whether the caller itself listens on the port of the host; absent if not. */
  reserved?: boolean
  /** Protocol of the port. */
  protocol: PortProtocol
  /** Address of the host on which the port is published; absent for every address of both families. */
  address?: string
}

/** The connection of a container to a network. */
export interface Endpoint {
  /** Name of the network. */
  readonly network: string
  /** Mode of the network. */
  readonly mode: NetworkMode
  /** Namespace of the container: `endpoint.netns.spawn(...)`. If the caller passed an object, it is that object. */
  readonly netns: Netns
  /** Ports of the host that are published for the container. */
  readonly ports: readonly Port[]
  /** Name of the link in the container; modes with links. */
  readonly interface?: string
  /** Name of the host end of the veth pair; in modes `macvlan` and `ipvlan`, which have none, a name for the attachment. */
  readonly link?: string
  /** IPv4 address of the container, without a prefix length. */
  readonly address?: string
  /** IPv6 address of the container, without a prefix length. */
  readonly address6?: string
  /** All addresses of the container, with prefix lengths: ['172.18.0.2/16']; modes with links. */
  readonly addresses?: readonly string[]
  /** Hardware address of `interface`. */
  readonly mac?: string
  /** Id of the container, chosen by the caller. */
  readonly id?: string
  /** Labels of the container. */
  readonly labels?: Readonly<Record<string, string>>
}

/** Refers to a container by the id that the caller chose. */
export interface EndpointId {
  /** Id of the container, chosen by the caller. */
  readonly id: string
  /** Name of the link in the container to detach; by default all of its links in the network. */
  readonly interface?: string | undefined
}

/** An attachment as recorded, also by another process or after the process that created it has ended. */
export type EndpointRecord = Omit<Endpoint, 'netns' | 'mode'> & {
  /** Inode of the container's namespace; absent if it is not known. */
  readonly inode?: number
  /** Name of the container end on the host, as created by `createEndpoint`. */
  readonly peer?: string
}

/** Options of {@link Network.check}. */
export interface CheckOptions extends Limits {
  /** Reports only differences of the network itself and of the container with this id. */
  id?: string | undefined
}

/** Options of {@link Network.collect}. */
export interface CollectOptions extends Limits {
  /**
   * Ids of the containers that still exist, alone or with a link: containers with any other id are detached. Those attached without an id are
   * kept as long as their namespaces exist.
   */
  keep?: readonly (string | EndpointId)[] | undefined
}

/** Options of {@link Network.delete}. */
export interface DeleteOptions extends Limits {
  /**
   * Deletes the network only if no container is attached, nor being attached; false by default. A container that was not detached counts, even
   * if it no longer exists: {@link Network.collect} removes it.
   */
  ifEmpty?: boolean | undefined
}

/** An attachment that {@link Network.collect} removed. */
export interface Collected {
  /** Name of the host end of the veth pair, or of the attachment; see {@link Endpoint}. */
  readonly link: string
  /** Id of the container, chosen by the caller. */
  readonly id?: string
  /** IPv4 address of the container, now free. */
  readonly address?: string
  /** IPv6 address of the container, now free. */
  readonly address6?: string
}
