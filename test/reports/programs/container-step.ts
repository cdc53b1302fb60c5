/**
 * Does one thing with a network, and is killed at its Nth step; without an N it prints how many there are.
 * NETNS of the host, folder STATE, MODE, ACTION, path of the container's namespace, N.
 */
import type { NetworkMode } from '../../../lib/container/index.ts'
import { countSteps } from '../../support/programs/steps.ts'

const [netns, state, mode, action, container, last] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string?,
]
const steps = countSteps(Number(last))

// Imported when the functions of node:fs are replaced.
const { createNetwork } = await import('../../../lib/container/index.ts')
const wanted = {
  name: 'br0',
  mode: mode as NetworkMode,
  ...(mode === 'macvlan' ? { parent: 'up0' } : {}),
  subnet: '172.18.0.0/16',
  subnet6: 'fd00:18::/64',
  netns,
  state,
}
if (action === 'create') steps.begin()
const network = await createNetwork(wanted)
steps.begin()
const ports = [{ host: 8000, container: 80 }]
if (action === 'attach') await network.attach(container, mode === 'macvlan' ? {} : { ports })
if (action === 'createEndpoint') await network.createEndpoint({ id: 'c', ...(mode === 'macvlan' ? {} : { ports }) })
if (action === 'publish') await network.publish({ id: 'c' }, ports)
if (action === 'withdraw') await network.withdraw({ id: 'c' })
if (action === 'detach') await network.detach(container)
if (action === 'delete') await network.delete()
process.stdout.write(`${steps.end()}\n`)
await network.close()
