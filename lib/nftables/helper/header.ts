import type { PayloadExpr } from '../json.ts'
import { type Fields, fields, type Words } from './fields.ts'

function header<const W extends Words>(protocol: string, words: W): Fields<W, PayloadExpr> {
  return fields(words, (field) => ({ payload: { protocol, field } }))
}

/** Ethernet header: `match(ether.saddr, '==', '00:11:22:33:44:55')`. */
export const ether = header('ether', {
  /** Destination hardware address. */
  daddr: 'daddr',
  /** Source hardware address. */
  saddr: 'saddr',
  /** Protocol of the payload (EtherType): 'ip', 'arp', 'vlan'. */
  type: 'type',
})

/** VLAN header (IEEE 802.1Q). */
export const vlan = header('vlan', {
  /** Priority code point, 0 to 7. */
  pcp: 'pcp',
  /** Drop eligible indicator, 0 or 1. */
  dei: 'dei',
  /** VLAN identifier, 0 to 4095. */
  id: 'id',
  /** Protocol of the payload (EtherType). */
  type: 'type',
})

/** ARP header. */
export const arp = header('arp', {
  /** Hardware type, 1 for Ethernet. */
  htype: 'htype',
  /** Protocol type, 'ip'. */
  ptype: 'ptype',
  /** Length of a hardware address, in bytes. */
  hlen: 'hlen',
  /** Length of a protocol address, in bytes. */
  plen: 'plen',
  /** Operation: 'request', 'reply' and so on. */
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

/** IPv4 header: `match(ip.saddr, '==', prefix('10.0.0.0', 8))`. */
export const ip = header('ip', {
  /** Version, 4. */
  version: 'version',
  /** Length of the header including options, in 32-bit words. */
  hdrlength: 'hdrlength',
  /** Differentiated services code point (DSCP): 'af11', or 0 to 63. */
  dscp: 'dscp',
  /** Explicit congestion notification (ECN), 'ce' and so on. */
  ecn: 'ecn',
  /** Total length of the packet, in bytes. */
  length: 'length',
  /** Identification, common to all fragments of a packet. */
  id: 'id',
  /** Flags and fragment offset; nft: `ip frag-off`. */
  fragOff: 'frag-off',
  /** Time to live (TTL). */
  ttl: 'ttl',
  /** Transport protocol: 'tcp', 'udp'. */
  protocol: 'protocol',
  /** Header checksum. */
  checksum: 'checksum',
  /** Source address. */
  saddr: 'saddr',
  /** Destination address. */
  daddr: 'daddr',
})

/** IPv6 header: `match(ip6.saddr, '==', prefix('fd00::', 8))`. */
export const ip6 = header('ip6', {
  /** Version, 6. */
  version: 'version',
  /** Differentiated services code point (DSCP): 'af11', or 0 to 63. */
  dscp: 'dscp',
  /** Explicit congestion notification (ECN), 'ce' and so on. */
  ecn: 'ecn',
  /** Flow label, 20 bits. */
  flowlabel: 'flowlabel',
  /** Length of the payload, in bytes. */
  length: 'length',
  /** Type of the next header, possibly an extension header; `meta.l4proto` is the transport protocol after these. */
  nexthdr: 'nexthdr',
  /** Hop limit. */
  hoplimit: 'hoplimit',
  /** Source address. */
  saddr: 'saddr',
  /** Destination address. */
  daddr: 'daddr',
})

/** ICMP header: `match(icmp.type, '==', 'echo-request')`. */
export const icmp = header('icmp', {
  /** Type, such as 'echo-request'. */
  type: 'type',
  /** Code, whose meaning depends on the type. */
  code: 'code',
  /** Checksum. */
  checksum: 'checksum',
  /** Identifier of an echo request or reply. */
  id: 'id',
  /** Sequence number of an echo request or reply. */
  sequence: 'sequence',
  /** Gateway address of a redirect. */
  gateway: 'gateway',
  /** MTU of the next hop, in 'frag-needed'. */
  mtu: 'mtu',
})

/** IGMP header. */
export const igmp = header('igmp', {
  /** Type, such as 'membership-query'. */
  type: 'type',
  /** Maximum response time, in tenths of a second. */
  mrt: 'mrt',
  /** Checksum. */
  checksum: 'checksum',
  /** Group address. */
  group: 'group',
})

/** ICMPv6 header: `match(icmpv6.type, '==', 'nd-neighbor-solicit')`. */
export const icmpv6 = header('icmpv6', {
  /** Type, such as 'nd-neighbor-solicit'. */
  type: 'type',
  /** Code, whose meaning depends on the type. */
  code: 'code',
  /** Checksum. */
  checksum: 'checksum',
  /** Offset of the problem in the packet, in bytes; nft: `icmpv6 parameter-problem`. */
  parameterProblem: 'parameter-problem',
  /** MTU of the next hop, in 'packet-too-big', in bytes. */
  mtu: 'mtu',
  /** Identifier of an echo request or reply. */
  id: 'id',
  /** Sequence number of an echo request or reply. */
  sequence: 'sequence',
  /** Maximum response delay of a query, in milliseconds; nft: `icmpv6 max-delay`. */
  maxDelay: 'max-delay',
  /** Target address of neighbour solicitations and advertisements, and of redirects. */
  taddr: 'taddr',
})

/** TCP header: `match(tcp.dport, '==', 22)`. For options, use `tcpOption`. */
export const tcp = header('tcp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Sequence number of the first byte. */
  sequence: 'sequence',
  /** Acknowledgement number. */
  ackseq: 'ackseq',
  /** Length of the header including options, in 32-bit words. */
  doff: 'doff',
  /** Reserved bits. */
  reserved: 'reserved',
  /** Flags: 'syn', 'ack' and so on. */
  flags: 'flags',
  /** Window size, before scaling. */
  window: 'window',
  /** Checksum. */
  checksum: 'checksum',
  /** Urgent pointer. */
  urgptr: 'urgptr',
})

/** UDP header: `match(udp.dport, 'in', [53, 123])`. */
export const udp = header('udp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Length including the header, in bytes. */
  length: 'length',
  /** Checksum. */
  checksum: 'checksum',
})

/** UDP-Lite header. */
export const udplite = header('udplite', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Number of bytes that the checksum covers. */
  csumcov: 'csumcov',
  /** Checksum. */
  checksum: 'checksum',
})

/** SCTP header. For chunks, use `sctpChunk`. */
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

/** DCCP header. For options, use `dccpOption`. */
export const dccp = header('dccp', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
  /** Packet type: 'request', 'data' and so on. */
  type: 'type',
})

/** Ports of any transport protocol; match the protocol first: `match(meta.l4proto, 'in', ['tcp', 'udp'])`. */
export const th = header('th', {
  /** Source port. */
  sport: 'sport',
  /** Destination port. */
  dport: 'dport',
})

/** IPsec authentication header (AH). */
export const ah = header('ah', {
  /** Next header. */
  nexthdr: 'nexthdr',
  /** Length of the header in 32-bit words, minus 2. */
  hdrlength: 'hdrlength',
  /** Reserved bits. */
  reserved: 'reserved',
  /** Security parameter index (SPI). */
  spi: 'spi',
  /** Sequence number. */
  sequence: 'sequence',
})

/** IPsec encapsulating security payload (ESP). */
export const esp = header('esp', {
  /** Security parameter index (SPI). */
  spi: 'spi',
  /** Sequence number. */
  sequence: 'sequence',
})

/** IP payload compression header (IPComp). */
export const comp = header('comp', {
  /** Next header. */
  nexthdr: 'nexthdr',
  /** Flags. */
  flags: 'flags',
  /** Compression parameter index (CPI). */
  cpi: 'cpi',
})
