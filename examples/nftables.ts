/** What a container network needs of the firewall, as one transaction; then what the kernel has. */
import { accept, ct, drop, ip, log, masquerade, match, meta, openNftables, tcp } from 'netlink-ts/nftables'

const nft = await openNftables()
const table = { family: 'inet', table: 'net' } as const

await nft.apply({
  nftables: [
    { add: { table: { family: 'inet', name: 'net' } } },
    { add: { chain: { ...table, name: 'forward', type: 'filter', hook: 'forward', prio: 0, policy: 'drop' } } },
    { add: { chain: { ...table, name: 'outward', type: 'nat', hook: 'postrouting', prio: 100 } } },
    {
      add: {
        rule: { ...table, chain: 'forward', expr: [match(ct.state, 'in', ['established', 'related']), accept()] },
      },
    },
    { add: { rule: { ...table, chain: 'forward', expr: [match(tcp.dport, '==', { set: [80, 443] }), accept()] } } },
    { add: { rule: { ...table, chain: 'forward', expr: [log({ prefix: 'refused ' }), drop()] } } },
    {
      add: {
        rule: {
          ...table,
          chain: 'outward',
          expr: [match(ip.saddr, '==', '172.18.0.0/16'), match(meta.oifname, '!=', 'br0'), masquerade()],
        },
      },
    },
  ],
})

const { nftables } = await nft.list({ kind: 'rule' })
console.log(`${nftables.length} objects`)
console.log(JSON.stringify(nftables.at(-1)))

await nft
  .apply({ nftables: [{ add: { rule: { ...table, chain: 'nowhere', expr: [accept()] } } }] })
  .catch((error) => console.log(error.message))
await nft.close()
