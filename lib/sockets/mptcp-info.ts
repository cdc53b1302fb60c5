import { attrs } from '../wire/attrs.ts'
import { bool, u8, u16, u32, u64 } from '../wire/integers.ts'
import { flags } from '../wire/names.ts'
import { struct } from '../wire/struct.ts'
import type { Public, Type, Value } from '../wire/type.ts'

const fields = struct(
  {
    /** Subflows besides the first one. */
    subflows: u8,
    /** Addresses announced to the peer. */
    addAddrSignal: u8,
    /** Addresses of the peer that were accepted. */
    addAddrAccepted: u8,
    /** Most subflows besides the first one. */
    subflowsMax: u8,
    /** Most addresses that are announced. */
    addAddrSignalMax: u8,
    /** Most addresses of the peer that are accepted. */
    addAddrAcceptedMax: u8,
    /** 'fallback' to TCP; 'remote_key_received'. */
    flags: flags(u32, { fallback: 1, remote_key_received: 2 }, 'MPTCP_INFO_FLAG'),
    /** Token by which the kernel finds the connection. */
    token: u32,
    /** Sequence number of the next byte to write. */
    writeSeq: u64,
    /** Sequence number of the first byte that is not acknowledged. */
    sndUna: u64,
    /** Sequence number of the next byte to receive. */
    rcvNxt: u64,
    /** Local addresses in use. */
    localAddrUsed: u8,
    /** Most local addresses. */
    localAddrMax: u8,
    /** Whether checksums are in use. */
    csumEnabled: bool(u8),
    /** Retransmissions of MPTCP. Since Linux 6.5. */
    retransmits: u32,
    /** Bytes retransmitted by MPTCP. Since Linux 6.5. */
    bytesRetrans: u64,
    /** Bytes sent. Since Linux 6.5. */
    bytesSent: u64,
    /** Bytes received. Since Linux 6.5. */
    bytesReceived: u64,
    /** Bytes acknowledged. Since Linux 6.5. */
    bytesAcked: u64,
    /** All subflows. Since Linux 6.8. */
    subflowsTotal: u8,
    /** Most endpoints with the flag 'laminar'. Since Linux 6.18. */
    endpLaminarMax: u8,
    /** Most endpoints with the flag 'fullmesh'. */
    endpFullmeshMax: u8,
    _reserved: u8,
    /** Milliseconds since data was last sent. Since Linux 6.10. */
    lastDataSent: u32,
    /** Milliseconds since data was last received. Since Linux 6.10. */
    lastDataRecv: u32,
    /** Milliseconds since an acknowledgement was last received. Since Linux 6.10. */
    lastAckRecv: u32,
  },
  'mptcp_info',
)

/** Information about an MPTCP connection, as with the socket option MPTCP_INFO. Older kernels have fewer fields. */
export interface MptcpInfo extends Partial<Value<typeof fields>>, Public {}

export const mptcpInfo: Type<MptcpInfo> = fields as never

/** A subflow of MPTCP: MPTCP_SUBFLOW_ATTR_* of include/uapi/linux/mptcp.h. */
export const subflow = attrs('MPTCP_SUBFLOW_ATTR', {
  /** Token of the peer. */
  tokenRem: [1, u32],
  /** Token of this end. */
  tokenLoc: [2, u32],
  /** Sequence number of the subflow from which its data is counted. */
  relwriteSeq: [3, u32],
  /** Sequence number of the connection at which the mapping begins. */
  mapSeq: [4, u64],
  /** Sequence number of the subflow at which the mapping begins. */
  mapSfseq: [5, u32],
  /** First sequence number of the subflow. */
  ssnOffset: [6, u32],
  /** Length of the mapping in bytes. */
  mapDatalen: [7, u16],
  /** State of the subflow. */
  flags: [
    8,
    flags(
      u32,
      {
        mcap_rem: 1,
        mcap_loc: 2,
        join_rem: 4,
        join_loc: 8,
        bkup_rem: 16,
        bkup_loc: 32,
        fully_established: 64,
        connected: 128,
        mapvalid: 256,
      },
      'MPTCP_SUBFLOW_FLAG',
    ),
  ],
  /** Address id of the peer. */
  idRem: [9, u8],
  /** Address id of this end. */
  idLoc: [10, u8],
})

/** A TCP connection that is a subflow of MPTCP. */
export interface MptcpSubflow extends Value<typeof subflow>, Public {}
