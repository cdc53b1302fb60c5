import type { Limits } from '../transport/limit.ts'

/** A port of the host that leads to a port of the namespace. */
export interface OutsidePort {
  /** Port of the host, 1 to 65535; below 1024 only where `net.ipv4.ip_unprivileged_port_start` allows it. */
  host: number
  /** Port in the namespace, such as one that a container network in it publishes. */
  container: number
  /** Protocol of the port; `tcp` by default. */
  protocol?: 'tcp' | 'udp' | undefined
  /** IPv4 address of the host; '127.0.0.1' for the host only. By default, every address. */
  address?: string | undefined
}

/** Options of {@link attachSlirp} and {@link attachPasta}. `signal` and `timeout` (30 s) limit the wait until the program is ready. */
export interface OutsideOptions extends Limits {
  /** Ports to publish from the beginning. */
  ports?: readonly OutsidePort[] | undefined
  /** MTU of the namespace's link, in bytes: 1280 to 65521, 65520 by default, which is fastest because nothing is sent in pieces. */
  mtu?: number | undefined
  /** Whether the namespace reaches servers on 127.0.0.1 of the host, at the address of its gateway; false by default. */
  hostLoopback?: boolean | undefined
}

/** The program that connects a namespace. */
export type OutsideDriver = 'slirp' | 'pasta'
