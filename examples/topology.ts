/** Two namespaces on a bridge, as a topology: planned, applied, drifted, repaired and removed. */
import { applyTopology, checkTopology, planTopology, removeTopology, setLink, type Topology } from 'netlink-ts'

const owner = { protocol: 77, tag: 'example' }
const lab: Topology = {
  links: {
    br0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] },
    v1: { peer: { netns: 'lab1', name: 'eth0' }, master: 'br0', up: true },
    v2: { peer: { netns: 'lab2', name: 'eth0' }, master: 'br0', up: true },
  },
  namespaces: {
    lab1: {
      links: { eth0: { up: true, addresses: ['10.1.0.2/24'] } },
      routes: [{ dst: 'default', gateway: '10.1.0.1' }],
    },
    lab2: {
      links: { eth0: { up: true, addresses: ['10.1.0.3/24'] } },
      routes: [{ dst: 'default', gateway: '10.1.0.1' }],
    },
  },
}

console.log(String(await planTopology(lab, { owner })).split('\n')[0])
await applyTopology(lab, { owner })

await setLink('br0', { mtu: 1400 })
await applyTopology(lab, { owner }) // the MTU is not part of the topology
await setLink('br0', { master: null, up: false })
for (const { subject, message } of await checkTopology(lab, { owner })) console.log(subject, message)
await applyTopology(lab, { owner })
console.log((await planTopology(lab, { owner })).empty)
await removeTopology({ owner })
