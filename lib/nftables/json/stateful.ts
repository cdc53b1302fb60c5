import type { Uint64 } from './expression.ts'
import type { NftNamed } from './object.ts'

/** A named counter, which rules can share. */
export interface NftCounter extends NftNamed {
  /** Number of packets. */
  packets?: Uint64
  /** Number of bytes. */
  bytes?: Uint64
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named quota, which rules can share. */
export interface NftQuota extends NftNamed {
  /** Size of the quota, in bytes. */
  bytes?: Uint64
  /** Bytes used so far. */
  used?: Uint64
  /** If true, matches once the quota is exceeded; otherwise, until it is exceeded; nft: `over`, `until`. */
  inv?: boolean
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named rate limit, which rules can share. */
export interface NftLimit extends NftNamed {
  /** Rate, in `rate_unit` per `per`. */
  rate?: Uint64
  /** 'packets' (the default), 'bytes', 'kbytes' or 'mbytes'. */
  rate_unit?: string
  /** Time unit of the rate: 'second', 'minute', 'hour', 'day' or 'week'. */
  per?: string
  /** Burst that may exceed the rate, in `burst_unit`. */
  burst?: number
  /** Unit of the burst: 'packets', 'bytes', 'kbytes' or 'mbytes'. */
  burst_unit?: string
  /** Older name of `rate_unit`, documented in libnftables-json(5). */
  unit?: 'packets' | 'bytes'
  /** If true, matches packets above the rate; otherwise, packets within it; nft: `over`. */
  inv?: boolean
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named connection tracking helper, such as that of FTP. */
export interface NftCtHelper extends NftNamed {
  /** Helper of the kernel, such as 'ftp' or 'sip'. */
  type?: string
  /** Transport protocol of the connections. */
  protocol?: 'tcp' | 'udp'
  /** Network protocol of the connections, 'ip' or 'ip6'; by default, the family of the table. */
  l3proto?: string
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named connection tracking timeout policy. */
export interface NftCtTimeout extends NftNamed {
  /** Transport protocol of the connections, 'tcp' or 'udp'. */
  protocol?: string
  /** Network protocol of the connections, 'ip' or 'ip6'; by default, the family of the table. */
  l3proto?: string
  /** Connection state that `value` applies to, such as 'established'; the form of libnftables-json(5). */
  state?: string
  /** Timeout in that state, in seconds. */
  value?: number
  /** Timeouts by state, in seconds, such as { established: 100 }; the form that nft prints. */
  policy?: Record<string, number>
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named expectation: a connection that is expected to follow another one. */
export interface NftCtExpectation extends NftNamed {
  /** Network protocol of the expected connection, 'ip' or 'ip6'; by default, the family of the table. */
  l3proto?: string
  /** Transport protocol of the expected connection, 'tcp' or 'udp'. */
  protocol?: string
  /** Destination port of the expected connection. */
  dport?: number
  /**
   * Lifetime of the expectation: nft writes and reads milliseconds, but Linux counts the number as seconds (nft_ct_expect_obj_eval in
   * net/netfilter/nft_ct.c).
   */
  timeout?: number
  /** Maximum number of expected connections. */
  size?: number
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** Named TCP options of a SYN proxy. */
export interface NftSynproxy extends NftNamed {
  /** Maximum segment size (MSS) to announce, in bytes. */
  mss?: number
  /** Window scale to announce, 0 to 14. */
  wscale?: number
  /** TCP options to announce: 'timestamp', 'sack-perm'. */
  flags?: string | string[]
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named security context (SELinux). */
export interface NftSecmark extends NftNamed {
  /** Context, such as 'system_u:object_r:ssh_server_packet_t:s0'. */
  context?: string
  /** Free text of at most 128 bytes. */
  comment?: string
}
