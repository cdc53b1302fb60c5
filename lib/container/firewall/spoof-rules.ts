import type { NftCommand, Statement } from '../../nftables/index.ts'
import { accept, arp, concat, drop, ether, icmpv6, ip, ip6, match, meta, named, set } from '../../nftables/index.ts'

/** The table that sees the frames between the ports of bridges. */
export const SPOOF_TABLE = { family: 'bridge', table: 'netlink_ts' } as const

/** Host ends whose containers are guarded. */
export const PORTS = 'ports'
/** The hardware address behind a host end. */
export const MACS = 'macs'
/** The addresses behind a host end. */
export const HOLDERS = { 4: 'holders4', 6: 'holders6' } as const

/** Names of these sets. */
export const SPOOF_SETS: readonly string[] = [PORTS, MACS, HOLDERS[4], HOLDERS[6]]

/** Before every other chain of the bridge family: NF_BR_PRI_NAT_DST_BRIDGED. */
export const SPOOF_CHAIN = { name: 'spoof', type: 'filter', hook: 'prerouting', prio: -300, policy: 'accept' } as const

const isUnguarded = match(meta.iifname, '!=', named(PORTS))

/** What no container may send: frames with another's hardware address; ARP, neighbour advertisements and packets with another's address; router advertisements and redirects. */
export const SPOOF_RULES: readonly Statement[][] = [
  [isUnguarded, accept()],
  [match(concat(meta.iifname, ether.saddr), '!=', named(MACS)), drop()],
  [match(ether.type, '!=', set(['arp', 'ip', 'ip6'])), drop()],
  [match(concat(meta.iifname, arp.saddrEther), '!=', named(MACS)), drop()],
  [match(arp.saddrIp, '!=', '0.0.0.0'), match(concat(meta.iifname, arp.saddrIp), '!=', named(HOLDERS[4])), drop()],
  [match(ip.saddr, '!=', '0.0.0.0'), match(concat(meta.iifname, ip.saddr), '!=', named(HOLDERS[4])), drop()],
  [match(icmpv6.type, '==', set(['nd-router-advert', 'nd-redirect'])), drop()],
  [
    match(icmpv6.type, '==', 'nd-neighbor-advert'),
    match(concat(meta.iifname, icmpv6.taddr), '!=', named(HOLDERS[6])),
    drop(),
  ],
  [match(ip6.saddr, '!=', '::'), match(concat(meta.iifname, ip6.saddr), '!=', named(HOLDERS[6])), drop()],
]

/** Their declarations. */
export const SPOOF_DECLARATIONS: readonly NftCommand[] = [
  { add: { set: { ...SPOOF_TABLE, name: PORTS, type: 'ifname' } } },
  { add: { set: { ...SPOOF_TABLE, name: MACS, type: ['ifname', 'ether_addr'] } } },
  { add: { set: { ...SPOOF_TABLE, name: HOLDERS[4], type: ['ifname', 'ipv4_addr'] } } },
  { add: { set: { ...SPOOF_TABLE, name: HOLDERS[6], type: ['ifname', 'ipv6_addr'] } } },
]

/** Creates the table, or renews its rules. */
export const SPOOF_INSTALL: readonly NftCommand[] = [
  { add: { table: { family: SPOOF_TABLE.family, name: SPOOF_TABLE.table, flags: [] } } },
  ...SPOOF_DECLARATIONS,
  { add: { chain: { ...SPOOF_TABLE, ...SPOOF_CHAIN } } },
  { flush: { chain: { ...SPOOF_TABLE, name: SPOOF_CHAIN.name } } },
  ...SPOOF_RULES.map((expr) => ({ add: { rule: { ...SPOOF_TABLE, chain: SPOOF_CHAIN.name, expr } } })),
]

/** Deletes the table, whether it exists or not. */
export const SPOOF_UNINSTALL: readonly NftCommand[] = [
  { add: { table: { family: SPOOF_TABLE.family, name: SPOOF_TABLE.table } } },
  { delete: { table: { family: SPOOF_TABLE.family, name: SPOOF_TABLE.table } } },
]
