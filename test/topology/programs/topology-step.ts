/**
 * Applies a topology, or removes it, and is killed at its Nth step; without an N it prints how many there are.
 * NETNS of the handle, ACTION, TOPOLOGY as JSON, N.
 */
import { countSteps } from '../../support/programs/steps.ts'

const [netns, action, topology, last] = process.argv.slice(2) as [string, string, string, string?]
const steps = countSteps(Number(last))

// Imported when the functions of node:fs are replaced.
const { openNetlink } = await import('../../../lib/index.ts')
const owner = { protocol: 77, tag: 'my-app' }
const nl = await openNetlink({ netns })
steps.begin()
if (action === 'apply') await nl.applyTopology(JSON.parse(topology), { owner })
if (action === 'remove') await nl.removeTopology({ owner })
process.stdout.write(`${steps.end()}\n`)
await nl.close()
