import { family } from '../wire/family.ts'
import { be16, bool, u8, u32, u64 } from '../wire/integers.ts'
import { message } from '../wire/message.ts'
import { flags, names } from '../wire/names.ts'
import { sizeOf, struct } from '../wire/struct.ts'
import { binary, text } from '../wire/text.ts'
import { type AnyType, type Type, typed } from '../wire/type.ts'
import { address } from './address.ts'
import { bytecode } from './bytecode.ts'
import { type BbrInfo, bbr, type DctcpInfo, dctcp, type VegasInfo, vegas } from './congestion.ts'
import { cookie } from './cookie.ts'
import { endpoints } from './endpoints.ts'
import { md5sig } from './md5sig.ts'
import { type InetMemory, meminfo, skmeminfo } from './memory.ts'
import { mptcpInfo } from './mptcp-info.ts'
import { sockopt } from './sockopt.ts'
import { state, states } from './state.ts'
import { storageRequest, storages } from './storage.ts'
import { tcpInfo } from './tcp-info.ts'
import { type UlpInfo, ulpInfo } from './ulp.ts'

/** Both ends of a socket, and its identity. */
export const sockid = struct(
  { sport: be16, dport: be16, src: address, dst: address, if: u32, cookie },
  'inet_diag_sockid',
)
const id = { ...sockid, size: sizeOf(sockid.fields), alignment: 4 }

/** INET_DIAG_* as bits: what is reported on request. */
const extensions = flags(u8, {
  meminfo: 1 << 0,
  info: 1 << 1,
  vegasinfo: 1 << 2,
  cong: 1 << 3,
  tos: 1 << 4,
  tclass: 1 << 5,
  skmeminfo: 1 << 6,
  shutdown: 1 << 7,
})

/** A request: struct inet_diag_req_v2, which is inet_diag_req_raw for raw sockets, and INET_DIAG_REQ_*. */
export const inetRequest = message(
  'INET_DIAG_REQ',
  struct({ family, protocol: u8, ext: extensions, rawProtocol: u8, states, id }, 'inet_diag_req_raw'),
  {
    bytecode: [1, bytecode],
    skBpfStorages: [2, storageRequest],
    wideProtocol: [3, u32],
  },
)

/** IDIAG_TIMER_* of include/uapi/linux/inet_diag.h. */
const timer = names(u8, { off: 0, on: 1, keepalive: 2, timewait: 3, probe0: 4, delack: 5 }, 'IDIAG_TIMER')

/** SOCK_SHUTDOWN of include/net/sock.h: the directions that were shut down, of which no header for programs has constants. */
export const shutdown = flags(u8, { rcv: 1, send: 2 })

const header = struct(
  {
    /** Address family: 'inet', 'inet6'. */
    family,
    /** State of the socket. */
    state,
    /** Timer that runs: 'on' for retransmission, 'keepalive', 'timewait', 'probe0' for the probe of a closed window. */
    timer,
    /** Retransmissions, or probes of the timers 'keepalive' and 'probe0'. */
    retrans: u8,
    id,
    /** Milliseconds until the timer expires. */
    expires: u32,
    /** Bytes that the program has not read; of a listening socket, connections that wait to be accepted; ss: `Recv-Q`. */
    rqueue: u32,
    /** Bytes that the peer has not acknowledged; of a listening socket, its backlog; ss: `Send-Q`. */
    wqueue: u32,
    /** User id of the owner. */
    uid: u32,
    /** Inode of the socket, the number in `socket:[4711]` of /proc/PID/fd; 0 if no process has it open. */
    inode: u32,
  },
  'inet_diag_msg',
)

/** A reply: struct inet_diag_msg and INET_DIAG_* of include/uapi/linux/inet_diag.h. The type of INET_DIAG_INFO depends on the protocol. */
function reply<Info extends AnyType>(info: Info) {
  return message('INET_DIAG', header, {
    /** Memory, in the older form; with `memory`. */
    meminfo: [1, typed<InetMemory>(meminfo)],
    /** Information of the protocol; with `info`. */
    info: [2, info],
    /** State of congestion control by vegas, veno or westwood; with `info`. */
    vegasinfo: [3, typed<VegasInfo>(vegas)],
    /** Congestion control: 'cubic'; with `info`. */
    cong: [4, text(15)],
    /** Type of service; with `info`. */
    tos: [5, u8],
    /** Traffic class of IPv6; with `info`. */
    tclass: [6, u8],
    /** Memory; with `memory`. */
    skmeminfo: [7, skmeminfo],
    /** Directions that were shut down: 'rcv', 'send'. */
    shutdown: [8, shutdown],
    /** State of congestion control by DCTCP; with `info`. */
    dctcpinfo: [9, typed<DctcpInfo>(dctcp)],
    /** Number of the IP protocol, of raw sockets and in events. */
    protocol: [10, u8],
    /** Whether a socket of IPv6 takes no IPv4; of sockets that listen or are not connected. */
    skv6only: [11, bool(u8)],
    /** Addresses of this end, of SCTP. */
    locals: [12, endpoints],
    /** Addresses of the peer, of SCTP. */
    peers: [13, endpoints],
    /** Mark of packets sent (SO_MARK). Only with CAP_NET_ADMIN. */
    mark: [15, u32],
    /** State of congestion control by BBR; with `info`. */
    bbrinfo: [16, typed<BbrInfo>(bbr)],
    /** Traffic class of packets sent: the net_cls class of the cgroup, or SO_PRIORITY; with `info`. */
    classId: [17, u32],
    /** Keys by which TCP signs segments. Only with CAP_NET_ADMIN, and with `info`. */
    md5sig: [18, md5sig],
    /** Protocol above TCP in the kernel; with `info`. */
    ulpInfo: [19, typed<UlpInfo>(ulpInfo)],
    /** What BPF programs store for the socket; with `skBpfStorages`. */
    skBpfStorages: [20, storages],
    /** Id of the control group (v2): the inode of its folder in /sys/fs/cgroup. */
    cgroupId: [21, u64],
    /** Socket options that are on. Since Linux 5.11. */
    sockopt: [22, sockopt],
  })
}

export const tcpReply = reply(tcpInfo)
export const mptcpReply = reply(mptcpInfo)
/** UDP and raw sockets have no information of their protocol; that of SCTP (struct sctp_info) stays bytes. */
export const otherReply = reply(binary as Type<Uint8Array>)
