/**
 * Does one thing with a network, and is killed at its Nth step; without an N it prints how many there are. A step is a request to the kernel that
 * has ended, or a change of a file that is about to be made. NETNS of the host, folder STATE, MODE, ACTION, path of the container's namespace, N.
 */
import { subscribe } from 'node:diagnostics_channel'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { NetworkMode } from '../../../lib/container/index.ts'

const [netns, state, mode, action, container, last] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string?,
]
let [counting, noticed, steps] = [false, false, 0]

/** Requests that are answered together are one step; what is read changes nothing. */
function request(message: unknown): void {
  if (noticed || /^(get|list|lookup)/.test((message as { operation: string }).operation)) return
  noticed = true
  setImmediate(() => {
    noticed = false
  })
  step()
}

function step(): void {
  if (!counting) return
  steps++
  if (steps === Number(last)) process.kill(process.pid, 'SIGKILL')
}

const changes = ['mkdirSync', 'renameSync', 'rmSync', 'rmdirSync', 'unlinkSync', 'writeFileSync', 'writeSync'] as const
for (const name of changes) {
  const change = fs[name] as (...args: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      // Not of the standard output.
      if (args[0] !== 1) step()
      return change(...args)
    },
  })
}
syncBuiltinESMExports()
subscribe('netlink-ts:request', request)

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
counting = action === 'create'
const network = await createNetwork(wanted)
counting = true
const ports = [{ host: 8000, container: 80 }]
if (action === 'attach') await network.attach(container, mode === 'macvlan' ? {} : { ports })
if (action === 'createEndpoint') await network.createEndpoint({ id: 'c', ...(mode === 'macvlan' ? {} : { ports }) })
if (action === 'publish') await network.publish({ id: 'c' }, ports)
if (action === 'withdraw') await network.withdraw({ id: 'c' })
if (action === 'detach') await network.detach(container)
if (action === 'delete') await network.delete()
counting = false
process.stdout.write(`${steps}\n`)
await network.close()
