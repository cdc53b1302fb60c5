import { u32, u64 } from '../wire/integers.ts'
import { struct } from '../wire/struct.ts'
import type { Type, Value } from '../wire/type.ts'

/** The counters of struct rtnl_link_stats, in order (include/uapi/linux/if_link.h says what each counts). */
const COUNTERS = [
  'rxPackets',
  'txPackets',
  'rxBytes',
  'txBytes',
  'rxErrors',
  'txErrors',
  /** Received, but not passed on: no room, no protocol. */
  'rxDropped',
  'txDropped',
  'multicast',
  'collisions',
  'rxLengthErrors',
  'rxOverErrors',
  'rxCrcErrors',
  'rxFrameErrors',
  'rxFifoErrors',
  'rxMissedErrors',
  'txAbortedErrors',
  'txCarrierErrors',
  'txFifoErrors',
  'txHeartbeatErrors',
  'txWindowErrors',
  'rxCompressed',
  'txCompressed',
  /** Received on a link that is not to receive, such as the backup of a bond. Since Linux 4.6. */
  'rxNohandler',
] as const

type Counter = (typeof COUNTERS)[number]

function counters<T>(type: Type<T>): Record<Counter, Type<T>> {
  return Object.fromEntries(COUNTERS.map((name) => [name, type])) as Record<Counter, Type<T>>
}

/** 32 bits wide, and therefore wrapping: what the kernel says beside the wide ones. */
export const stats = struct(counters(u32), 'rtnl_link_stats')

export const stats64 = struct(
  {
    ...counters(u64),
    /** Dropped because they were for another hardware address. Since Linux 5.19. */
    rxOtherhostDropped: u64,
  },
  'rtnl_link_stats64',
)

/** Counters of a link in 32 bits, which wrap around. */
export interface LinkStats extends Value<typeof stats> {}
/** Counters of a link since it was made. */
export interface LinkStats64 extends Value<typeof stats64> {}
