/** A host with two containers in one topology: veth pairs, a bridge, forwarding, and a table that hides the containers and protects the host. */
import { applyTopology, checkTopology, planTopology, removeTopology, type Topology } from 'netlink-ts'
import { accept, ct, ip, masquerade, match, meta, type NftCommands } from 'netlink-ts/nftables'

const owner = { protocol: 77, tag: 'example' }
const table = { family: 'ip', table: 'host' } as const
const firewall: NftCommands = [
  { table: { family: 'ip', name: 'host' } },
  { chain: { ...table, name: 'forward', type: 'filter', hook: 'forward', prio: 0, policy: 'drop' } },
  { rule: { ...table, chain: 'forward', expr: [match(ct.state, 'in', ['established', 'related']), accept()] } },
  { rule: { ...table, chain: 'forward', expr: [match(meta.iifname, '==', 'br0'), accept()] } },
  { chain: { ...table, name: 'outward', type: 'nat', hook: 'postrouting', prio: 100 } },
  {
    rule: {
      ...table,
      chain: 'outward',
      expr: [match(ip.saddr, '==', '10.1.0.0/24'), match(meta.oifname, '!=', 'br0'), masquerade()],
    },
  },
]
const host: Topology = {
  links: {
    br0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] },
    v1: { peer: { netns: 'c1', name: 'eth0' }, master: 'br0', up: true },
    v2: { peer: { netns: 'c2', name: 'eth0' }, master: 'br0', up: true },
  },
  sysctls: { 'net.ipv4.ip_forward': 1 },
  nftables: firewall,
  namespaces: {
    c1: {
      links: { lo: { up: true }, eth0: { up: true, addresses: ['10.1.0.2/24'] } },
      routes: [{ dst: 'default', gateway: '10.1.0.1' }],
    },
    c2: {
      links: { lo: { up: true }, eth0: { up: true, addresses: ['10.1.0.3/24'] } },
      routes: [{ dst: 'default', gateway: '10.1.0.1' }],
    },
  },
}

const { plan } = await applyTopology(host, { owner })
// Packets are filtered before any can pass.
console.log(plan.steps.map(({ verb }) => verb).filter((verb) => ['apply', 'setSysctls'].includes(verb)))

const open = { ...host, nftables: firewall.filter((one) => !('rule' in one && one.rule.chain === 'forward')) }
for (const { subject, message } of await checkTopology(open, { owner })) console.log(subject, message)
console.log((await planTopology(host, { owner })).empty)
await removeTopology({ owner })
