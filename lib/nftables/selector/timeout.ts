/** The states of a protocol that have a timeout, in the order of the kernel's attributes, with the seconds that nft takes. */
export type TimeoutRow = readonly [state: string | undefined, seconds: number]

/** CTA_TIMEOUT_TCP_* less one. */
const tcp: readonly TimeoutRow[] = [
  ['syn_sent', 120],
  ['syn_recv', 60],
  ['established', 432_000],
  ['fin_wait', 120],
  ['close_wait', 60],
  ['last_ack', 30],
  ['time_wait', 120],
  ['close', 10],
  [undefined, 0],
  ['retrans', 300],
  ['unack', 300],
]

/** CTA_TIMEOUT_UDP_* less one. */
const udp: readonly TimeoutRow[] = [
  ['unreplied', 30],
  ['replied', 120],
]

/** By IPPROTO_*. */
export const timeouts: Readonly<Record<number, readonly TimeoutRow[]>> = { 6: tcp, 17: udp }
