import {
  bitmaskType,
  dccpPacketType,
  icmpCode,
  icmpType,
  icmpv6Code,
  icmpv6Type,
  igmpType,
  inetProtocol,
  inetService,
  bigInteger as integer,
  ipv6Address,
  tcpFlag,
} from '../datatype/table.ts'
import { fields } from './field.ts'
import { type Protocol, TRANSPORT } from './protocol.ts'

/** NFT_PAYLOAD_CSUM_* */
const CSUM_INET = 1
const CSUM_SCTP = 2

export const esp: Protocol = {
  name: 'esp',
  id: 2,
  base: TRANSPORT,
  uppers: [],
  fields: fields([
    ['spi', integer, 0, 32],
    ['sequence', integer, 32, 32],
  ]),
}

export const icmp: Protocol = {
  name: 'icmp',
  id: 4,
  base: TRANSPORT,
  key: 'type',
  uppers: [],
  checksum: { field: 'checksum', type: CSUM_INET },
  fields: fields([
    ['type', icmpType, 0, 8],
    ['code', icmpCode, 8, 8],
    ['checksum', integer, 16, 16],
    ['id', integer, 32, 16, [8, 0]],
    ['sequence', integer, 48, 16, [8, 0]],
    ['gateway', integer, 32, 32, [5]],
    ['mtu', integer, 48, 16, [3]],
  ]),
}

export const igmp: Protocol = {
  name: 'igmp',
  id: 5,
  base: TRANSPORT,
  uppers: [],
  checksum: { field: 'checksum', type: CSUM_INET },
  fields: fields([
    ['type', igmpType, 0, 8],
    ['checksum', integer, 16, 16],
    ['mrt', integer, 8, 8],
    ['group', integer, 32, 32],
  ]),
}

export const udp: Protocol = {
  name: 'udp',
  id: 6,
  base: TRANSPORT,
  uppers: [],
  checksum: { field: 'checksum', type: CSUM_INET },
  fields: fields([
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['length', integer, 32, 16],
    ['checksum', integer, 48, 16],
  ]),
}

export const udplite: Protocol = {
  name: 'udplite',
  id: 7,
  base: TRANSPORT,
  uppers: [],
  fields: fields([
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['csumcov', integer, 32, 16],
    ['checksum', integer, 48, 16],
  ]),
}

export const tcp: Protocol = {
  name: 'tcp',
  id: 8,
  base: TRANSPORT,
  uppers: [],
  checksum: { field: 'checksum', type: CSUM_INET },
  fields: fields([
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['sequence', integer, 32, 32],
    ['ackseq', integer, 64, 32],
    ['doff', integer, 96, 4],
    ['reserved', integer, 100, 4],
    ['flags', tcpFlag, 104, 8],
    ['window', integer, 112, 16],
    ['checksum', integer, 128, 16],
    ['urgptr', integer, 144, 16],
  ]),
}

export const dccp: Protocol = {
  name: 'dccp',
  id: 9,
  base: TRANSPORT,
  uppers: [],
  fields: fields([
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['type', dccpPacketType, 67, 4],
  ]),
}

export const sctp: Protocol = {
  name: 'sctp',
  id: 10,
  base: TRANSPORT,
  uppers: [],
  checksum: { field: 'checksum', type: CSUM_SCTP },
  fields: fields([
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
    ['vtag', integer, 32, 32],
    ['checksum', integer, 64, 32],
  ]),
}

/** The ports of whatever has ports. */
export const th: Protocol = {
  name: 'th',
  id: 11,
  base: TRANSPORT,
  uppers: [],
  fields: fields([
    ['sport', inetService, 0, 16],
    ['dport', inetService, 16, 16],
  ]),
}

export const icmpv6: Protocol = {
  name: 'icmpv6',
  id: 14,
  base: TRANSPORT,
  key: 'type',
  uppers: [],
  checksum: { field: 'checksum', type: CSUM_INET },
  fields: fields([
    ['type', icmpv6Type, 0, 8],
    ['code', icmpv6Code, 8, 8],
    ['checksum', integer, 16, 16],
    ['parameter-problem', integer, 32, 32, [4]],
    ['mtu', integer, 32, 32, [2]],
    ['id', integer, 32, 16, [128, 129]],
    ['sequence', integer, 48, 16, [128, 129]],
    ['max-delay', integer, 32, 16, [130]],
    // Neighbour solicitations and advertisements, redirects and MLD (__payload_gen_icmp6_addr_dependency of nft 1.1).
    ['taddr', ipv6Address, 64, 128, [135, 130, 131, 132, 136, 137]],
  ]),
}

/** What ah and comp can announce; they announce each other too. */
const behind: [number, Protocol][] = []

export const ah: Protocol = {
  name: 'ah',
  id: 1,
  base: TRANSPORT,
  key: 'nexthdr',
  uppers: behind,
  fields: fields([
    ['nexthdr', inetProtocol, 0, 8],
    ['hdrlength', integer, 8, 8],
    ['reserved', integer, 16, 16],
    ['spi', integer, 32, 32],
    ['sequence', integer, 64, 32],
  ]),
}

export const comp: Protocol = {
  name: 'comp',
  id: 3,
  base: TRANSPORT,
  key: 'nexthdr',
  uppers: behind,
  fields: fields([
    ['nexthdr', inetProtocol, 0, 8],
    ['flags', bitmaskType, 8, 8],
    ['cpi', integer, 16, 16],
  ]),
}

behind.push([50, esp], [51, ah], [108, comp], [17, udp], [136, udplite], [6, tcp], [33, dccp], [132, sctp])

/** Transport protocols by number, as ip, ip6 and `meta l4proto` announce them. */
export const transports: readonly (readonly [number, Protocol])[] = [...behind, [1, icmp], [2, igmp], [58, icmpv6]]
