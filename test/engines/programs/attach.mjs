// Attaches the named namespaces to a network, and prints their addresses as JSON: node attach.mjs NETWORK NETNS...
import { createNetwork } from '../../../dist/container/index.js'

const [name, ...containers] = process.argv.slice(2)
const network = await createNetwork({ name })
const addresses = []
for (const container of containers) addresses.push((await network.attach(container)).address)
console.log(JSON.stringify(addresses))
await network.close()
