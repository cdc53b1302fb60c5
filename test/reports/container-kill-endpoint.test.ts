import assert from 'node:assert/strict'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { among, killing } from './support/killing.ts'

const PORTS = [{ host: 8000, container: 80, protocol: 'tcp' as const }]

describe('a process killed at any step of what engines do', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const { create, run, next, all } = killing(testHost, 'bridge')

  it('of createEndpoint leaves nothing, or an endpoint', async function () {
    this.timeout(240_000)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    const steps = run('createEndpoint', netns)
    assert.ok(steps >= 4, String(steps))
    await network.detach({ id: 'c' })
    for (const last of among(steps)) {
      run('createEndpoint', netns, String(last))
      await (await next()).detach({ id: 'c' })
      assert.equal(all(), bare, `step ${last} of ${steps}`)
    }
  })

  for (const action of ['publish', 'withdraw'] as const) {
    it(`of ${action} leaves the ports as recorded, published or not`, async function () {
      this.timeout(240_000)
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
