import {
  arpOperation,
  dscp,
  ecn,
  etherAddress,
  etherType,
  inetProtocol,
  bigInteger as integer,
  ipv4Address,
  ipv6Address,
  nfproto,
} from '../datatype/table.ts'
import { fields } from './field.ts'
import { LINK, NETWORK, type Protocol, TRANSPORT } from './protocol.ts'
import { transports } from './transport.ts'

/** NFT_META_* that stand for a field. */
const META_PROTOCOL = 1
const META_NFPROTO = 15
const META_L4PROTO = 16

const l4proto = { key: META_L4PROTO, datatype: inetProtocol, length: 8 }

export const ip: Protocol = {
  name: 'ip',
  id: 12,
  base: NETWORK,
  metaKey: l4proto,
  uppers: transports,
  checksum: { field: 'checksum', type: 1 },
  pseudoHeader: ['saddr', 'daddr', 'protocol', 'length'],
  fields: fields([
    ['version', integer, 0, 4],
    ['hdrlength', integer, 4, 4],
    ['dscp', dscp, 8, 6],
    ['ecn', ecn, 14, 2],
    ['length', integer, 16, 16],
    ['id', integer, 32, 16],
    ['frag-off', integer, 48, 16],
    ['ttl', integer, 64, 8],
    ['protocol', inetProtocol, 72, 8],
    ['checksum', integer, 80, 16],
    ['saddr', ipv4Address, 96, 32],
    ['daddr', ipv4Address, 128, 32],
  ]),
}

export const ip6: Protocol = {
  name: 'ip6',
  id: 13,
  base: NETWORK,
  metaKey: l4proto,
  uppers: transports,
  pseudoHeader: ['saddr', 'daddr', 'nexthdr', 'length'],
  fields: fields([
    ['version', integer, 0, 4],
    ['dscp', dscp, 4, 6],
    ['ecn', ecn, 10, 2],
    ['flowlabel', integer, 12, 20],
    ['length', integer, 32, 16],
    ['nexthdr', inetProtocol, 48, 8],
    ['hoplimit', integer, 56, 8],
    ['saddr', ipv6Address, 64, 128],
    ['daddr', ipv6Address, 192, 128],
  ]),
}

export const arp: Protocol = {
  name: 'arp',
  id: 15,
  base: NETWORK,
  uppers: [],
  fields: fields([
    ['htype', integer, 0, 16],
    ['ptype', etherType, 16, 16],
    ['hlen', integer, 32, 8],
    ['plen', integer, 40, 8],
    ['operation', arpOperation, 48, 16],
    ['saddr ether', etherAddress, 64, 48],
    ['saddr ip', ipv4Address, 112, 32],
    ['daddr ether', etherAddress, 144, 48],
    ['daddr ip', ipv4Address, 192, 32],
  ]),
}

const overEther: [number, Protocol][] = [
  [0x0800, ip],
  [0x0806, arp],
  [0x86dd, ip6],
]

export const vlan: Protocol = {
  name: 'vlan',
  id: 16,
  base: LINK,
  key: 'type',
  length: 32,
  uppers: overEther,
  fields: fields([
    ['pcp', integer, 0, 3],
    ['dei', integer, 3, 1],
    ['cfi', integer, 3, 1],
    ['id', integer, 4, 12],
    ['type', etherType, 16, 16],
  ]),
}

export const ether: Protocol = {
  name: 'ether',
  id: 17,
  base: LINK,
  key: 'type',
  length: 112,
  uppers: overEther,
  fields: fields([
    ['daddr', etherAddress, 0, 48],
    ['saddr', etherAddress, 48, 48],
    ['type', etherType, 96, 16],
  ]),
}

overEther.push([0x8100, vlan], [0x88a8, vlan])

/** The link layer of inet tables: nothing but the family. */
export const inet: Protocol = {
  name: 'inet',
  id: 0,
  base: LINK,
  metaKey: { key: META_NFPROTO, datatype: nfproto, length: 8 },
  uppers: [
    [2, ip],
    [10, ip6],
  ],
  fields: [],
}

/** The link layer of netdev tables. */
export const netdev: Protocol = {
  name: 'netdev',
  id: 0,
  base: LINK,
  metaKey: { key: META_PROTOCOL, datatype: etherType, length: 16 },
  uppers: overEther,
  fields: [],
}

/** The network layer where it is not known whether it is IPv4 or IPv6. */
export const inetService: Protocol = {
  name: 'inet-service',
  id: 0,
  base: TRANSPORT,
  metaKey: l4proto,
  uppers: transports,
  fields: [],
}

/** A protocol that the context cannot name: nothing is known of what follows. */
export const unknown: Protocol = { name: 'unknown', id: 0, base: LINK, uppers: [], fields: [] }
