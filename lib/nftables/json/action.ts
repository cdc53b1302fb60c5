import type { Expr } from './expression.ts'

/** A field and its new value. */
export interface Mangle {
  /** Field to set: of the packet, `meta`, `ct`, or an option of a header. */
  key: Expr
  /** Its new value. */
  value: Expr
}

/** Sets a field of the packet, its metadata or its connection. */
export interface MangleStatement {
  /** The field and its new value; nft: `meta mark set 1`. */
  mangle: Mangle
}

/** Removes a TCP option. */
export interface ResetStatement {
  /** The TCP option; nft: `reset tcp option sack-perm`. */
  reset: Expr
}

/** Destination of a forwarded packet. */
export interface Forwarding {
  /** Outgoing link. */
  dev: Expr
  /** Family of `addr`. */
  family?: 'ip' | 'ip6'
  /** Address of the neighbour; if absent, the packet keeps its hardware addresses. */
  addr?: Expr
}

/** Forwards the packet through a link; only in family netdev. */
export interface FwdStatement {
  /** Outgoing link, and neighbour; nft: `fwd to`. */
  fwd: Forwarding
}

/** Disables connection tracking for the packet. */
export interface NotrackStatement {
  /** Always null: it has no properties. */
  notrack: null
}

/** Destination of a copy. */
export interface Duplication {
  /** Address of the host that receives the copy; in family netdev, the outgoing link. */
  addr: Expr
  /** Outgoing link. */
  dev?: Expr
}

/** Sends a copy of the packet to another host. */
export interface DupStatement {
  /** Destination of the copy; nft: `dup to`. */
  dup: Duplication
}

/** Adds the packet's flow to a flowtable. */
export interface FlowOffload {
  /** Always 'add'. */
  op: 'add'
  /** Name of the flowtable, '@name'. */
  flowtable: string
}

/** Offloads the packet's flow to a flowtable. */
export interface FlowStatement {
  /** The flowtable; nft: `flow add @ft`. */
  flow: FlowOffload
}

/** 'random' and 'fully-random' randomise the port; 'persistent' gives a client the same address for every connection. */
export type NatFlag = 'random' | 'fully-random' | 'persistent'
/** Data of the map in `addr`: ranges ('interval'), prefixes, or address and port ('concat'). */
export type NatTypeFlag = 'interval' | 'prefix' | 'concat'

/** New address and port of a connection. */
export interface NatOptions {
  /** New address, a range of addresses, or a map that contains them. */
  addr?: Expr
  /** Family of `addr`; required in a table of family inet. */
  family?: 'ip' | 'ip6'
  /** New port, or a range of ports. */
  port?: Expr
  /** 'random' and 'fully-random' randomise the port; 'persistent' gives a client the same address for every connection. */
  flags?: NatFlag | NatFlag[]
  /** Type of the data of the map in `addr`. */
  type_flags?: NatTypeFlag | NatTypeFlag[]
}

/** New port of a connection. */
export interface NatPort {
  /** New port, or a range of ports. */
  port?: Expr
  /** 'random' and 'fully-random' randomise the port; 'persistent' gives a client the same address for every connection. */
  flags?: NatFlag | NatFlag[]
}

/** Translates the source of a connection. */
export interface SnatStatement {
  /** New source address and port; nft: `snat to`. */
  snat: NatOptions | null
}

/** Translates the destination of a connection. */
export interface DnatStatement {
  /** New destination address and port; nft: `dnat to`. */
  dnat: NatOptions | null
}

/** Translates the source of a connection to the address of the outgoing link. */
export interface MasqueradeStatement {
  /** New source ports; null for any. */
  masquerade: NatPort | null
}

/** Redirects a connection to this host. */
export interface RedirectStatement {
  /** Port on this host; null for the original port. */
  redirect: NatPort | null
}

/** Network address translation. */
export type NatStatement = SnatStatement | DnatStatement | MasqueradeStatement | RedirectStatement

/** Reply of `reject`. */
export interface Rejection {
  /**
   * Type of the reply; 'icmpx' is ICMP or ICMPv6 depending on the packet. By default, the one of the table's family or of the protocol that
   * the rule matches, otherwise 'icmpx'.
   */
  type?: 'tcp reset' | 'icmpx' | 'icmp' | 'icmpv6'
  /** ICMP code, such as 'port-unreachable' or 'admin-prohibited'. */
  expr?: Expr
}

/** Rejects the packet with a reply. */
export interface RejectStatement {
  /** Reply to the sender; null for port unreachable. */
  reject: Rejection | null
}

/** Syslog level; 'audit' writes to the audit log instead. */
export type LogLevel = 'emerg' | 'alert' | 'crit' | 'err' | 'warn' | 'notice' | 'info' | 'debug' | 'audit'
/** Additional contents of a log line. */
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether' | 'all'

/** How a packet is logged. */
export interface LogOptions {
  /** Prefix of the line, at most 127 bytes. */
  prefix?: string
  /** nfnetlink_log group that receives the packet, 0 to 65535; if absent, a line is written to the kernel log. */
  group?: number
  /** Number of bytes of the packet to deliver; requires `group`. */
  snaplen?: number
  /** Number of packets to collect before they are delivered; requires `group`. */
  'queue-threshold'?: number
  /** Syslog level of the line, 'warn' by default. */
  level?: LogLevel
  /** Additional contents of the line. */
  flags?: LogFlag | LogFlag[]
}

/** Logs the packet to the kernel log or, with `group`, to programs that use nfnetlink_log. */
export interface LogStatement {
  /** How the packet is logged; null for the defaults. */
  log: LogOptions | null
}

/** 'bypass' accepts packets if no program listens; 'fanout' selects the queue by CPU. */
export type QueueFlag = 'bypass' | 'fanout'

/** Queue for a program in user space. */
export interface QueueOptions {
  /** Queue number, 0 to 65535, or a range of numbers; 0 by default. */
  num?: Expr
  /** Whether packets are accepted if no program listens, and how they are distributed. */
  flags?: QueueFlag | QueueFlag[]
}

/** Passes the packet to a program in user space (nfnetlink_queue). */
export interface QueueStatement {
  /** Queue; null for queue 0. */
  queue: QueueOptions | null
}

/** Local socket that receives a packet. */
export interface TproxyTarget {
  /** Family of `addr`; required with `addr` in a table of family inet. */
  family?: 'ip' | 'ip6'
  /** Address of the socket; by default, the address of the incoming link. */
  addr?: Expr
  /** Port of the socket; by default, the packet's destination port. */
  port?: Expr
}

/** Passes the packet to a local socket without changing its destination (transparent proxy). */
export interface TproxyStatement {
  /** Address and port of the socket. */
  tproxy: TproxyTarget
}

/** TCP options that a SYN proxy announces. */
export type SynproxyFlag = 'timestamp' | 'sack-perm'

/** TCP options that a SYN proxy announces on behalf of the server. */
export interface SynproxyOptions {
  /** Maximum segment size (MSS), in bytes. */
  mss?: number
  /** Window scale, 0 to 14. */
  wscale?: number
  /** TCP options to announce. */
  flags?: SynproxyFlag | SynproxyFlag[]
}

/** Replies to SYN packets on behalf of the server, which sees only completed handshakes. */
export interface SynproxyStatement {
  /** Options to announce, or the name of a synproxy object; null for none. */
  synproxy: SynproxyOptions | Expr | null
}

/** Sets the packet's security context. */
export interface SecmarkStatement {
  /** Name of the secmark object, or a map to names. */
  secmark: Expr
}

/** An xtables extension. */
export interface XtExtension {
  /** Kind of the extension. */
  type: 'match' | 'target' | 'watcher'
  /** Name of the extension, such as 'comment' or 'MASQUERADE'. */
  name: string
}

/** An xtables extension, created by iptables-nft; listed, but rejected by `apply`. */
export interface XtStatement {
  /** The extension; null if nft does not describe it. */
  xt: XtExtension | null
}

/** A kernel expression. */
export interface UnknownExpression {
  /** Its name in the kernel. */
  name: string
}

/** A kernel expression without a representation in JSON; listed, but rejected by `apply`. */
export interface UnknownStatement {
  /** The expression that was found. */
  unknown: UnknownExpression
}
