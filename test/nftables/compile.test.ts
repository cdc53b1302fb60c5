import assert from 'node:assert/strict'
import type { NftCommands } from '../../lib/nftables/json.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'

/** Rules as nft writes them, by the family and the head of the chain that holds them. */
const rules: Readonly<Record<string, readonly string[]>> = {
  'inet input': [
    'ip saddr 10.0.0.0/8 tcp dport 22 counter accept',
    'ip saddr != 10.0.0.0/9 drop',
    'ip6 saddr fe80::/10 udp sport 546 accept',
    'ip saddr 10.0.0.1-10.0.0.77 accept',
    'tcp dport { 22, 80-90, 443 } accept',
    'tcp dport != { 22, 80 } accept',
    'ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80-90 } accept',
    'ip saddr vmap { 10.0.0.0/24 : accept, 10.0.1.0-10.0.1.77 : jump other }',
    'ct state vmap { established : accept, related : accept, invalid : drop }',
    'ct state new,established accept',
    'ct mark & 0x0000000f == 0x00000003 accept',
    'tcp flags & (syn | ack) == syn accept',
    'tcp flags ! syn,rst accept',
    'iifname "eth*" oifname != "lo" accept',
    'iif "lo" meta mark 0x00000005 meta skuid 0 accept',
    'meta mark set ct mark & 0x000000ff',
    'ct mark set meta mark',
    'meta mark set ip saddr map { 10.0.0.1 : 0x00000001, 10.0.0.2 : 0x00000002 }',
    'ip dscp set cs1',
    'tcp option maxseg size set 1400',
    'tcp option sack exists accept',
    'ip option lsrr ptr 4 accept',
    'frag more-fragments 1 accept',
    'rt ip nexthop 10.0.0.1 accept',
    'fib saddr . iif oif missing drop',
    'socket transparent 1 accept',
    'limit rate 10/minute burst 7 packets accept',
    'limit rate over 10 kbytes/second burst 20 kbytes drop',
    'quota over 10 mbytes drop',
    'log prefix "x " level warn flags tcp sequence,options',
    'log group 3 queue-threshold 5 snaplen 40',
    'reject with icmpx port-unreachable',
    'meta nfproto ipv4 reject with icmp host-prohibited',
    'meta l4proto tcp reject with tcp reset',
    'ct count over 5 drop',
    'ct helper "ftp" accept',
    'icmp type { echo-request, echo-reply } accept',
    'icmpv6 type nd-neighbor-solicit accept',
    'icmp id 5 accept',
    'numgen inc mod 2 vmap { 0 : accept, 1 : drop }',
    'meta day "Monday" accept',
    '@th,16,16 22 accept',
    'meta l4proto { tcp, udp } th dport 53 accept',
    'jump other',
    'goto other',
    'notrack',
    'continue',
    'accept comment "the last"',
  ],
  'ip prerouting nat': [
    'meta l4proto tcp dnat to 10.0.0.1:80',
    'udp sport 5 dnat to 10.0.0.1-10.0.0.9:80-90 persistent',
    'tcp dport 80 redirect to :8080',
    'dnat to tcp dport map { 80 : 10.0.0.1, 81 : 10.0.0.2 }',
    'dnat to ip saddr . tcp dport map { 10.0.0.1 . 80 : 10.0.0.2 . 8080 }',
  ],
  'ip6 postrouting nat': [
    'snat to fd00::1',
    'masquerade',
    'tcp dport 80 masquerade to :1024-2048 fully-random',
    'ip6 daddr { fd00::/8, fe80::/10 } masquerade random',
    'snat to ip6 saddr map { fd00::1 : fd00::2 }',
  ],
  'bridge prerouting': [
    'ether type vlan vlan id 5 ip saddr 10.0.0.1 accept',
    'ether saddr 00:01:02:03:04:05 accept',
    'ether saddr . vlan id { 00:01:02:03:04:05 . 7 } accept',
    'ip6 hoplimit 1 drop',
    'arp operation request accept',
    'meta pkttype broadcast drop',
  ],
  'arp input': ['arp saddr ip 10.0.0.1 accept', 'arp htype 1 arp ptype ip arp operation reply drop'],
}

function chainOf(head: string): { family: string; chain: string } {
  const [family = '', hook = '', type = 'filter'] = head.split(' ')
  return { family, chain: `type ${type} hook ${hook} priority 0; policy accept;` }
}

function scriptOf(head: string, list: readonly string[]): string {
  const { family, chain } = chainOf(head)
  return `table ${family} t {\n chain other { }\n chain c {\n ${chain}\n ${list.join('\n ')}\n }\n}\n`
}

const text = (): string[] => runNft(['list', 'ruleset']).output.split('\n')

describe('rules of nft, compiled here', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  for (const [head, list] of Object.entries(rules)) {
    it(`are for nft what it wrote itself: ${head}`, async () => {
      flushByNft()
      scriptByNft(scriptOf(head, list))
      const wanted = text()
      const json = listByNft()
      flushByNft()
      await nft().apply(json as NftCommands)
      assert.deepEqual(text(), wanted)
    })
  }
})
