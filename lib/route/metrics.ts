import { attrs } from '../wire/attrs.ts'
import { bool, u32 } from '../wire/integers.ts'
import { flags } from '../wire/names.ts'
import { text } from '../wire/text.ts'
import type { Input, Public, Value } from '../wire/type.ts'
import { iproute2 } from '../wire/unknown.ts'

/** Metrics of a route: enum RTAX_* of include/uapi/linux/rtnetlink.h; `ip route` has the same words. */
export const metrics = attrs('RTAX', {
  /** Metrics that path MTU discovery and TCP must not change (`mtu lock 1400`), as a bit mask: bit N for metric N. */
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
  /** Path MTU, in bytes. */
  mtu: [2, u32],
  /** Maximum window advertised to the peer, in bytes. */
  window: [3, u32],
  /** Initial estimate of the round-trip time, in eighths of a millisecond. */
  rtt: [4, u32],
  /** Initial estimate of the variance of the round-trip time, in quarters of a millisecond. */
  rttvar: [5, u32],
  /** Initial slow-start threshold, in segments. */
  ssthresh: [6, u32],
  /** Upper limit of the congestion window, in segments; effective with `lock`. */
  cwnd: [7, u32],
  /** Maximum segment size (MSS) advertised to the peer, in bytes. */
  advmss: [8, u32],
  /** Initial value of the reordering metric, in packets. */
  reordering: [9, u32],
  /** Hop limit (TTL) of outgoing packets. */
  hoplimit: [10, u32],
  /** Initial congestion window, in segments. */
  initcwnd: [11, u32],
  /** Features enabled for this destination, such as 'ecn' (explicit congestion notification). */
  features: [12, flags(u32, { ecn: 1, sack: 2, timestamp: 4, allfrag: 8, tcpUsecTs: 16 })],
  /** Minimum retransmission timeout, in milliseconds; iproute2: `rto_min`. */
  rtoMin: [13, u32],
  /** Initial receive window, in segments. */
  initrwnd: [14, u32],
  /** Sends acknowledgements immediately instead of delaying them. */
  quickack: [15, bool(u32)],
  /** Congestion control algorithm; iproute2: `congctl`. */
  ccAlgo: [16, iproute2(text(15), 'congctl')],
  /** Enables TCP Fast Open without a cookie; iproute2: `fastopen_no_cookie`. */
  fastopenNoCookie: [17, bool(u32)],
})

/** Metrics of a route (RTAX_*): path MTU, windows, round-trip time. */
export interface Metrics extends Value<typeof metrics>, Public {}
/** Metrics of a route that can be set. */
export interface MetricsOptions extends Input<typeof metrics>, Public {}
