import type { Case } from './link-case.ts'

/** What of a tunnel does not depend on the family of its ends; `fou` is how `ip` sets the encapsulation, of which it also turns on checksums over IPv6. */
function common(encap: { csum: readonly string[] }): Case[] {
  return [
    { row: 'link', ours: 'v0', listed: 10, ip: 'dev v0', json: 'link', shown: 'v0' },
    { row: 'ttl', ours: 7, ip: 'ttl 7', json: 'ttl', shown: 7 },
    { row: 'fwmark', ours: 5, ip: 'fwmark 5', json: 'fwmark', shown: '0x5' },
    { row: 'encapType', ours: 'fou', ip: 'encap fou encap-dport 5555', json: 'encap.type', shown: 'fou' },
    {
      row: 'encapFlags',
      ours: encap.csum,
      beside: { encapType: 'gue', encapDport: 5555 },
      ip: 'encap gue encap-dport 5555 encap-csum',
      json: 'encap.csum',
      shown: true,
    },
    {
      row: 'encapSport',
      ours: 4444,
      beside: { encapType: 'fou', encapDport: 5555 },
      ip: 'encap fou encap-dport 5555 encap-sport 4444',
      json: 'encap.sport',
      shown: 4444,
    },
    {
      row: 'encapDport',
      ours: 5555,
      beside: { encapType: 'fou' },
      ip: 'encap fou encap-dport 5555',
      json: 'encap.dport',
      shown: 5555,
    },
  ]
}

/** Rows of every tunnel over IPv4. */
export const OVER_IPV4: readonly Case[] = [
  ...common({ csum: ['csum'] }),
  { row: 'local', ours: '10.0.0.5', ip: 'local 10.0.0.5', json: 'local', shown: '10.0.0.5' },
  { row: 'remote', ours: '10.0.0.6', ip: 'remote 10.0.0.6', json: 'remote', shown: '10.0.0.6' },
  { row: 'tos', ours: 0x10, ip: 'tos 10', json: 'tos', shown: '0x10' },
  { row: 'pmtudisc', ours: false, ip: 'nopmtudisc', json: 'pmtudisc', shown: false },
]

/** What the kernel finds out about two global addresses. */
const CAPABLE = ['cap_xmit', 'cap_rcv']

/** Rows of every tunnel over IPv6. */
export const OVER_IPV6: readonly Case[] = [
  ...common({ csum: ['csum', 'csum6'] }),
  { row: 'local', ours: 'fd00::5', ip: 'local fd00::5', json: 'local', shown: 'fd00::5' },
  { row: 'remote', ours: 'fd00::6', ip: 'remote fd00::6', json: 'remote', shown: 'fd00::6' },
  { row: 'encapLimit', ours: 5, ip: 'encaplimit 5', json: 'encap_limit', shown: 5 },
  { row: 'flowinfo', ours: 0x0120_0345, ip: 'tclass 12 flowlabel 345', json: 'flowlabel', shown: '0x00345' },
  { row: 'flowinfo', ours: 0x0120_0345, ip: 'tclass 12 flowlabel 345', json: 'tclass', shown: '0x12' },
  ...(
    [
      ['ign_encap_limit', 'encaplimit none'],
      ['use_orig_tclass', 'tclass inherit'],
      ['use_orig_flowlabel', 'flowlabel inherit'],
      ['use_orig_fwmark', 'fwmark inherit'],
      ['rcv_dscp_copy', 'dscp inherit'],
      ['allow_local_remote', 'allow-localremote'],
    ] as const
  ).map(([word, words]) => ({
    row: 'flags',
    ours: [word],
    listed: [word, ...CAPABLE],
    ip: words,
    json: `ip6_tnl_f_${word}`,
    shown: true,
  })),
]

/** Rows of GRE tunnels. */
export const GRE: readonly Case[] = [
  { row: 'ikey', ours: 7, ip: 'ikey 7', json: 'ikey', shown: '0.0.0.7' },
  { row: 'okey', ours: 0x0102_0304, ip: 'okey 1.2.3.4', json: 'okey', shown: '1.2.3.4' },
  { row: 'iflags', ours: ['seq'], ip: 'iseq', json: 'iseq', shown: true },
  { row: 'iflags', ours: ['csum'], ip: 'icsum', json: 'icsum', shown: true },
  { row: 'iflags', ours: ['key'], beside: { ikey: 7 }, ip: 'ikey 7', json: 'ikey', shown: '0.0.0.7' },
  { row: 'oflags', ours: ['seq'], ip: 'oseq', json: 'oseq', shown: true },
  { row: 'oflags', ours: ['csum'], ip: 'ocsum', json: 'ocsum', shown: true },
]

/** A tunnel without ends, which routes name. */
export function external(...others: readonly string[]): Case {
  const beside = Object.fromEntries(['local', 'remote', ...others].map((key) => [key, undefined]))
  return { row: 'collectMetadata', ours: true, beside, ip: 'external', json: 'external', shown: true }
}

/** Words of `ip` with the ends of a tunnel, unless routes name them. */
export function ends(words: string, usual: string): string {
  return words.includes('external') ? words : `${usual} ${words}`
}

export const ENDS4 = { local: '10.0.0.1', remote: '10.0.0.2' }
export const ENDS6 = { local: 'fd00::1', remote: 'fd00::2' }
export const WORDS4 = 'local 10.0.0.1 remote 10.0.0.2'
export const WORDS6 = 'local fd00::1 remote fd00::2'
