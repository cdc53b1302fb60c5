import { statSync } from '../../builtin.ts'
import { parseIPv4, parseIPv6, parseLinkAddress, printIPv4, printIPv6, printLinkAddress } from './address.ts'
import { BIG, HOST, UNORDERED } from './byteorder.ts'
import { type Datatype, namedType, numberType, parseInteger, printInteger } from './datatype.ts'
import * as words from './symbols.ts'
import { bytesOfText, textOfBytes } from './text.ts'
import { parseDate, parseDuration, parseHour, printDate, printHour } from './time.ts'

export const invalid: Datatype = {
  ...numberType(0, 'invalid', 'invalid', 0, UNORDERED),
  base: 'none',
  parse: () => undefined,
}
/** Its values are verdicts, which no register but the verdict register holds. */
export const verdict: Datatype = { ...invalid, id: 1, name: 'verdict', description: 'netfilter verdict' }
export const nfproto = numberType(2, 'nf_proto', 'netfilter protocol', 8, UNORDERED, { symbols: words.nfproto })
/** Numbers for nft: only the types with words for their bits are sets of bits. */
export const bitmaskType = numberType(3, 'bitmask', 'bitmask', 0, UNORDERED)
export const integer = numberType(4, 'integer', 'integer', 0, UNORDERED)
/** An integer whose bytes lie in network order. */
export const bigInteger: Datatype = { ...integer, byteorder: BIG }
/** An integer whose bytes lie in the order of the machine. */
export const hostInteger: Datatype = { ...integer, byteorder: HOST }

export const string: Datatype = {
  id: 5,
  name: 'string',
  description: 'string',
  size: 0,
  byteorder: HOST,
  base: 'string',
  readsNumbers: false,
  parse: bytesOfText,
  print: textOfBytes,
}
export const linkAddress: Datatype = {
  ...numberType(6, 'll_addr', 'link layer address', 0, BIG),
  readsNumbers: false,
  parse: (text) => parseLinkAddress(text)?.value,
  print: (value, bits) => printLinkAddress(value, bits / 8),
}
export const ipv4Address: Datatype = {
  ...numberType(7, 'ipv4_addr', 'IPv4 address', 32, BIG, { prefix: true }),
  parse(text) {
    const value = parseIPv4(text)
    return value === undefined ? undefined : BigInt(value)
  },
  print: (value) => printIPv4(Number(value)),
}
export const ipv6Address: Datatype = {
  ...numberType(8, 'ipv6_addr', 'IPv6 address', 128, BIG, { prefix: true }),
  readsNumbers: false,
  parse: parseIPv6,
  print: printIPv6,
}
export const etherAddress: Datatype = {
  ...linkAddress,
  id: 9,
  name: 'ether_addr',
  description: 'Ethernet address',
  size: 48,
}
export const etherType = numberType(10, 'ether_type', 'Ethernet protocol', 16, BIG, { symbols: words.etherType })
export const arpOperation = numberType(11, 'arp_op', 'ARP operation', 16, BIG, { symbols: words.arpOperation })

export const inetProtocol: Datatype = {
  ...numberType(12, 'inet_proto', 'Internet protocol', 8, UNORDERED),
  parse(text, names) {
    const number = names.protocols.numbers.get(text)
    return number === undefined ? parseInteger(text) : BigInt(number)
  },
  print: (value, _bits, names) => names.protocols.words.get(Number(value)) ?? printInteger(value),
}
export const inetService: Datatype = {
  ...numberType(13, 'inet_service', 'internet network service', 16, BIG),
  parse(text, names) {
    const number = parseInteger(text)
    if (number !== undefined) return number
    const service = names.services.numbers.get(text)
    return service === undefined ? undefined : BigInt(service)
  },
}
export const icmpType = numberType(14, 'icmp_type', 'ICMP type', 8, BIG, { symbols: words.icmpType })
export const tcpFlag = numberType(15, 'tcp_flag', 'TCP flag', 8, BIG, { symbols: words.tcpFlag, base: 'bitmask' })
export const dccpPacketType = numberType(16, 'dccp_pkttype', 'DCCP packet type', 4, UNORDERED, {
  symbols: words.dccpPacketType,
})
export const mobilityType = numberType(17, 'mh_type', 'Mobility Header Type', 8, BIG, { symbols: words.mobilityType })
/** Milliseconds in the register, seconds in JSON. */
export const time: Datatype = {
  ...numberType(18, 'time', 'relative time', 32, HOST),
  readsNumbers: false,
  parse(text) {
    const duration = parseDuration(text)
    return duration === undefined ? undefined : BigInt(duration)
  },
  print: (value) => Number(value / 1000n),
}
export const mark = namedType(19, 'mark', 'packet mark', (names) => names.marks, true)
export const linkIndex: Datatype = {
  ...numberType(20, 'iface_index', 'network interface index', 32, HOST),
  parse(text, names) {
    const index = names.links.numbers.get(text)
    return index === undefined ? parseInteger(text) : BigInt(index)
  },
  print: (value, _bits, names) => names.links.words.get(Number(value)) ?? printInteger(value),
}
export const linkType = numberType(21, 'iface_type', 'network interface type', 16, HOST, { symbols: words.linkType })
export const realm = namedType(22, 'realm', 'routing realm', (names) => names.realms)
export const classid: Datatype = {
  ...numberType(23, 'classid', 'TC classid', 32, HOST),
  parse: parseClassid,
  print: printClassid,
}
export const uid: Datatype = {
  ...namedType(24, 'uid', 'user ID', (names) => names.users),
  print: printInteger,
}
export const gid: Datatype = {
  ...namedType(25, 'gid', 'group ID', (names) => names.groups),
  print: printInteger,
}
export const ctState = numberType(26, 'ct_state', 'conntrack state', 32, HOST, {
  symbols: words.ctState,
  base: 'bitmask',
})
export const ctDirection = numberType(27, 'ct_dir', 'conntrack direction', 8, UNORDERED, { symbols: words.ctDirection })
export const ctStatus = numberType(28, 'ct_status', 'conntrack status', 32, HOST, {
  symbols: words.ctStatus,
  base: 'bitmask',
})
export const icmpv6Type = numberType(29, 'icmpv6_type', 'ICMPv6 type', 8, BIG, { symbols: words.icmpv6Type })
/** A set of 128 bits of which JSON names one by its number. */
export const ctLabel: Datatype = {
  ...numberType(30, 'ct_label', 'conntrack label', 128, HOST, { base: 'bitmask' }),
  readsNumbers: false,
  parse(text, names) {
    const bit = names.labels.numbers.get(text) ?? parseInteger(text)
    return bit === undefined || bit > 127 ? undefined : 1n << BigInt(bit)
  },
  print: (value, _bits, names) => names.labels.words.get(lowestBit(value)) ?? lowestBit(value),
}
export const packetType = numberType(31, 'pkt_type', 'packet type', 8, HOST, { symbols: words.packetType })
export const icmpCode = numberType(32, 'icmp_code', 'icmp code', 8, BIG, { symbols: words.icmpCode })
export const icmpv6Code = numberType(33, 'icmpv6_code', 'icmpv6 code', 8, BIG, { symbols: words.icmpv6Code })
export const icmpxCode = numberType(34, 'icmpx_code', 'icmpx code', 8, BIG, { symbols: words.icmpxCode })
export const devgroup = namedType(35, 'devgroup', 'devgroup name', (names) => names.devgroups, true)
export const dscp = numberType(36, 'dscp', 'Differentiated Services Code Point', 6, BIG, { symbols: words.dscp })
export const ecn = numberType(37, 'ecn', 'Explicit Congestion Notification', 2, BIG, { symbols: words.ecn })
export const addressType = numberType(38, 'fib_addrtype', 'fib address type', 32, HOST, { symbols: words.addressType })
export const boolean: Datatype = {
  ...numberType(39, 'boolean', 'boolean type', 1, UNORDERED, { symbols: words.presence }),
}
export const ctEvent = numberType(40, 'ct_event', 'conntrack event bits', 32, HOST, {
  symbols: words.ctEvent,
  base: 'bitmask',
})
export const ifname: Datatype = { ...string, id: 41, name: 'ifname', description: 'network interface name', size: 128 }
export const igmpType = numberType(42, 'igmp_type', 'IGMP type', 8, BIG, { symbols: words.igmpType })
/** Nanoseconds since the epoch. */
export const date: Datatype = {
  ...numberType(43, 'time', 'Relative time of packet reception', 64, HOST),
  readsNumbers: false,
  parse: parseDate,
  print: printDate,
}
/** Seconds since midnight UTC. */
export const hour: Datatype = {
  ...numberType(44, 'hour', 'Hour of day of packet reception', 32, HOST),
  parse(text) {
    const seconds = parseHour(text)
    return seconds === undefined ? undefined : BigInt(seconds)
  },
  print: (value) => printHour(Number(value)),
}
export const weekday = numberType(45, 'day', 'Day of week of packet reception', 8, UNORDERED, {
  symbols: words.weekday,
})
/** The inode of a folder below /sys/fs/cgroup. */
export const cgroup: Datatype = {
  ...numberType(46, 'cgroupsv2', 'cgroupsv2 path', 64, HOST),
  parse(text) {
    return statSync(`/sys/fs/cgroup/${text}`, { bigint: true, throwIfNoEntry: false })?.ino ?? parseInteger(text)
  },
}

/** Every type that a set can be of, in the order of the numbers. */
export const datatypes: readonly Datatype[] = [
  verdict,
  nfproto,
  bitmaskType,
  integer,
  string,
  linkAddress,
  ipv4Address,
  ipv6Address,
  etherAddress,
  etherType,
  arpOperation,
  inetProtocol,
  inetService,
  icmpType,
  tcpFlag,
  dccpPacketType,
  mobilityType,
  time,
  mark,
  linkIndex,
  linkType,
  realm,
  classid,
  uid,
  gid,
  ctState,
  ctDirection,
  ctStatus,
  icmpv6Type,
  ctLabel,
  packetType,
  icmpCode,
  icmpv6Code,
  icmpxCode,
  devgroup,
  dscp,
  ecn,
  addressType,
  boolean,
  ctEvent,
  ifname,
  igmpType,
  date,
  hour,
  weekday,
  cgroup,
]

const byName = new Map([...datatypes].reverse().map((type) => [type.name, type]))
const byId = new Map(datatypes.map((type) => [type.id, type]))

export function datatypeNamed(name: string): Datatype | undefined {
  return byName.get(name)
}

export function datatypeNumbered(id: number): Datatype | undefined {
  return byId.get(id)
}

/** How many bits a number takes in the type of a concatenation. */
const TYPE_BITS = 6

/** The number of a concatenation: those of its parts, the first in the highest place. */
export function concatenatedId(parts: readonly Datatype[]): number {
  return parts.reduce((id, part) => id * 2 ** TYPE_BITS + part.id, 0) % 2 ** 32
}

/** A concatenation as a type of its own. */
export function concatenation(parts: readonly Datatype[]): Datatype {
  const size = parts.reduce((sum, part) => sum + Math.ceil(part.size / 32) * 32, 0)
  const name = parts.map((part) => part.name).join(' . ')
  const description = `concatenation of (${parts.map((part) => part.description).join(', ')})`
  return { ...invalid, id: concatenatedId(parts), name, description, size, parts }
}

/** The parts of a type by its number; undefined where one is unknown. */
export function datatypeParts(id: number): Datatype[] | undefined {
  const parts: Datatype[] = []
  for (let rest = id; rest > 0; rest = Math.floor(rest / 2 ** TYPE_BITS)) {
    const part = byId.get(rest % 2 ** TYPE_BITS)
    if (!part) return undefined
    parts.unshift(part)
  }
  return parts
}

function parseClassid(text: string): bigint | undefined {
  if (text === 'root') return 0xffffffffn
  if (text === 'none') return 0n
  const parts = /^([0-9a-fA-F]{0,4}):([0-9a-fA-F]{0,4})$/.exec(text)
  if (!parts) return parseInteger(text)
  return BigInt(Number.parseInt(parts[1] || '0', 16) * 0x10000 + Number.parseInt(parts[2] || '0', 16))
}

function printClassid(value: bigint): string {
  if (value === 0xffffffffn) return 'root'
  return value === 0n ? 'none' : `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`
}

function lowestBit(value: bigint): number {
  let bit = 0
  while (bit < 128 && ((value >> BigInt(bit)) & 1n) === 0n) bit++
  return bit
}
