/** Asks for what an ordinary user may not do, and prints what it hears; then for what anyone may. */
import { addRoute, createBridge, createNetns, listLinks, type NetlinkError } from '../../../lib/index.ts'

async function hear(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: NetlinkError) => console.log(`${error.code} ${error.errno} ${error.message}`))
}

await hear(createBridge({ name: 'br0' }))
await hear(addRoute({ dst: '10.0.0.0/8', oif: 'lo' }))
await hear(createNetns())
console.log(`${(await listLinks()).length} links`)
