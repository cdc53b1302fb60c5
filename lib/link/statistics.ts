import { u32, u64 } from '../wire/integers.ts'
import { each, struct } from '../wire/struct.ts'
import type { Public, Type, Value } from '../wire/type.ts'

/**
 * The counters of struct rtnl_link_stats, in order: include/uapi/linux/if_link.h and ip-stats(8) describe them. Called for their types and, as
 * one object literal, for their values.
 */
function counters<T>(next: () => T) {
  return {
    /** Packets received successfully. */
    rxPackets: next(),
    /** Packets transmitted successfully. */
    txPackets: next(),
    /** Bytes of the packets in `rxPackets`. */
    rxBytes: next(),
    /** Bytes of the packets in `txPackets`. */
    txBytes: next(),
    /** Bad packets received: the sum of the detailed `rx...Errors`, and errors that the driver counts only here. */
    rxErrors: next(),
    /** Packets that could not be transmitted: the sum of the detailed `tx...Errors`. */
    txErrors: next(),
    /** Packets received but dropped by the host, for example for lack of memory; not part of `rxErrors`. */
    rxDropped: next(),
    /** Packets dropped before transmission, for example for lack of memory. */
    txDropped: next(),
    /** Multicast packets received; iproute2: `mcast`. */
    multicast: next(),
    /** Collisions during transmission, on half-duplex Ethernet; iproute2: `collsns`. */
    collisions: next(),
    /** Packets dropped because of an invalid length, such as a runt or a frame beyond the MTU. */
    rxLengthErrors: next(),
    /** Packets that overran the receiver's buffer; iproute2: `over_errors`. */
    rxOverErrors: next(),
    /** Packets with a CRC error. */
    rxCrcErrors: next(),
    /** Frames with an alignment error: not a whole number of bytes. */
    rxFrameErrors: next(),
    /** Packets lost because the receiver's FIFO was full. */
    rxFifoErrors: next(),
    /** Packets that the hardware dropped because the host provided no buffer in time; not part of `rxErrors`. */
    rxMissedErrors: next(),
    /** Aborted transmissions, for example after too many collisions. */
    txAbortedErrors: next(),
    /** Frames lost because the carrier was lost during transmission. */
    txCarrierErrors: next(),
    /** Frames lost because the transmitter's FIFO ran empty. */
    txFifoErrors: next(),
    /** Heartbeat errors (SQE test) of old half-duplex Ethernet. */
    txHeartbeatErrors: next(),
    /** Late collisions. */
    txWindowErrors: next(),
    /** Compressed packets received (PPP, CSLIP). */
    rxCompressed: next(),
    /** Compressed packets transmitted (PPP, CSLIP). */
    txCompressed: next(),
    /** Packets received on an inactive link, such as the backup of a bond. Since Linux 4.6. */
    rxNohandler: next(),
  }
}

/** 32-bit counters, which wrap around; the kernel reports them next to the 64-bit ones. */
export const stats = struct(
  counters(() => u32),
  'rtnl_link_stats',
  (bytes, at) => counters(each(u32, bytes, at)),
)

/** Counters of a link, 32 bits wide; they wrap around. */
export interface LinkStats extends Value<typeof stats>, Public {}

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
