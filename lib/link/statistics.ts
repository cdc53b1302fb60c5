import { u32, u64 } from '../wire/integers.ts'
import { each, struct } from '../wire/struct.ts'
import type { Type, Value } from '../wire/type.ts'

/**
 * The counters of struct rtnl_link_stats, in order; what each counts is said in include/uapi/linux/if_link.h and in ip-stats(8). It makes their
 * types and, by one object literal, their values.
 */
function counters<T>(next: () => T) {
  return {
    /** Good packets received, as the driver handed them to the host. */
    rxPackets: next(),
    /** Packets transmitted successfully. */
    txPackets: next(),
    /** Bytes of the packets in `rxPackets`. */
    rxBytes: next(),
    /** Bytes of the packets in `txPackets`. */
    txBytes: next(),
    /** Bad packets received: the sum of the more detailed `rx...Errors`, and what the driver counts here alone. */
    rxErrors: next(),
    /** Packets that could not be transmitted: the sum of the more detailed `tx...Errors`. */
    txErrors: next(),
    /** Packets received and then dropped before a protocol took them, for lack of room for example; not part of `rxErrors`. */
    rxDropped: next(),
    /** Packets dropped on their way to transmission, for lack of room for example. */
    txDropped: next(),
    /** Multicast packets received; iproute2: `mcast`. */
    multicast: next(),
    /** Collisions during transmission, on half-duplex Ethernet; iproute2: `collsns`. */
    collisions: next(),
    /** Packets dropped because of an invalid length, such as a runt or a frame beyond the MTU. */
    rxLengthErrors: next(),
    /** Packets that overran the receiver's buffer; iproute2: `over_errors`. */
    rxOverErrors: next(),
    /** Packets with a bad checksum of the frame (CRC). */
    rxCrcErrors: next(),
    /** Frames that were not a whole number of bytes long (alignment errors). */
    rxFrameErrors: next(),
    /** Packets lost in the receiver's FIFO. */
    rxFifoErrors: next(),
    /** Packets that the hardware missed because the host gave it no buffer in time; not part of `rxErrors`. */
    rxMissedErrors: next(),
    /** Transmissions given up, after too many collisions for example. */
    txAbortedErrors: next(),
    /** Frames lost because the carrier went away during transmission. */
    txCarrierErrors: next(),
    /** Frames lost because the sender's FIFO ran empty. */
    txFifoErrors: next(),
    /** Missing heartbeats (SQE test) of old half-duplex Ethernet. */
    txHeartbeatErrors: next(),
    /** Late collisions: those after the time in which the standard allows them. */
    txWindowErrors: next(),
    /** Compressed packets received (PPP, CSLIP). */
    rxCompressed: next(),
    /** Compressed packets transmitted (PPP, CSLIP). */
    txCompressed: next(),
    /** Packets received on a link that should not receive, such as the backup of a bond. Since Linux 4.6. */
    rxNohandler: next(),
  }
}

/** 32 bits wide, and therefore wrapping: the kernel reports them beside the wide ones. */
export const stats = struct(
  counters(() => u32),
  'rtnl_link_stats',
  (bytes, at) => counters(each(u32, bytes, at)),
)

/** Counters of a link, 32 bits wide; they wrap around. */
export interface LinkStats extends Value<typeof stats> {}

/** Counters of a link since it was created. */
export interface LinkStats64 extends LinkStats {
  /** Packets dropped because they were for another hardware address; iproute2: `otherhost`. Since Linux 5.19. */
  rxOtherhostDropped: number
}

export const stats64: Type<LinkStats64> = struct(
  { ...counters(() => u64), rxOtherhostDropped: u64 },
  'rtnl_link_stats64',
  (bytes, at) => {
    const next = each(u64, bytes, at)
    return Object.assign(counters(next), { rxOtherhostDropped: next() })
  },
)
