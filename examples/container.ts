/** A container on a bridge, as a container engine makes it: run it in a private namespace (`scripts/private node --import tsx examples/container.ts`). */
import { addAddress, createBridge, createNetns, createVeth, openNetlink } from 'netlink-ts'

await createBridge({ name: 'br0', up: true })
await addAddress({ link: 'br0', address: '172.18.0.1/16' })

const netns = await createNetns()
await createVeth({ name: 'veth-web', master: 'br0', up: true, peer: { name: 'eth0', netns } })

const inside = await openNetlink({ netns })
await Promise.all([
  inside.setLink('lo', { up: true }),
  inside.setLink('eth0', { up: true }),
  inside.addAddress({ link: 'eth0', address: '172.18.0.2/16' }),
  inside.addRoute({ dst: 'default', gateway: '172.18.0.1' }),
])

for (const { dst, gateway, prefsrc } of await inside.listRoutes({ family: 'inet' })) {
  console.log(dst, gateway === undefined ? `from ${prefsrc}` : `via ${gateway}`)
}

await inside.close()
await netns.close()
