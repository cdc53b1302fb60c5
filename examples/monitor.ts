/** What `ip monitor` does, with what the kernel does not report as well. It ends when a link is deleted. */
import { setTimeout } from 'node:timers/promises'
import { createBridge, deleteLink, setLink, type WatchEvent, watch } from 'netlink-ts'

/** An event in one line. */
function line(event: WatchEvent): string {
  if (event.type === 'synced') return event.lost ? 'events were lost; this is what there is' : 'complete'
  if (event.kind === 'link') return `${event.type} link ${event.link.name} ${event.link.up ? 'up' : 'down'}`
  if (event.kind === 'address') return `${event.type} address ${event.address.address}`
  if (event.kind === 'route') return `${event.type} route ${event.route.dst}`
  return `${event.type} ${event.kind}`
}

/** Something to see. */
async function change(): Promise<void> {
  await createBridge({ name: 'br0' })
  await setTimeout(50)
  await setLink('br0', { mtu: 1400 })
  await setTimeout(50)
  await deleteLink('br0')
}

for await (const event of watch({ links: true, addresses: true, routes: true })) {
  console.log(line(event))
  if (event.type === 'synced') void change()
  if (event.type === 'removed' && event.kind === 'link') break
}
