import type { Uint64 } from './expression.ts'
import type { NftNamed } from './object.ts'

/** A named counter, which several rules may share. */
export interface NftCounter extends NftNamed {
  /** Number of packets counted so far. */
  packets?: Uint64
  /** Number of bytes counted so far. */
  bytes?: Uint64
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named quota: `bytes` to use up, `used` of them so far; `inv` holds once it is exceeded. */
export interface NftQuota extends NftNamed {
  /** How many bytes may pass. */
  bytes?: Uint64
  /** How many bytes have passed. */
  used?: Uint64
  /** True holds once the quota is used up, false until then; nft: `over`. */
  inv?: boolean
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named limit: `rate` in `rate_unit` per `per`, and `burst` beyond it; `inv` holds while it is exceeded. */
export interface NftLimit extends NftNamed {
  /** How much in each `per`. */
  rate?: Uint64
  /** 'packets', 'bytes', 'kbytes' or 'mbytes'; 'packets' unless given. */
  rate_unit?: string
  /** The time of the rate: 'second', 'minute', 'hour', 'day' or 'week'. */
  per?: string
  /** How much may pass at once beyond the rate, in `burst_unit`. */
  burst?: number
  /** 'packets', 'bytes', 'kbytes' or 'mbytes'. */
  burst_unit?: string
  /** The older form of `rate_unit`, which libnftables-json(5) still describes. */
  unit?: 'packets' | 'bytes'
  /** True holds while the rate is exceeded, false while it is kept; nft: `over`. */
  inv?: boolean
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named helper of connection tracking, such as that of FTP. */
export interface NftCtHelper extends NftNamed {
  /** The kernel's helper, 'ftp', 'sip'. */
  type?: string
  /** Protocol of the connections that it helps. */
  protocol?: 'tcp' | 'udp'
  /** Their network protocol, 'ip' or 'ip6'; the table's family unless given. */
  l3proto?: string
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** NftNamed timeouts of connection tracking, by state of the protocol. */
export interface NftCtTimeout extends NftNamed {
  /** Protocol of the connections, 'tcp' or 'udp'. */
  protocol?: string
  /** Their network protocol, 'ip' or 'ip6'; the table's family unless given. */
  l3proto?: string
  /** The state that `value` is for, 'established'; the form of libnftables-json(5). */
  state?: string
  /** Seconds in that state. */
  value?: number
  /** Seconds by state, { established: 100 }; the form that nft prints. */
  policy?: Record<string, number>
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named expectation: the connection that is to follow another one. */
export interface NftCtExpectation extends NftNamed {
  /** Network protocol of the expected connection, 'ip' or 'ip6'; the table's family unless given. */
  l3proto?: string
  /** Its protocol, 'tcp' or 'udp'. */
  protocol?: string
  /** Its destination port. */
  dport?: number
  /** Milliseconds for which it is expected. */
  timeout?: number
  /** How many of them are expected at most. */
  size?: number
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** NftNamed options of a SYN proxy. */
export interface NftSynproxy extends NftNamed {
  /** Maximal segment size that it offers, in bytes. */
  mss?: number
  /** Window scale that it offers, 0 to 14. */
  wscale?: number
  /** TCP options that it offers: 'timestamp', 'sack-perm'. */
  flags?: string | string[]
  /** Free text of at most 128 bytes. */
  comment?: string
}

/** A named security context (SELinux) for packets. */
export interface NftSecmark extends NftNamed {
  /** The context, 'system_u:object_r:ssh_server_packet_t:s0'. */
  context?: string
  /** Free text of at most 128 bytes. */
  comment?: string
}
