import type { NftCommands } from 'netlink-ts/nftables'
import { host, port, range } from './work.ts'

/** The set that elements are put into. */
export const HOSTS = { family: 'inet', table: 'bench', set: 'hosts' } as const

const skeleton = [
  { add: { table: { family: 'inet', name: 'bench' } } },
  { add: { chain: { family: 'inet', table: 'bench', name: 'forward' } } },
  { add: { set: { family: 'inet', table: 'bench', name: 'hosts', type: 'ipv4_addr' } } },
] as const

/** Table, chain and set, without anything in them. */
export const SKELETON: NftCommands = { nftables: [...skeleton] }

/** Rules as commands of libnftables-json(5). */
export function ruleCommands(n: number): NftCommands {
  const rule = (i: number) => ({
    family: 'inet' as const,
    table: 'bench',
    chain: 'forward',
    expr: [
      { match: { op: '==' as const, left: { payload: { protocol: 'ip', field: 'saddr' } }, right: host(i) } },
      { match: { op: '==' as const, left: { payload: { protocol: 'tcp', field: 'dport' } }, right: port(i) } },
      { counter: null },
      { accept: null },
    ],
  })
  return { nftables: range(n).map((i) => ({ add: { rule: rule(i) } })) }
}

/** Elements as a command of libnftables-json(5). */
export function elementCommands(n: number): NftCommands {
  return {
    nftables: [{ add: { element: { family: 'inet', table: 'bench', name: 'hosts', elem: range(n).map(host) } } }],
  }
}

/** Rules as text of nft(8). */
export function ruleText(n: number): string {
  return range(n)
    .map((i) => `add rule inet bench forward ip saddr ${host(i)} tcp dport ${port(i)} counter accept\n`)
    .join('')
}

/** Elements as text of nft(8). */
export function elementText(n: number): string {
  return `add element inet bench hosts { ${range(n).map(host).join(', ')} }\n`
}
