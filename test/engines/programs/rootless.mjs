// Runs inside `netlink-ts rootless`: a network with two containers. Prints what it found as JSON, and ends with its standard input.

import { promises as dns } from 'node:dns'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { createNetwork } from '../../../dist/container/index.js'
import { createNetns } from '../../../dist/index.js'

const network = await createNetwork({ name: 'br0', subnet: '10.88.0.0/24' })
const [web, client] = [await createNetns(), await createNetns()]
const { address } = await network.attach(web, { ports: [{ host: 8000, container: 80 }] })
await network.attach(client)
await web.listen(
  createServer((_, response) => response.end('web in a container')),
  { port: 80 },
)

async function get(netns, host) {
  const socket = await netns.connect({ host, port: 80, timeout: 5000 })
  socket.write('GET / HTTP/1.0\r\n\r\n')
  return (await text(socket)).split('\r\n\r\n')[1]
}

const found = {
  uid: process.getuid(),
  neighbour: await get(client, address),
  outside: await get(client, '192.0.2.2'),
  name: await dns.resolve4('web.test'),
}
if (process.argv.includes('--publish')) {
  const { openOutside } = await import('../../../dist/rootless/index.js')
  const outside = await openOutside()
  await outside.publish([{ host: 8081, container: 8000 }])
  found.taken = await outside.publish([{ host: 8081, container: 8000 }]).catch(({ code }) => code)
}
console.log(JSON.stringify(found))
await once(process.stdin.resume(), 'end')
await network.delete()
process.exit(0)
