import type { Public, Value } from '../wire/type.ts'
import type { Endpoint } from './endpoints.ts'
import type { tcpReply } from './inet-message.ts'
import type { MptcpInfo } from './mptcp-info.ts'
import type { NetlinkProtocol, netlinkReply } from './netlink-message.ts'
import type { packetReply } from './packet-message.ts'
import type { TcpInfo } from './tcp-info.ts'
import type { unixReply } from './unix-message.ts'
import type { vsockReply } from './vsock-message.ts'
import type { xdpReply } from './xdp-message.ts'

/** An internet socket. */
export interface InetSocket extends Omit<Value<typeof tcpReply>, 'family' | 'id' | 'info' | 'protocol'>, Public {
  /** Address family: 'inet' or 'inet6'. */
  family: 'inet' | 'inet6'
  /** This end; ss: `Local Address:Port`. */
  local: Endpoint
  /** The peer; ss: `Peer Address:Port`. */
  remote: Endpoint
  /** Index of the link that the socket is bound to (SO_BINDTODEVICE); absent if it is bound to none. */
  link?: number
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** Identity of the socket as long as it exists; ss: `sk`. */
  cookie: string
}

/** A TCP socket. */
export interface TcpSocket extends InetSocket {
  /** Protocol: 'tcp'. */
  protocol: 'tcp'
  /** TCP's information about the connection; with `info`. */
  info?: TcpInfo
}

/** A DCCP socket, which Linux has had until 6.15. */
export interface DccpSocket extends InetSocket {
  /** Protocol: 'dccp'. */
  protocol: 'dccp'
  /** Information about the connection, in the form of TCP; with `info`. */
  info?: TcpInfo
}

/** An MPTCP socket. Its subflows are TCP sockets. */
export interface MptcpSocket extends InetSocket {
  /** Protocol: 'mptcp'. */
  protocol: 'mptcp'
  /** MPTCP's information about the connection; with `info`. */
  info?: MptcpInfo
}

/** A UDP or UDP-Lite socket. Its state is 'established' if it is connected, else 'close'. */
export interface UdpSocket extends InetSocket {
  /** Protocol: 'udp' or 'udplite'. */
  protocol: 'udp' | 'udplite'
}

/** A raw socket. The port of its `local` end is the number of its IP protocol. */
export interface RawSocket extends InetSocket {
  /** Protocol: 'raw'. */
  protocol: 'raw'
  /** Number of its IP protocol: 1 for ICMP, 58 for ICMPv6. */
  rawProtocol: number
}

/** An SCTP socket, or one of its associations. */
export interface SctpSocket extends InetSocket {
  /** Protocol: 'sctp'. */
  protocol: 'sctp'
  /** struct sctp_info of include/uapi/linux/sctp.h as it is; with `info`. */
  info?: Uint8Array
}

/** A unix socket. */
export interface UnixSocket extends Omit<Value<typeof unixReply>, 'family' | 'ino'>, Public {
  /** Protocol: 'unix'. */
  protocol: 'unix'
  /** Address family: 'unix'. */
  family: 'unix'
  /** Inode of the socket, the number in `socket:[4711]` of /proc/PID/fd. */
  inode: number
  /** Identity of the socket as long as it exists. */
  cookie: string
}

/** A packet socket. */
export interface PacketSocket extends Omit<Value<typeof packetReply>, 'family' | 'ino'>, Public {
  /** Protocol: 'packet'. */
  protocol: 'packet'
  /** Address family: 'packet'. */
  family: 'packet'
  /** Index of the link that packets are received from; absent for all. */
  link?: number
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** Inode of the socket. */
  inode: number
  /** Identity of the socket as long as it exists. */
  cookie: string
}

/** A netlink socket. */
export interface NetlinkSocket extends Omit<Value<typeof netlinkReply>, 'family' | 'ino' | 'protocol'>, Public {
  /** Protocol: 'netlink'. */
  protocol: 'netlink'
  /** Address family: 'netlink'. */
  family: 'netlink'
  /** Netlink protocol, such as 'route'. */
  netlinkProtocol: NetlinkProtocol
  /** Inode of the socket, 0 for a socket of the kernel. */
  inode: number
  /** Identity of the socket as long as it exists. */
  cookie: string
}

/** An XDP socket. */
export interface XdpSocket extends Omit<Value<typeof xdpReply>, 'family' | 'ino'>, Public {
  /** Protocol: 'xdp'. */
  protocol: 'xdp'
  /** Address family: 'xdp'. */
  family: 'xdp'
  /** Index of the link that packets are received from. */
  link?: number
  /** Name of `link`, with `names: true`. */
  linkName?: string
  /** Inode of the socket. */
  inode: number
  /** Identity of the socket as long as it exists. */
  cookie: string
}

/** A socket between a virtual machine and its host. */
export interface VsockSocket
  extends Omit<Value<typeof vsockReply>, 'family' | 'ino' | 'srcCid' | 'srcPort' | 'dstCid' | 'dstPort'>,
    Public {
  /** Protocol: 'vsock'. */
  protocol: 'vsock'
  /** Address family: 'vsock'. */
  family: 'vsock'
  /** This end. */
  local: VsockEndpoint
  /** The peer. */
  remote: VsockEndpoint
  /** Inode of the socket. */
  inode: number
  /** Identity of the socket as long as it exists. */
  cookie: string
}

/** One end of a socket between a virtual machine and its host. */
export interface VsockEndpoint {
  /** Context id: 2 is the host, 4294967295 any. */
  cid: number
  /** Port; 4294967295 is any. */
  port: number
}

/** Sockets by their protocol. */
export interface SocketKinds {
  /** TCP. */
  tcp: TcpSocket
  /** UDP. */
  udp: UdpSocket
  /** UDP-Lite. */
  udplite: UdpSocket
  /** Raw sockets of IP protocols. */
  raw: RawSocket
  /** MPTCP. */
  mptcp: MptcpSocket
  /** SCTP. */
  sctp: SctpSocket
  /** DCCP. */
  dccp: DccpSocket
  /** Unix sockets. */
  unix: UnixSocket
  /** Packet sockets. */
  packet: PacketSocket
  /** Netlink sockets. */
  netlink: NetlinkSocket
  /** XDP sockets. */
  xdp: XdpSocket
  /** Sockets between virtual machines and their host. */
  vsock: VsockSocket
}

/** Protocol of sockets. */
export type SocketProtocol = keyof SocketKinds

/** A socket as listed, of any protocol unless one is given: `Socket<'tcp'>`. */
export type Socket<Protocol extends SocketProtocol = SocketProtocol> = SocketKinds[Protocol]
