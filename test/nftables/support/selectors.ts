/** A selector of nft(8) as it is written there, with values that it can have: the lower ones first. */
export type Selector = readonly [text: string, ...values: string[]]

const addresses4 = ['10.0.0.1', '10.0.0.77', '192.168.1.9', '10.0.0.0/8', '172.16.0.0/12']
const addresses6 = ['fd00::1', 'fd00::77', 'fe80::1:2', 'fd00::/8', 'fe80::/10']
const macs = ['00:01:02:03:04:05', '00:01:02:03:04:ff', '0a:00:00:00:00:01']
const ports = ['22', '80', '443', '8000']
const bytes = ['1', '5', '33', '200']
const words = ['2', '33', '4000', '65000']
const longs = ['0x1', '0x33', '0x10000', '0xfffffff0']
const seconds = ['10', '3600', '86400', '100000']
const protocols = ['tcp', 'udp', 'sctp', '47']
const links = ['"lo"', '"eth0"', '"veth*"', '"x"']
const bits = ['0', '1']

/** `prefix` in front of every name. */
function fields(header: string, rows: Readonly<Record<string, readonly string[]>>): Selector[] {
  return Object.entries(rows).map(([name, values]) => [`${header} ${name}`, ...values])
}

const link: readonly Selector[] = [
  ...fields('ether', { saddr: macs, daddr: macs, type: ['ip', 'ip6', 'arp', '0x88cc'] }),
  ...fields('vlan', { id: ['1', '5', '77', '4095'], dei: bits, pcp: ['0', '3', '7'], type: ['ip', 'arp', 'ip6'] }),
  ...fields('arp', {
    htype: ['1', '6', '15'],
    ptype: ['ip', '0x0806'],
    hlen: bytes,
    plen: bytes,
    operation: ['request', 'reply', 'inreply', '77'],
    'saddr ether': macs,
    'daddr ether': macs,
    'saddr ip': addresses4,
    'daddr ip': addresses4,
  }),
]

const network: readonly Selector[] = [
  ...fields('ip', {
    version: ['4', '5', '6'],
    hdrlength: ['0', '5', '15'],
    dscp: ['cs0', 'cs1', 'af21', '0x3f'],
    ecn: ['not-ect', 'ect1', 'ce'],
    length: words,
    id: words,
    'frag-off': ['1', '33', '8191'],
    ttl: bytes,
    protocol: protocols,
    checksum: words,
    saddr: addresses4,
    daddr: addresses4,
  }),
  ...fields('ip option', {
    'lsrr ptr': bytes,
    'rr length': bytes,
    'ssrr addr': addresses4.slice(0, 3),
    'ra value': words,
    'lsrr type': bytes,
  }),
  ...fields('ip6', {
    version: ['4', '6'],
    dscp: ['cs0', 'cs1', 'af21', '0x3f'],
    ecn: ['not-ect', 'ect1', 'ce'],
    flowlabel: ['1', '33', '0xfffff'],
    length: words,
    nexthdr: protocols,
    hoplimit: bytes,
    saddr: addresses6,
    daddr: addresses6,
  }),
  ...fields('hbh', { nexthdr: protocols, hdrlength: bytes }),
  ...fields('rt', { nexthdr: protocols, hdrlength: bytes, type: bytes, 'seg-left': bytes }),
  ...fields('rt0', { 'addr[1]': addresses6.slice(0, 3) }),
  ...fields('rt2', { addr: addresses6.slice(0, 3) }),
  ...fields('srh', { 'last-entry': bytes, flags: bytes, tag: words, 'sid[1]': addresses6.slice(0, 3) }),
  ...fields('frag', {
    nexthdr: protocols,
    reserved: bytes,
    'frag-off': ['1', '33', '8191'],
    reserved2: ['1', '2'],
    'more-fragments': bits,
    id: longs,
  }),
  ...fields('dst', { nexthdr: protocols, hdrlength: bytes }),
  ...fields('mh', { nexthdr: protocols, hdrlength: bytes, reserved: bytes, checksum: words, type: ['1', '5', '9'] }),
]

const transport: readonly Selector[] = [
  ...fields('tcp', {
    sport: ports,
    dport: ports,
    sequence: longs,
    ackseq: longs,
    doff: ['5', '8', '15'],
    reserved: ['1', '5', '15'],
    flags: ['fin', 'syn', 'ack', 'fin,syn', 'ecn|cwr'],
    window: words,
    checksum: words,
    urgptr: words,
  }),
  ...fields('tcp option', {
    'eol kind': bytes,
    'maxseg length': bytes,
    'maxseg size': words,
    'window count': bytes,
    'sack-perm length': bytes,
    'sack left': longs,
    'sack1 right': longs,
    'timestamp tsval': longs,
    'timestamp tsecr': longs,
    'md5sig length': bytes,
    'fastopen length': bytes,
    'mptcp subtype': ['1', '5', '15'],
    '@255,16,16': words,
  }),
  ...fields('udp', { sport: ports, dport: ports, length: words, checksum: words }),
  ...fields('udplite', { sport: ports, dport: ports, checksum: words }),
  ...fields('sctp', { sport: ports, dport: ports, vtag: longs, checksum: longs }),
  ...fields('sctp chunk', {
    'data type': bytes,
    'data flags': bytes,
    'data length': words,
    'data tsn': longs,
    'init init-tag': longs,
    'init num-inbound-streams': words,
    'sack cum-tsn-ack': longs,
  }),
  ...fields('dccp', {
    sport: ports,
    dport: ports,
    type: ['request', 'response', 'data', 'ack', 'sync'],
  }),
  ...fields('th', { sport: ports, dport: ports }),
  ...fields('ah', { nexthdr: protocols, hdrlength: bytes, reserved: words, spi: longs, sequence: longs }),
  ...fields('esp', { spi: longs, sequence: longs }),
  ...fields('comp', { nexthdr: protocols, flags: bytes, cpi: words }),
  ...fields('icmp', {
    type: ['echo-reply', 'destination-unreachable', 'echo-request', 'time-exceeded'],
    code: ['0', 'port-unreachable', '13'],
    checksum: words,
    id: words,
    sequence: words,
    gateway: longs,
    mtu: words,
  }),
  ...fields('icmpv6', {
    type: ['destination-unreachable', 'packet-too-big', 'echo-request', 'nd-router-advert'],
    code: ['no-route', 'admin-prohibited', 'port-unreachable'],
    checksum: words,
    'parameter-problem': longs,
    'packet-too-big': longs,
    id: words,
    sequence: words,
    'max-delay': words,
    taddr: addresses6,
  }),
  ...fields('igmp', {
    type: ['membership-query', 'leave-group'],
    mrt: bytes,
    checksum: words,
    group: addresses4.slice(0, 3),
  }),
]

const raw: readonly Selector[] = [
  ['@ll,0,48', '0x1', '0x33', '0x10203040506'],
  ['@ll,96,16', ...words],
  ['@nh,0,4', '4', '6'],
  ['@nh,8,6', '1', '5', '33'],
  ['@nh,96,32', ...longs],
  ['@nh,13,7', '1', '99'],
  ['@th,0,16', ...ports],
  ['@th,16,16', ...ports],
  ['@th,106,1', '1'],
  ['@th,160,128', '0x1', '0x33', '0x1020304050607'],
  ['@ih,0,32', ...longs],
  ['@ih,3,9', '1', '99'],
]

const about: readonly Selector[] = [
  ...fields('meta', {
    length: words,
    nfproto: ['ipv4', 'ipv6'],
    l4proto: protocols,
    protocol: ['ip', 'ip6', 'arp', '0x8100'],
    priority: ['none', '1:2', 'abcd:ef01'],
    mark: longs,
    iif: ['"lo"', '1'],
    oif: ['"lo"', '1'],
    iifname: links,
    oifname: links,
    iiftype: ['ether', 'loopback', 'ppp', '772'],
    oiftype: ['ether', 'loopback', 'ppp', '772'],
    skuid: ['root', '1', '1000'],
    skgid: ['root', '1', '1000'],
    nftrace: bits,
    rtclassid: ['cosmos', '0x33'],
    pkttype: ['host', 'broadcast', 'multicast', 'other'],
    cpu: bytes,
    iifgroup: ['default', '33', '70000'],
    oifgroup: ['default', '33', '70000'],
    cgroup: ['1', '33', '0x10001'],
    random: ['0', '33', '1000000000'],
    ipsec: ['exists', 'missing'],
    iifkind: ['"veth"', '"dummy"'],
    oifkind: ['"veth"', '"dummy"'],
    time: ['"2020-01-01 10:00:00"', '"2021-06-06 11:11:11"', '"2030-12-31"'],
    day: ['"Sunday"', '"Monday"', '"Saturday"'],
    hour: ['"03:00"', '"09:30:05"', '"17:00"'],
    sdif: ['"lo"', '1'],
    sdifname: links,
    ibrname: links,
    obrname: links,
    ibrpvid: ['1', '33'],
    ibrvproto: ['8021q', '8021ad'],
    secpath: ['exists'],
    bri_iifname: links,
  }),
  ...fields('socket', { transparent: bits, mark: longs, wildcard: bits, 'cgroupv2 level 1': ['"user.slice"'] }),
  ...fields('osf', {
    name: ['"Linux"', '"MacOs"', '"unknown"'],
    version: ['"Linux:4.20"'],
    'ttl skip name': ['"Linux"'],
  }),
  ...fields('fib', {
    'saddr oif': ['"lo"', '0'],
    'daddr . iif oifname': ['"lo"', '"x"'],
    'daddr type': ['local', 'unicast', 'broadcast', 'prohibit'],
    'saddr . mark . iif oif': ['missing', 'exists'],
    'daddr . oif type': ['local', 'unicast'],
  }),
  ...fields('rt', {
    classid: ['cosmos', '0x33'],
    mtu: words,
    ipsec: ['exists', 'missing'],
    nexthop: addresses4.slice(0, 2),
    'ip nexthop': addresses4,
    'ip6 nexthop': addresses6,
  }),
  ...fields('ipsec', {
    'in reqid': ['1', '33'],
    'in spnum 1 spi': longs,
    'out ip saddr': addresses4,
    'in ip6 daddr': addresses6,
  }),
  ['numgen inc mod 10', '0', '3', '7'],
  ['numgen random mod 100 offset 5', '5', '33', '77'],
  ['jhash ip saddr . tcp dport mod 16', '0', '3', '7'],
  ['jhash ip6 saddr mod 8 seed 0xdeadbeef offset 2', '2', '3', '7'],
  ['symhash mod 4', '0', '3'],
]

const connection: readonly Selector[] = fields('ct', {
  state: ['established', 'related', 'new', 'invalid,untracked'],
  direction: ['original', 'reply'],
  status: ['expected', 'assured', 'snat', 'seen-reply,dying'],
  mark: longs,
  expiration: seconds,
  helper: ['"ftp"', '"sip"'],
  l3proto: ['ipv4', 'ipv6'],
  id: longs,
  zone: ['1', '33', '77'],
  event: ['new', 'destroy', 'mark,label'],
  count: ['1', '33'],
  'original saddr': addresses4,
  'original ip saddr': addresses4,
  'reply ip6 daddr': addresses6,
  'original protocol': protocols,
  'reply proto-src': ports,
  'original proto-dst': ports,
  'original packets': ['1', '1000'],
  bytes: ['1', '1000000'],
  'reply avgpkt': words,
  'reply zone': ['1', '33'],
})

/** Every selector that packets, connections and the machine have. */
export const selectors: readonly Selector[] = [...link, ...network, ...transport, ...raw, ...about, ...connection]
