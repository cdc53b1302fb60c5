/** One process, one port, several namespaces. */
import { createServer } from 'node:net'
import { createNetns, openNetlink } from 'netlink-ts'

for (const name of ['red', 'blue']) {
  const netns = await createNetns()
  const nl = await openNetlink({ netns })
  await nl.setLink('lo', { up: true })

  const server = createServer((socket) => socket.end(name))
  await netns.listen(server, { port: 8080 })
  const socket = await netns.connect({ host: '127.0.0.1', port: 8080 })
  for await (const data of socket) console.log(String(data))

  server.close()
  await nl.close()
  await netns.close()
}
