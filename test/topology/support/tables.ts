import type { NftObject, Statement } from '../../../lib/nftables/index.ts'
import { accept, ct, drop, ip, jump, masquerade, match, meta, named, set, tcp } from '../../../lib/nftables/index.ts'

type Pick = (most: number) => number

const SETS = [
  { type: 'ipv4_addr', elem: ['10.1.0.0', '10.2.0.0'] },
  { type: 'ipv4_addr', flags: ['interval'], elem: [{ prefix: { addr: '10.3.0.0', len: 16 } }, '10.4.0.1'] },
  { type: 'inet_service', elem: [22, 80, 443] },
  { type: 'ifname', elem: ['eth0', 'eth1'] },
]

const STATEMENTS: readonly (readonly Statement[])[] = [
  [match(tcp.dport, '==', set([80, 443, 22])), accept()],
  [match(ip.saddr, '==', '10.0.0.0/8'), { counter: { packets: 3, bytes: 180 } }],
  [match(ct.state, 'in', ['established', 'related']), accept()],
  [match(meta.iifname, '==', 'eth*'), match(meta.l4proto, '==', 'udp'), drop()],
  [match(meta.oif, '==', 'lo'), { limit: { rate: 5, per: 'second', burst: 5 } }, { log: { prefix: 'x ' } }],
  [match(ip.daddr, '!=', { range: ['10.5.0.1', '10.5.0.9'] }), { counter: null }, drop()],
]

/** Some tables, each with sets, chains and rules. */
export function randomTables(pick: Pick): NftObject[] {
  return ['one', 'two', 'three'].filter(() => pick(3) > 0).flatMap((name) => table(pick, name))
}

function table(pick: Pick, name: string): NftObject[] {
  const family = pick(2) === 0 ? 'ip' : 'inet'
  const at = { family, table: name } as const
  const sets = SETS.filter(() => pick(2) === 0)
  const pieces: NftObject[] = sets.map((one, i) => ({ set: { ...at, name: `s${i}`, ...one } }) as NftObject)
  const filter = { type: 'filter', hook: ['input', 'forward', 'output'][pick(3)] as string, prio: pick(20) } as const
  const chains: NftObject[] = [
    { chain: { ...at, name: 'side' } },
    { chain: { ...at, name: 'main', ...filter, policy: pick(2) === 0 ? 'drop' : 'accept' } },
    { chain: { ...at, name: 'nat', type: 'nat', hook: 'postrouting', prio: 100 } },
  ]
  const rule = (chain: string, expr: readonly Statement[]): NftObject => ({
    rule: { ...at, chain, expr: [...expr], ...(pick(3) === 0 ? { comment: `rule ${pick(9)}` } : {}) },
  })
  const rules = Array.from({ length: pick(5) }, () => rule('main', STATEMENTS[pick(STATEMENTS.length)] ?? []))
  if (sets[0]?.type === 'ipv4_addr') rules.push(rule('side', [match(ip.saddr, '==', named('s0')), drop()]))
  if (pick(2) === 0)
    rules.push(rule('main', [jump('side')]), rule('nat', [match(meta.oifname, '==', 'eth0'), masquerade()]))
  const comment = pick(2) === 0 ? {} : { comment: `table ${pick(3)}` }
  return [{ table: { family, name, ...comment } }, ...pieces, ...chains, ...rules]
}
