import { type Bytes, LITTLE } from '../wire/bytes.ts'
import { u8, u16, u32, u64 } from '../wire/integers.ts'
import { flags, names } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import type { Public, Type, Value } from '../wire/type.ts'
import { state } from './state.ts'
import { unwritable } from './unwritable.ts'

/** enum tcp_ca_state of include/uapi/linux/tcp.h. */
const caState = names(u8, { open: 0, disorder: 1, cwr: 2, recovery: 3, loss: 4 }, 'TCP_CA')

/** TCPI_OPT_* of include/uapi/linux/tcp.h. */
const options = flags(
  u8,
  { timestamps: 1, sack: 2, wscale: 4, ecn: 8, ecn_seen: 16, syn_data: 32, usec_ts: 64, tfo_child: 128 },
  'TCPI_OPT',
)

/** struct tcp_info of include/uapi/linux/tcp.h, without its bit fields. */
const fields = struct(
  {
    /** State of the connection. */
    state,
    /** State of congestion control. */
    caState,
    /** Retransmissions of the first segment that is not acknowledged. */
    retransmits: u8,
    /** Unanswered probes of a window that the peer has closed, or of keepalive. */
    probes: u8,
    /** Times that the retransmission timeout has been doubled. */
    backoff: u8,
    /** Options of the connection. */
    options,
    _wscale: u8,
    _limited: u8,
    /** Retransmission timeout in microseconds. */
    rto: u32,
    /** Timeout of delayed acknowledgements in microseconds. */
    ato: u32,
    /** Maximum segment size for sending in bytes; ss: `mss`. */
    sndMss: u32,
    /** Maximum segment size seen in received segments in bytes; ss: `rcvmss`. */
    rcvMss: u32,
    /** Segments sent and not acknowledged; of a listening socket, connections that wait to be accepted. */
    unacked: u32,
    /** Segments acknowledged selectively; of a listening socket, its backlog. */
    sacked: u32,
    /** Segments regarded as lost. */
    lost: u32,
    /** Retransmitted segments that are not acknowledged. */
    retrans: u32,
    /** Segments acknowledged by FACK; 0 since Linux 4.15. */
    fackets: u32,
    /** Milliseconds since data was last sent; ss: `lastsnd`. */
    lastDataSent: u32,
    /** Always 0: the kernel does not store it. */
    lastAckSent: u32,
    /** Milliseconds since data was last received; ss: `lastrcv`. */
    lastDataRecv: u32,
    /** Milliseconds since an acknowledgement was last received; ss: `lastack`. */
    lastAckRecv: u32,
    /** Path MTU in bytes. */
    pmtu: u32,
    /** Threshold of the receive window in bytes. */
    rcvSsthresh: u32,
    /** Smoothed round-trip time in microseconds; ss shows milliseconds. */
    rtt: u32,
    /** Mean deviation of the round-trip time in microseconds. */
    rttvar: u32,
    /** Slow start threshold in segments; ss: `ssthresh`. */
    sndSsthresh: u32,
    /** Congestion window in segments; ss: `cwnd`. */
    sndCwnd: u32,
    /** Maximum segment size that was advertised, in bytes. */
    advmss: u32,
    /** Segments by which the network is expected to reorder. */
    reordering: u32,
    /** Round-trip time as seen by the receiver in microseconds. */
    rcvRtt: u32,
    /** Space for received data in bytes. */
    rcvSpace: u32,
    /** Retransmitted segments in total. */
    totalRetrans: u32,
    /** Pacing rate in bytes a second. */
    pacingRate: u64,
    /** Greatest pacing rate in bytes a second, 2^64 if there is none. */
    maxPacingRate: u64,
    /** Bytes sent and acknowledged. */
    bytesAcked: u64,
    /** Bytes received. */
    bytesReceived: u64,
    /** Segments sent. */
    segsOut: u32,
    /** Segments received. */
    segsIn: u32,
    /** Bytes in the send queue that were not sent yet; ss: `notsent`. */
    notsentBytes: u32,
    /** Minimum round-trip time in microseconds. */
    minRtt: u32,
    /** Segments with data received. */
    dataSegsIn: u32,
    /** Segments with data sent. */
    dataSegsOut: u32,
    /** Most recent delivery rate in bytes a second. */
    deliveryRate: u64,
    /** Microseconds spent sending data; ss: `busy`. */
    busyTime: u64,
    /** Microseconds limited by the receive window of the peer. */
    rwndLimited: u64,
    /** Microseconds limited by the send buffer. */
    sndbufLimited: u64,
    /** Segments delivered. */
    delivered: u32,
    /** Segments delivered with a congestion mark. */
    deliveredCe: u32,
    /** Bytes sent, retransmissions included. */
    bytesSent: u64,
    /** Bytes retransmitted. */
    bytesRetrans: u64,
    /** Duplicate segments that the peer reported. */
    dsackDups: u32,
    /** Times that reordering was seen. */
    reordSeen: u32,
    /** Segments received out of order. */
    rcvOoopack: u32,
    /** Receive window of the peer in bytes. */
    sndWnd: u32,
    /** Receive window in bytes. Since Linux 6.2. */
    rcvWnd: u32,
    /** Times that the flow label was changed for another path. Since Linux 6.2. */
    rehash: u32,
    /** Retransmission timeouts. Since Linux 6.7. */
    totalRto: u16,
    /** Recoveries from retransmission timeouts. Since Linux 6.7. */
    totalRtoRecoveries: u16,
    /** Milliseconds in recoveries from retransmission timeouts. Since Linux 6.7. */
    totalRtoTime: u32,
    /** Segments received with a congestion mark. Since Linux 6.18. */
    receivedCe: u32,
    /** Bytes delivered with ECT(1), by accurate ECN. Since Linux 6.18. */
    deliveredE1Bytes: u32,
    /** Bytes delivered with ECT(0). Since Linux 6.18. */
    deliveredE0Bytes: u32,
    /** Bytes delivered with a congestion mark. Since Linux 6.18. */
    deliveredCeBytes: u32,
    /** Bytes received with ECT(1). Since Linux 6.18. */
    receivedE1Bytes: u32,
    /** Bytes received with ECT(0). Since Linux 6.18. */
    receivedE0Bytes: u32,
    /** Bytes received with a congestion mark. Since Linux 6.18. */
    receivedCeBytes: u32,
    _accecn: u32,
  },
  'tcp_info',
)

/** TCP's information about a connection, as with the socket option TCP_INFO. Older kernels have fewer fields. */
export interface TcpInfo extends Partial<Value<typeof fields>>, Public {
  /** Shift of the peer's window; ss: the first of `wscale`. */
  sndWscale?: number
  /** Shift of the own window; ss: the second of `wscale`. */
  rcvWscale?: number
  /** Whether the delivery rate was limited by the program, which sent too little. */
  deliveryRateAppLimited?: boolean
  /** Why TCP Fast Open failed (enum tcp_fastopen_client_fail), 0 if it did not. Since Linux 5.5. */
  fastopenClientFail?: number
  /**
   * State of accurate ECN: the last 32 bits of struct tcp_info as they are, because their meaning differs. Since Linux 7.0 they are, from the lowest
   * bit on, `ecn_mode` (2 bits), `accecn_opt_seen` (2), `accecn_fail_mode` (4) and further options (24); in Linux 6.18 `accecn_fail_mode` (16) and
   * `accecn_opt_seen` (16).
   */
  accecn?: number
}

/** Bytes of the bit fields, and of the last field. */
const WSCALE = 6
const LIMITED = 7
const ACCECN = 276

/** Bit fields begin with the lowest bit on little-endian machines, with the highest on others. */
function bits(byte: number, from: number, count: number): number {
  return (byte >> (LITTLE ? from : 8 - from - count)) & ((1 << count) - 1)
}

function readInfo(bytes: Bytes, at: number, length: number): TcpInfo {
  const out: TcpInfo = fields.read(bytes, at, length)
  if (length <= LIMITED) return out
  const scales = bytes.u8[at + WSCALE] as number
  const limited = bytes.u8[at + LIMITED] as number
  out.sndWscale = bits(scales, 0, 4)
  out.rcvWscale = bits(scales, 4, 4)
  out.deliveryRateAppLimited = bits(limited, 0, 1) !== 0
  out.fastopenClientFail = bits(limited, 1, 2)
  if (length >= ACCECN + 4) out.accecn = u32.read(bytes, at + ACCECN, 4)
  return out
}

export const tcpInfo: Type<TcpInfo> = {
  size: 0,
  parts: [fields],
  read: readInfo,
  write: unwritable,
}
