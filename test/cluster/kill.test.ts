import assert from 'node:assert/strict'
import { join } from 'node:path'
import { joinCluster, leaveCluster } from '../../lib/cluster/index.ts'
import { inventory } from '../support/inventory.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { among, runSteps } from '../support/steps.ts'

const nodes = [11, 12, 13].map((last) => ({ publicAddress: `192.0.2.${last}`, subnet: `10.244.${last}.0/24` }))
const program = join(import.meta.dirname, '..', 'reports', 'programs', 'engine-step.ts')

describe('a node that was killed at any step', () => {
  needs('vxlan', 'command nft')
  const place = eachPlace(`
    ip link set lo up
    ip link add eth0 type veth peer name far
    ip link set far up
    ip link set eth0 up
    ip address add 192.0.2.11/24 dev eth0`)

  for (const backend of ['host-gw', 'vxlan'] as const) {
    const options = { store: { nodes }, network: '10.244.0.0/16', backend, publicAddress: '192.0.2.11' }
    const inside = () => ({ ...options, netns: place().path })
    const run = (action: string, last?: number) =>
      runSteps(program, [action, JSON.stringify(inside())], last === undefined ? '' : String(last))
    const all = () => inventory(place().path, [])

    for (const action of ['join', 'leave', 'leaveCluster'])
      it(`of ${action} leaves nothing that leaveCluster does not remove, with ${backend}`, async function () {
        this.timeout(240_000)
        const none = all()
        const prepare = async () => {
          if (action === 'leaveCluster') await (await joinCluster(inside())).close()
        }
        await prepare()
        const steps = run(action)
        assert.ok(steps >= 1, String(steps))
        await leaveCluster(inside())
        assert.deepEqual(all(), none)
        for (const last of among(steps)) {
          await prepare()
          run(action, last)
          await leaveCluster(inside())
          assert.deepEqual(all(), none, `step ${last} of ${steps}`)
        }
      })
  }
})
