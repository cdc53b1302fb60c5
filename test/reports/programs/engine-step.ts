/**
 * Does one thing as an engine has it done, and is killed at its Nth step; without an N it prints how many there are.
 * ACTION, its options as JSON, N.
 */
import { countSteps } from '../../support/programs/steps.ts'

const [action, json, last] = process.argv.slice(2) as [string, string, string?]
const options = JSON.parse(json)
const steps = countSteps(Number(last))

// Imported when the functions of node:fs are replaced.
const { joinCluster, leaveCluster } = await import('../../../lib/cluster/index.ts')
const { runCni } = await import('../../../lib/cni/index.ts')
const { runHook } = await import('../../../lib/oci/index.ts')

const ACTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  async hook() {
    steps.begin()
    await runHook(options.state, options.options)
  },
  async cni() {
    const env = { ...process.env, ...options.env }
    steps.begin()
    const { stdout, status } = await runCni({ env, stdin: JSON.stringify(options.config) })
    if (status !== 0) throw new Error(stdout)
  },
  async join() {
    steps.begin()
    await (await joinCluster(options)).close()
  },
  async leave() {
    const cluster = await joinCluster(options)
    steps.begin()
    await cluster.leave()
  },
  async leaveCluster() {
    steps.begin()
    await leaveCluster(options)
  },
}

await ACTIONS[action]?.()
process.stdout.write(`${steps.end()}\n`)
