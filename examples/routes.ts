/** Ten thousand routes added one by one at the speed of a batch, and read back without holding them all. */
import { addRoute, createVeth, streamRoutes } from 'netlink-ts'

await createVeth({ name: 'v0', up: true, peer: { name: 'v1', mtu: 1400 } })
const hosts = Array.from({ length: 10_000 }, (_, i) => `10.7.${i >> 8}.${i & 255}/32`)
await Promise.all(hosts.map((dst) => addRoute({ dst, oif: 'v0', protocol: 'static' })))

let count = 0
for await (const route of streamRoutes({ family: 'inet', protocol: 'static' })) {
  if (route.scope === 'link') count++
}
console.log(`${count} routes`)
