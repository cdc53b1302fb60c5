/** Attaches a container with many ports, and prints how many: NETNS of the host, folder STATE, the container's namespace, how many. */
import { createNetwork } from '../../../lib/container/index.ts'

const [netns, state, container, many] = process.argv.slice(2) as [string, string, string, string]
const network = await createNetwork({ name: 'br0', netns, state })
const ports = Array.from({ length: Number(many) }, (_, i) => ({ host: 10_000 + i, container: 80 }))
const endpoint = await network.attach(container, { ports })
process.stdout.write(`${endpoint.ports.length}\n`)
await network.close()
