import { attrs } from '../wire/attrs.ts'
import { bool, u32 } from '../wire/integers.ts'
import { flags } from '../wire/names.ts'
import { text } from '../wire/text.ts'
import type { Input, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'

/** Metrics of a route: enum RTAX_* of include/uapi/linux/rtnetlink.h; `ip route` has the same words. */
export const metrics = attrs('RTAX', {
  /** Metrics that path discovery must not change (`mtu lock 1400`), each the bit of its number. */
  lock: [
    1,
    flags(u32, {
      mtu: 1 << 2,
      window: 1 << 3,
      rtt: 1 << 4,
      rttvar: 1 << 5,
      ssthresh: 1 << 6,
      cwnd: 1 << 7,
      advmss: 1 << 8,
      reordering: 1 << 9,
      hoplimit: 1 << 10,
      rtoMin: 1 << 13,
    }),
  ],
  /** MTU of the way, in bytes. */
  mtu: [2, u32],
  /** Greatest window advertised to the peer, in bytes. */
  window: [3, u32],
  /** First guess of the round-trip time, in eighths of a millisecond. */
  rtt: [4, u32],
  /** First guess of its variance, in quarters of a millisecond. */
  rttvar: [5, u32],
  /** First slow-start threshold, in segments. */
  ssthresh: [6, u32],
  /** Clamp of the congestion window, in segments; with `lock`. */
  cwnd: [7, u32],
  /** Maximal segment size that is advertised, in bytes. */
  advmss: [8, u32],
  /** First value of the reordering measure, in packets. */
  reordering: [9, u32],
  /** Hop limit (TTL) of packets sent. */
  hoplimit: [10, u32],
  /** First congestion window, in segments. */
  initcwnd: [11, u32],
  /** Features that are on for this destination, such as 'ecn' (explicit congestion notification). */
  features: [12, flags(u32, { ecn: 1, sack: 2, timestamp: 4, allfrag: 8, tcpUsecTs: 16 })],
  /** Least retransmission time-out, in milliseconds; iproute2: `rto_min`. */
  rtoMin: [13, u32],
  /** First window advertised, in segments. */
  initrwnd: [14, u32],
  /** Whether acknowledgements are sent at once instead of being delayed. */
  quickack: [15, bool(u32)],
  /** Congestion control algorithm; iproute2: `congctl`. */
  ccAlgo: [16, iproute2(text(15), 'congctl')],
  /** TCP Fast Open without a cookie; iproute2: `fastopen_no_cookie`. */
  fastopenNoCookie: [17, bool(u32)],
})

/** What is known about the way of a route (RTAX_*): MTU, window, round trip. */
export interface Metrics extends Value<typeof metrics> {}
/** What can be said about the way of a route. */
export interface MetricsOptions extends Input<typeof metrics> {}
