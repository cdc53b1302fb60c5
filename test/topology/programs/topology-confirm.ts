/** Applies a topology that has to be confirmed, or that waits, prints a line, and waits to be killed. NETNS, TOPOLOGY as JSON, CONFIRM. */
import { openNetlink } from '../../../lib/index.ts'

const [netns, topology, confirm] = process.argv.slice(2) as [string, string, string]
const nl = await openNetlink({ netns })
const owner = { protocol: 77, tag: 'my-app' }
await nl.applyTopology(JSON.parse(topology), { owner, confirm: Number(confirm) })
process.stdout.write('applied\n')
