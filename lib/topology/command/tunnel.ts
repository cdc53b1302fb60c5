import { covered, dsField, flag, linkNamed, number, switched, type Word, yesNo } from './word.ts'
import type { Fields } from './words.ts'

type Words = Readonly<Record<string, Word>>

/** Several words of a list, one for each member that has some. */
const each =
  (words: Readonly<Record<string, readonly string[]>>): Word =>
  (value) =>
    (value as readonly string[]).flatMap((one) => words[one] ?? [])

/** A TTL of 0 is that of the inner packet. */
const ttl: Word = (value) => ['ttl', value === 0 ? 'inherit' : value]
/** A key of 0 is none. */
const key =
  (word: string): Word =>
  (value) =>
    value === 0 ? [] : [word, value]
const hex = (value: number) => `0x${value.toString(16)}`
const flowinfo: Word = (value) => [
  ...['tclass', hex((Number(value) >>> 20) & 0xff)],
  ...['flowlabel', hex(Number(value) & 0xfffff)],
]
const port =
  (word: string): Word =>
  (value) => [word, value === 0 ? 'auto' : value]

const OUTER: Words = {
  link: linkNamed('dev'),
  ttl,
  tos: dsField,
  pmtudisc: yesNo('pmtudisc'),
  encapType: (value) => (value === 'none' ? ['noencap'] : ['encap', value]),
  encapFlags: each({ csum: ['encap-csum'], csum6: ['encap-csum6'], remcsum: ['encap-remcsum'] }),
  encapSport: port('encap-sport'),
  encapDport: number('encap-dport'),
  collectMetadata: flag('external'),
  ikey: key('ikey'),
  okey: key('okey'),
}

const OVER_IPV6: Words = {
  encapLimit: number('encaplimit'),
  flowinfo,
  flags: each({
    ign_encap_limit: ['encaplimit', 'none'],
    use_orig_tclass: ['tclass', 'inherit'],
    use_orig_flowlabel: ['flowlabel', 'inherit'],
    use_orig_fwmark: ['fwmark', 'inherit'],
    rcv_dscp_copy: ['dscp', 'inherit'],
    allow_local_remote: ['allow-localremote'],
  }),
}

const GRE: Words = {
  ...OUTER,
  iflags: each({ csum: ['icsum'], seq: ['iseq'] }),
  oflags: each({ csum: ['ocsum'], seq: ['oseq'] }),
  ignoreDf: yesNo('ignore-df'),
  erspanIndex: number('erspan'),
}

const prefix =
  (word: string, length: string, usual: number): Word =>
  (value, data: Fields) => [word, `${value}/${data[length] ?? usual}`]

/** A TTL, unless `ttl inherit` says that it is copied. */
export const ownTtl: Word = (value, { ttlInherit }) => (ttlInherit === true ? [] : ['ttl', value])

/** A multicast group, or the address of a remote end. */
export const remote: Word = (value) => [/^(22[4-9]|23\d)\.|^ff/i.test(String(value)) ? 'group' : 'remote', value]

/** The identifier of a network, of which there is none if routes name it. */
export const vni: Word = (value, { collectMetadata }) => (collectMetadata === true && value === 0 ? [] : ['id', value])

/** The range of UDP source ports. */
export const srcport: Word = (value) => ['srcport', (value as Fields).low, (value as Fields).high]

const GENEVE: Words = {
  id: vni,
  ttl: ownTtl,
  remote6: number('remote'),
  local6: number('local'),
  tos: dsField,
  port: number('dstport'),
  collectMetadata: flag('external'),
  udpCsum: yesNo('udpcsum'),
  udpZeroCsum6Tx: yesNo('udp6zerocsumtx'),
  udpZeroCsum6Rx: yesNo('udp6zerocsumrx'),
  label: number('flowlabel'),
  ttlInherit: (value) => (value === true ? ['ttl', 'inherit'] : []),
  innerProtoInherit: flag('innerprotoinherit'),
  portRange: srcport,
  groHint: covered,
}

const MACSEC: Words = {
  icvLen: number('icvlen'),
  cipherSuite: number('cipher'),
  encodingSa: number('encodingsa'),
  encrypt: switched('encrypt'),
  protect: switched('protect'),
  incSci: switched('send_sci'),
  es: switched('end_station'),
  scb: switched('scb'),
  replayProtect: switched('replay'),
  validation: number('validate'),
}

/** What does not follow from the name, by kind. */
export const TUNNEL_WORDS: Readonly<Record<string, Words>> = {
  gre: GRE,
  gretap: GRE,
  erspan: GRE,
  ip6gre: { ...GRE, ...OVER_IPV6 },
  ip6gretap: { ...GRE, ...OVER_IPV6 },
  ip6erspan: { ...GRE, ...OVER_IPV6 },
  ipip: { ...OUTER, proto: number('mode') },
  sit: {
    ...OUTER,
    proto: number('mode'),
    flags: each({ isatap: ['isatap'] }),
    '6rdPrefix': prefix('6rd-prefix', '6rdPrefixlen', 16),
    '6rdPrefixlen': covered,
    '6rdRelayPrefix': prefix('6rd-relay_prefix', '6rdRelayPrefixlen', 0),
    '6rdRelayPrefixlen': covered,
  },
  ip6tnl: { ...OUTER, ...OVER_IPV6, proto: number('mode') },
  vti: OUTER,
  vti6: OUTER,
  geneve: GENEVE,
  macsec: MACSEC,
  xfrm: { link: linkNamed('dev'), collectMetadata: flag('external') },
  bareudp: { port: number('dstport'), srcportMin: number('srcportmin'), multiprotoMode: yesNo('multiproto') },
  amt: { link: linkNamed('dev'), localIp: number('local'), discoveryIp: number('discovery') },
  gtp: { pdpHashsize: number('hsize'), createSockets: covered },
}
