import assert from 'node:assert/strict'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { among, endpoints, killing, LIMIT } from './support/killing.ts'

const PORTS = [{ host: 8000, container: 80, protocol: 'tcp' as const }]

describe('a process killed at any step of what engines do', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const { create, run, next, all } = killing(testHost, 'bridge')

  endpoints(testHost, 'bridge', 4)

  for (const action of ['publish', 'withdraw'] as const) {
    it(`of ${action} leaves the ports as recorded, published or not`, async function () {
      this.timeout(LIMIT)
      const network = await create()
      const netns = await testHost().container()
      await network.attach(netns, { id: 'c' })
      const closed = all()
      await network.publish({ id: 'c' }, PORTS)
      const open = all()
      const reset = () => (action === 'publish' ? network.withdraw({ id: 'c' }) : network.publish({ id: 'c' }, PORTS))
      await reset()
      const steps = run(action, netns)
      assert.ok(steps >= 2, String(steps))
      for (const last of among(steps)) {
        await reset()
        run(action, netns, String(last))
        const [endpoint] = await (await next()).endpoints()
        const published = endpoint?.ports.length === 1
        assert.equal(all(), published ? open : closed, `step ${last} of ${steps}`)
      }
    })
  }
})
