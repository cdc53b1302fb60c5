import type { Bytes } from '../wire/bytes.ts'
import { bool, u16, u32 } from '../wire/integers.ts'
import { struct } from '../wire/struct.ts'
import type { Public, Type, Value } from '../wire/type.ts'
import { unwritable } from './unwritable.ts'

/** struct tcpvegas_info of include/uapi/linux/inet_diag.h. */
export const vegas = struct(
  {
    /** Whether Vegas controls the connection at present. */
    enabled: bool(u32),
    /** Number of round-trip times measured. */
    rttcnt: u32,
    /** Round-trip time in microseconds. */
    rtt: u32,
    /** Minimum round-trip time in microseconds. */
    minrtt: u32,
  },
  'tcpvegas_info',
)

/** State of the congestion controls vegas, veno and westwood. */
export interface VegasInfo extends Value<typeof vegas>, Public {}

/** struct tcp_dctcp_info of include/uapi/linux/inet_diag.h. */
export const dctcp = struct(
  {
    /** Whether DCTCP controls the connection; otherwise it fell back to Reno. */
    enabled: bool(u16),
    /** 1 if the last segment had a congestion mark. */
    ceState: u16,
    /** Estimated part of marked segments; 1024 means all. */
    alpha: u32,
    /** Bytes acknowledged with a congestion mark in this window. */
    abEcn: u32,
    /** Bytes acknowledged in this window. */
    abTot: u32,
  },
  'tcp_dctcp_info',
)

/** State of the congestion control DCTCP. */
export interface DctcpInfo extends Value<typeof dctcp>, Public {}

const bbrFields = struct(
  {
    _bwLo: u32,
    _bwHi: u32,
    /** Minimum round-trip time in microseconds. */
    minRtt: u32,
    /** Pacing gain; 256 means 1. */
    pacingGain: u32,
    /** Gain of the congestion window; 256 means 1. */
    cwndGain: u32,
  },
  'tcp_bbr_info',
)

/** State of the congestion control BBR. */
export interface BbrInfo extends Value<typeof bbrFields>, Public {
  /** Estimated bandwidth in bytes a second: `bbr_bw_lo` and `bbr_bw_hi`. */
  bw: number
}

const UPPER = 0x1_0000_0000
const BBR_SIZE = 20

export const bbr: Type<BbrInfo> = {
  size: BBR_SIZE,
  parts: [bbrFields],
  read(bytes: Bytes, at, length) {
    const bw = u32.read(bytes, at, 4) + UPPER * u32.read(bytes, at + 4, 4)
    return { bw, ...bbrFields.read(bytes, at, length) }
  },
  write: unwritable,
}
