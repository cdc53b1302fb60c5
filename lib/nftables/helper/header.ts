import type { PayloadExpr } from '../json.ts'
import { type Fields, fields, type Words } from './fields.ts'

function header<const W extends Words>(protocol: string, words: W): Fields<W, PayloadExpr> {
  return fields(words, (field) => ({ payload: { protocol, field } }))
}

/** Ethernet: `match(ether.saddr, '==', '00:11:22:33:44:55')`. */
export const ether = header('ether', {
  /** Hardware address of the receiver. */
  daddr: 'daddr',
  /** Hardware address of the sender. */
  saddr: 'saddr',
  /** What is carried (EtherType), 'ip', 'arp', 'vlan'. */
  type: 'type',
})

/** The tag of IEEE 802.1Q. */
export const vlan = header('vlan', {
  /** Priority code point, 0 to 7. */
  pcp: 'pcp',
  /** Drop eligible indicator, 0 or 1. */
  dei: 'dei',
  /** Number of the VLAN, 0 to 4095. */
  id: 'id',
  /** What is carried (EtherType). */
  type: 'type',
})

/** ARP. */
export const arp = header('arp', {
  /** Type of the hardware, 1 for Ethernet. */
  htype: 'htype',
  /** Type of the protocol, 'ip'. */
  ptype: 'ptype',
  /** Length of a hardware address, in bytes. */
  hlen: 'hlen',
  /** Length of a protocol address, in bytes. */
  plen: 'plen',
  /** What is said: 'request', 'reply' and so on. */
  operation: 'operation',
  /** Hardware address of the sender; nft: `arp saddr ether`. */
  saddrEther: 'saddr ether',
  /** IPv4 address of the sender; nft: `arp saddr ip`. */
  saddrIp: 'saddr ip',
  /** Hardware address of the target; nft: `arp daddr ether`. */
  daddrEther: 'daddr ether',
  /** IPv4 address of the target; nft: `arp daddr ip`. */
  daddrIp: 'daddr ip',
})

/** IPv4: `match(ip.saddr, '==', prefix('10.0.0.0', 8))`. */
export const ip = header('ip', {
  /** Version, 4. */
  version: 'version',
  /** Length of the header with its options, in words of four bytes. */
  hdrlength: 'hdrlength',
  /** Differentiated services code point, 'af11' or 0 to 63. */
  dscp: 'dscp',
  /** Explicit congestion notification, 'ce' and so on. */
  ecn: 'ecn',
  /** Length of the whole packet, in bytes. */
  length: 'length',
  /** Number that the fragments of a packet share. */
  id: 'id',
  /** Flags and offset of a fragment; nft: `ip frag-off`. */
  fragOff: 'frag-off',
  /** Time to live. */
  ttl: 'ttl',
  /** What is carried, 'tcp', 'udp'. */
  protocol: 'protocol',
  /** Checksum of the header. */
  checksum: 'checksum',
  /** Source address. */
  saddr: 'saddr',
  /** Destination address. */
  daddr: 'daddr',
})

/** IPv6: `match(ip6.saddr, '==', prefix('fd00::', 8))`. */
export const ip6 = header('ip6', {
  /** Version, 6. */
  version: 'version',
  /** Differentiated services code point, 'af11' or 0 to 63. */
  dscp: 'dscp',
  /** Explicit congestion notification, 'ce' and so on. */
  ecn: 'ecn',
  /** Flow label, 20 bits. */
  flowlabel: 'flowlabel',
  /** Length of what follows the header, in bytes. */
  length: 'length',
  /** Type of the next header, which may be an extension header; `meta.l4proto` looks past those. */
  nexthdr: 'nexthdr',
  /** Hop limit. */
  hoplimit: 'hoplimit',
  /** Source address. */
  saddr: 'saddr',
  /** Destination address. */
  daddr: 'daddr',
})

/** ICMP of IPv4: `match(icmp.type, '==', 'echo-request')`. */
export const icmp = header('icmp', {
  /** Type, 'echo-request'. */
  type: 'type',
  /** Code, which says more by the type. */
  code: 'code',
  /** Checksum. */
  checksum: 'checksum',
  /** Number of the pinging program, of an echo. */
  id: 'id',
  /** Number of the packet, of an echo. */
  sequence: 'sequence',
  /** Address of the better gateway, of a redirect. */
  gateway: 'gateway',
  /** MTU of the next hop, of 'frag-needed'. */
  mtu: 'mtu',
})

/** IGMP: groups of multicast. */
export const igmp = header('igmp', {
  /** Type, 'membership-query'. */
  type: 'type',
  /** Time that hosts have to answer, in tenths of a second. */
  mrt: 'mrt',
  /** Checksum. */
  checksum: 'checksum',
  /** Address of the group. */
  group: 'group',
})

/** ICMP of IPv6: `match(icmpv6.type, '==', 'nd-neighbor-solicit')`. */
export const icmpv6 = header('icmpv6', {
  /** Type, 'nd-neighbor-solicit'. */
  type: 'type',
  /** Code, which says more by the type. */
  code: 'code',
  /** Checksum. */
  checksum: 'checksum',
  /** Place of the problem in the packet; nft: `icmpv6 parameter-problem`. */
  parameterProblem: 'parameter-problem',
  /** MTU of the next hop, of 'packet-too-big'. */
  mtu: 'mtu',
  /** Number of the pinging program, of an echo. */
  id: 'id',
  /** Number of the packet, of an echo. */
  sequence: 'sequence',
  /** Time that hosts have to answer a query, in milliseconds; nft: `icmpv6 max-delay`. */
  maxDelay: 'max-delay',
})

/** TCP: `match(tcp.dport, '==', 22)`. Its options are of `tcpOption`. */
export const tcp = header('tcp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Sequence number of the first byte. */
  sequence: 'sequence',
  /** Sequence number that is expected next. */
  ackseq: 'ackseq',
  /** Length of the header with its options, in words of four bytes. */
  doff: 'doff',
  /** Reserved bits. */
  reserved: 'reserved',
  /** Flags, 'syn', 'ack'. */
  flags: 'flags',
  /** Window, in bytes before scaling. */
  window: 'window',
  /** Checksum. */
  checksum: 'checksum',
  /** End of urgent data, counted from the sequence number. */
  urgptr: 'urgptr',
})

/** UDP: `match(udp.dport, 'in', [53, 123])`. */
export const udp = header('udp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Length with the header, in bytes. */
  length: 'length',
  /** Checksum. */
  checksum: 'checksum',
})

/** UDP-Lite. */
export const udplite = header('udplite', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** How many bytes the checksum covers. */
  csumcov: 'csumcov',
  /** Checksum. */
  checksum: 'checksum',
})

/** SCTP. Its chunks are of `sctpChunk`. */
export const sctp = header('sctp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Verification tag of the association. */
  vtag: 'vtag',
  /** Checksum. */
  checksum: 'checksum',
})

/** DCCP. Its options are of `dccpOption`. */
export const dccp = header('dccp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Type of the packet, 'request', 'data'. */
  type: 'type',
})

/** The ports of whatever transport it is: `match(meta.l4proto, 'in', ['tcp', 'udp'])` goes in front. */
export const th = header('th', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
})

/** The authentication header of IPsec. */
export const ah = header('ah', {
  /** What is carried. */
  nexthdr: 'nexthdr',
  /** Length of the header, in words of four bytes less two. */
  hdrlength: 'hdrlength',
  /** Reserved bits. */
  reserved: 'reserved',
  /** Security parameter index. */
  spi: 'spi',
  /** Sequence number. */
  sequence: 'sequence',
})

/** The encapsulating security payload of IPsec. */
export const esp = header('esp', {
  /** Security parameter index. */
  spi: 'spi',
  /** Sequence number. */
  sequence: 'sequence',
})

/** Compressed payload (IPComp). */
export const comp = header('comp', {
  /** What is carried. */
  nexthdr: 'nexthdr',
  /** Flags. */
  flags: 'flags',
  /** Compression parameter index. */
  cpi: 'cpi',
})
