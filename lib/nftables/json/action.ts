import type { Expr } from './expression.ts'

/** What is written, and to where. */
export interface Mangle {
  /** What is written to: a field of the packet, `meta`, `ct`, an option. */
  key: Expr
  /** The value that is written. */
  value: Expr
}

/** Writes a field of the packet, of its metadata or of its connection. */
export interface MangleStatement {
  /** Field and value; nft: `meta mark set 1`. */
  mangle: Mangle
}

/** Removes a TCP option. */
export interface ResetStatement {
  /** The TCP option that is removed. */
  reset: Expr
}

/** Where a packet is sent. */
export interface Forwarding {
  /** Link by which it leaves. */
  dev: Expr
  /** Family of `addr`. */
  family?: 'ip' | 'ip6'
  /** Address of the neighbour that gets it; unless given, the packet keeps its hardware addresses. */
  addr?: Expr
}

/** Sends the packet out by a link, from a chain of family netdev. */
export interface FwdStatement {
  /** Link and neighbour. */
  fwd: Forwarding
}

/** No connection tracking for this packet. */
export interface NotrackStatement {
  /** Always null: it has no properties. */
  notrack: null
}

/** Where a copy is sent. */
export interface Duplication {
  /** Address of the host that gets the copy; in family netdev the link by which it leaves. */
  addr: Expr
  /** Link by which that host is reached. */
  dev?: Expr
}

/** Sends a copy of the packet to another host. */
export interface DupStatement {
  /** Address of the host that gets the copy, and the link. */
  dup: Duplication
}

/** A flow and the flowtable that takes it. */
export interface FlowOffload {
  /** Always 'add'. */
  op: 'add'
  /** Name of the flowtable, '@name'. */
  flowtable: string
}

/** Hands the flow to a flowtable. */
export interface FlowStatement {
  /** The flowtable; nft: `flow add @ft`. */
  flow: FlowOffload
}

/** How a port is chosen, and whether a client keeps its address. */
export type NatFlag = 'random' | 'fully-random' | 'persistent'
/** What the data of a map that gives the addresses are. */
export type NatTypeFlag = 'interval' | 'prefix' | 'concat'

/** The address and port that a packet gets. */
export interface NatOptions {
  /** The new address, a range of them, or a map to them. */
  addr?: Expr
  /** Family of `addr`; needed in a table of family inet. */
  family?: 'ip' | 'ip6'
  /** The new port, or a range of them. */
  port?: Expr
  /** How a port is chosen, and whether a client keeps its address. */
  flags?: NatFlag | NatFlag[]
  /** What the data of the map in `addr` are. */
  type_flags?: NatTypeFlag | NatTypeFlag[]
}

/** The port that a packet gets. */
export interface NatPort {
  /** The new port, or a range of them. */
  port?: Expr
  /** How a port is chosen, and whether a client keeps its address. */
  flags?: NatFlag | NatFlag[]
}

/** Changes the source of a connection. */
export interface SnatStatement {
  /** The new source address and port; nft: `snat to`. */
  snat: NatOptions | null
}

/** Changes the destination of a connection. */
export interface DnatStatement {
  /** The new destination address and port; nft: `dnat to`. */
  dnat: NatOptions | null
}

/** Changes the source of a connection to the address of the link that it leaves by. */
export interface MasqueradeStatement {
  /** Ports of the source; null for any. */
  masquerade: NatPort | null
}

/** Changes the destination of a connection to this host. */
export interface RedirectStatement {
  /** Port of this host; null for the packet's own. */
  redirect: NatPort | null
}

/** Changes source or destination of a connection. */
export type NatStatement = SnatStatement | DnatStatement | MasqueradeStatement | RedirectStatement

/** The answer of a refusal. */
export interface Rejection {
  /** 'icmpx' is the ICMP of the packet's own family; 'icmpx' unless given, or the table's family's. */
  type?: 'tcp reset' | 'icmpx' | 'icmp' | 'icmpv6'
  /** Code of the ICMP message, 'port-unreachable', 'admin-prohibited'. */
  expr?: Expr
}

/** Refuses with an answer; null is port unreachable. */
export interface RejectStatement {
  /** The answer that the sender gets; null for port unreachable. */
  reject: Rejection | null
}

/** Levels of syslog; audit goes to the audit log. */
export type LogLevel = 'emerg' | 'alert' | 'crit' | 'err' | 'warn' | 'notice' | 'info' | 'debug' | 'audit'
/** What is logged of a packet beyond the usual. */
export type LogFlag = 'tcp sequence' | 'tcp options' | 'ip options' | 'skuid' | 'ether' | 'all'

/** How a packet is logged. */
export interface LogOptions {
  /** Text in front of the line, at most 127 bytes. */
  prefix?: string
  /** Group of nfnetlink_log whose listeners get the packet, 0 to 65535; without one, the kernel log gets a line. */
  group?: number
  /** How many bytes of the packet listeners get; with `group`. */
  snaplen?: number
  /** How many packets are collected before listeners get them; with `group`. */
  'queue-threshold'?: number
  /** Level of the line, 'warn' unless given. */
  level?: LogLevel
  /** What the line has of the packet beyond the usual. */
  flags?: LogFlag | LogFlag[]
}

/** Logs the packet: to the kernel log, or with `group` to who listens by nfnetlink. */
export interface LogStatement {
  /** How it is logged; null for a bare line. */
  log: LogOptions | null
}

/** 'bypass': accepted where no program listens; 'fanout': one queue a processor. */
export type QueueFlag = 'bypass' | 'fanout'

/** The queue that a packet is handed to. */
export interface QueueOptions {
  /** Number of the queue, 0 to 65535, or a range of them; 0 unless given. */
  num?: Expr
  /** What is done where no program listens, and how packets are distributed. */
  flags?: QueueFlag | QueueFlag[]
}

/** Hands the packet to a program in user space, by queue number or range of numbers. */
export interface QueueStatement {
  /** The queue; null for queue 0. */
  queue: QueueOptions | null
}

/** The socket that a packet is handed to. */
export interface TproxyTarget {
  /** Family of `addr`; needed in a table of family inet where one is given. */
  family?: 'ip' | 'ip6'
  /** Address of the socket; that of the link unless given. */
  addr?: Expr
  /** Port of the socket; the packet's own unless given. */
  port?: Expr
}

/** Hands the packet to a socket of this host without changing its destination. */
export interface TproxyStatement {
  /** Address and port of the socket. */
  tproxy: TproxyTarget
}

/** TCP options that a SYN proxy offers. */
export type SynproxyFlag = 'timestamp' | 'sack-perm'

/** What a SYN proxy says in the server's place. */
export interface SynproxyOptions {
  /** Maximal segment size, in bytes. */
  mss?: number
  /** Window scale, 0 to 14. */
  wscale?: number
  /** TCP options that it offers. */
  flags?: SynproxyFlag | SynproxyFlag[]
}

/** Answers SYN in place of the server, which sees none but completed connections. */
export interface SynproxyStatement {
  /** What it says, or the name of a synproxy object. */
  synproxy: SynproxyOptions | Expr | null
}

/** Gives the packet a named security context. */
export interface SecmarkStatement {
  /** Name of the secmark object, or a map to names. */
  secmark: Expr
}

/** An extension of xtables by its name. */
export interface XtExtension {
  /** What it is to the rule. */
  type: 'match' | 'target' | 'watcher'
  /** Its name, 'comment', 'MASQUERADE'. */
  name: string
}

/** An extension of xtables, as iptables-nft makes them: shown, not accepted. */
export interface XtStatement {
  /** The extension; null where nft has no more to say. */
  xt: XtExtension | null
}

/** An expression of the kernel by its name. */
export interface UnknownExpression {
  /** The kernel's name of it. */
  name: string
}

/** An expression of the kernel that has no words here: shown, not accepted. */
export interface UnknownStatement {
  /** The expression. */
  unknown: UnknownExpression
}
