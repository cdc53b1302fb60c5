import assert from 'node:assert/strict'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { among, attachments, killing, LIMIT } from './support/killing.ts'

const PORTS = [{ host: 8000, container: 80 }]

for (const mode of ['bridge', 'ptp'] as const) {
  describe(`a process killed at any step, in mode ${mode}`, () => {
    needs('bridge', 'veth', 'nftables', 'command nft')
    const testHost = eachTestHost()
    const { create, run, next, all, links } = killing(testHost, mode)

    attachments(testHost, mode, { attach: 4, detach: 3 }, { ports: PORTS })

    it('of createNetwork leaves one that the next makes whole', async function () {
      this.timeout(LIMIT)
      const none = all()
      const netns = await testHost().container()
      const steps = run('create', netns)
      assert.ok(steps >= 8, String(steps))
      const whole = all()
      await (await next()).delete()
      assert.equal(all(), none)
      for (const last of among(steps)) {
        run('create', netns, String(last))
        const network = await next()
        assert.equal(all(), whole, `step ${last} of ${steps}`)
        await network.delete()
        assert.equal(all(), none, `step ${last} of ${steps}`)
      }
    })

    it('of delete leaves one that the next deletes, or opens with its containers or without', async function () {
      this.timeout(LIMIT)
      const none = all()
      const netns = await testHost().container()
      await (await create()).attach(netns, { ports: PORTS })
      const steps = run('delete', netns)
      assert.ok(steps >= 8, String(steps))
      assert.equal(all(), none)
      for (const last of among(steps)) {
        const network = await create()
        const bare = all()
        await network.attach(netns, { ports: PORTS })
        const attached = all()
        run('delete', netns, String(last))
        const again = await next()
        const gone = (await again.endpoints()).length === 0
        assert.equal(all(), gone ? bare : attached, `step ${last} of ${steps}`)
        assert.deepEqual(links(netns), gone ? ['lo'] : ['lo', 'eth0'], `step ${last} of ${steps}`)
        await again.delete()
        assert.equal(all(), none, `step ${last} of ${steps}`)
      }
    })
  })
}
