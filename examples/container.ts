/** What `docker run -p 8000:8080` does. Try it where it can break nothing: `scripts/private node --import tsx examples/container.ts`. */
import { once } from 'node:events'
import { createNetns, setLink } from 'netlink-ts'
import { createNetwork } from 'netlink-ts/container'

await setLink('lo', { up: true }) // as on every machine, but not in a namespace that is new

const network = await createNetwork({ name: 'br0', subnet: '172.18.0.0/16' })
const netns = await createNetns()
const { address } = await network.attach(netns, { ports: [{ host: 8000, container: 8080 }] })

const web = "require('http').createServer((_, answer) => answer.end('hello')).listen(8080, () => console.log('ready'))"
const container = netns.spawn(process.execPath, ['--eval', web], { stdio: ['ignore', 'pipe', 'inherit'] })
await once(container, 'spawn')
if (container.stdout !== null) await once(container.stdout, 'data')

const answer = await fetch('http://127.0.0.1:8000')
console.log(`${address} says ${await answer.text()}`)

container.kill()
await once(container, 'exit')
await network.delete()
await netns.close()
