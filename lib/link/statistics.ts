import { u32, u64 } from '../wire/integers.ts'
import { struct } from '../wire/struct.ts'
import type { Type, Value } from '../wire/type.ts'

/** The counters of struct rtnl_link_stats, in order; what each counts is said in include/uapi/linux/if_link.h and in ip-stats(8). */
const COUNTERS = {
  /** Good packets received, as the driver handed them to the host. */
  rxPackets: u32,
  /** Packets transmitted successfully. */
  txPackets: u32,
  /** Bytes of the packets in `rxPackets`. */
  rxBytes: u32,
  /** Bytes of the packets in `txPackets`. */
  txBytes: u32,
  /** Bad packets received: the sum of the more detailed `rx...Errors`, and what the driver counts here alone. */
  rxErrors: u32,
  /** Packets that could not be transmitted: the sum of the more detailed `tx...Errors`. */
  txErrors: u32,
  /** Packets received and then dropped before a protocol took them, for lack of room for example; not part of `rxErrors`. */
  rxDropped: u32,
  /** Packets dropped on their way to transmission, for lack of room for example. */
  txDropped: u32,
  /** Multicast packets received; iproute2: `mcast`. */
  multicast: u32,
  /** Collisions during transmission, on half-duplex Ethernet; iproute2: `collsns`. */
  collisions: u32,
  /** Packets dropped because of an invalid length, such as a runt or a frame beyond the MTU. */
  rxLengthErrors: u32,
  /** Packets that overran the receiver's buffer; iproute2: `over_errors`. */
  rxOverErrors: u32,
  /** Packets with a bad checksum of the frame (CRC). */
  rxCrcErrors: u32,
  /** Frames that were not a whole number of bytes long (alignment errors). */
  rxFrameErrors: u32,
  /** Packets lost in the receiver's FIFO. */
  rxFifoErrors: u32,
  /** Packets that the hardware missed because the host gave it no buffer in time; not part of `rxErrors`. */
  rxMissedErrors: u32,
  /** Transmissions given up, after too many collisions for example. */
  txAbortedErrors: u32,
  /** Frames lost because the carrier went away during transmission. */
  txCarrierErrors: u32,
  /** Frames lost because the sender's FIFO ran empty. */
  txFifoErrors: u32,
  /** Missing heartbeats (SQE test) of old half-duplex Ethernet. */
  txHeartbeatErrors: u32,
  /** Late collisions: those after the time in which the standard allows them. */
  txWindowErrors: u32,
  /** Compressed packets received (PPP, CSLIP). */
  rxCompressed: u32,
  /** Compressed packets transmitted (PPP, CSLIP). */
  txCompressed: u32,
  /** Packets received on a link that is not to receive, such as the backup of a bond. Since Linux 4.6. */
  rxNohandler: u32,
} as const

/** 32 bits wide, and therefore wrapping: the kernel reports them beside the wide ones. */
export const stats = struct(COUNTERS, 'rtnl_link_stats')

/** Counters of a link in 32 bits, which wrap around. */
export interface LinkStats extends Value<typeof stats> {}

/** Counters of a link since it was made. */
export interface LinkStats64 extends LinkStats {
  /** Packets dropped because they were for another hardware address; iproute2: `otherhost`. Since Linux 5.19. */
  rxOtherhostDropped: number
}

const wide = Object.fromEntries(Object.keys(COUNTERS).map((name) => [name, u64])) as Record<keyof LinkStats, typeof u64>

export const stats64: Type<LinkStats64> = struct({ ...wide, rxOtherhostDropped: u64 }, 'rtnl_link_stats64')
