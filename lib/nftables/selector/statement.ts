/** Words of statements that both directions need, by the kernel's numbers. */

/** NF_NAT_RANGE_* */
export const natFlags: Readonly<Record<string, number>> = { random: 4, persistent: 8, 'fully-random': 16 }
/** NF_NAT_RANGE_* that say what is mapped. */
export const NAT_MAP_IPS = 1
export const NAT_PROTO_SPECIFIED = 2
export const NAT_NETMAP = 64

/** NFT_NAT_* */
export const natTypes: Readonly<Record<string, number>> = { snat: 0, dnat: 1 }

/** NFT_LOGLEVEL_* */
export const logLevels: Readonly<Record<string, number>> = {
  emerg: 0,
  alert: 1,
  crit: 2,
  err: 3,
  warn: 4,
  notice: 5,
  info: 6,
  debug: 7,
  audit: 8,
}

/** NF_LOG_* */
export const logFlags: Readonly<Record<string, number>> = {
  'tcp sequence': 1,
  'tcp options': 2,
  'ip options': 4,
  skuid: 8,
  ether: 32,
}
export const LOG_ALL = 47

/** NFT_QUEUE_FLAG_* */
export const queueFlags: Readonly<Record<string, number>> = { bypass: 1, fanout: 2 }

/** NF_SYNPROXY_OPT_* */
export const synproxyFlags: Readonly<Record<string, number>> = { timestamp: 8, 'sack-perm': 4 }
export const SYNPROXY_MSS = 1
export const SYNPROXY_WSCALE = 2

/** NFT_REJECT_* */
export const REJECT_ICMP = 0
export const REJECT_TCP_RESET = 1
export const REJECT_ICMPX = 2

/** Seconds in the words of rates. */
export const rateUnits: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}

/** Bytes in the words of amounts. */
export const byteUnits: Readonly<Record<string, number>> = { bytes: 1, kbytes: 1024, mbytes: 1_048_576 }

/** NFT_DYNSET_OP_* */
export const dynsetOperations: Readonly<Record<string, number>> = { add: 0, update: 1, delete: 2 }

/** NFT_OBJECT_* by the words of JSON. */
export const objectTypes: Readonly<Record<string, number>> = {
  counter: 1,
  quota: 2,
  'ct helper': 3,
  limit: 4,
  'ct timeout': 7,
  secmark: 8,
  'ct expectation': 9,
  synproxy: 10,
}
