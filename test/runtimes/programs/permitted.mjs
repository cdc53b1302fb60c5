// Tries what the library does, as it is published, and prints what became of each: `ok`, or the code of the error.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { createNetns, listNetns, listRoutes, openNetlink, setLink } from '../../../dist/index.js'
import { openNftables } from '../../../dist/nftables/index.js'

const outcomes = {}

async function attempt(what, work) {
  try {
    await work()
    outcomes[what] = 'ok'
  } catch (error) {
    outcomes[what] = error.cause?.code ?? error.code ?? error.name
  }
}

await attempt('requests', () => setLink('lo', { up: true }))
await attempt('lists', () => listRoutes())
await attempt('nftables', async () => {
  const nft = await openNftables()
  await nft.list()
  await nft.close()
})
await attempt('names', () => listNetns())
await attempt('namespaces', async () => {
  const netns = await createNetns()
  const nl = await openNetlink({ netns })
  await nl.setLink('lo', { up: true })
  await netns.getSysctl('net.ipv4.ip_forward')
  const server = createServer()
  await attempt('listen', () => netns.listen(server, { port: 8080 }))
  const socket = createSocket('udp4')
  await attempt('bind', () => netns.bind(socket, { port: 8080 }))
  socket.close()
  await attempt('spawn', () => netns.spawn('true'))
  server.close()
  await nl.close()
  await netns.close()
})
console.log(JSON.stringify(outcomes))
