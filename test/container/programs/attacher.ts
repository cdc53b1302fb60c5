/**
 * Attaches containers from a process of its own: NETNS of the host, folder STATE, then for each further argument PATH[:PORT], a container's
 * namespace. Prints an address a line, and waits until its input ends.
 */
import { once } from 'node:events'
import { createNetwork } from '../../../lib/container/index.ts'

const [netns, state, ...containers] = process.argv.slice(2) as [string, string, ...string[]]
const network = await createNetwork({ name: 'br0', netns, state })
process.stdout.write('open\n')
const endpoints = await Promise.all(
  containers.map((container) => {
    const [path = '', port] = container.split(':')
    return network.attach(path, port === undefined ? {} : { ports: [{ host: Number(port), container: 80 }] })
  }),
)
process.stdout.write(`${endpoints.map(({ address }) => address).join('\n')}\ndone\n`)
process.stdin.resume()
await once(process.stdin, 'end')
await network.close()
