import assert from 'node:assert/strict'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { among, attachments, endpoints, killing, LIMIT } from './support/killing.ts'

describe('a process killed at any step, in mode macvlan', () => {
  needs('macvlan', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const { create, run, next, all, links } = killing(testHost, 'macvlan')

  beforeEach(() => {
    testHost().host.sh('ip link add up0 type veth peer name far0; ip link set far0 up; ip link set up0 up')
  })

  attachments(testHost, 'macvlan', { attach: 4, detach: 2 })
  endpoints(testHost, 'macvlan', 3)

  for (const action of ['create', 'delete'] as const) {
    it(`of ${action === 'create' ? 'createNetwork' : 'delete'} leaves one that the next deletes with its containers`, async function () {
      this.timeout(LIMIT)
      const none = all()
      const netns = await testHost().container()
      const furnish = async () => {
        if (action === 'delete') await (await create()).attach(netns)
      }
      await furnish()
      const steps = run(action, netns)
      assert.ok(steps >= 2, String(steps))
      await (await next()).delete()
      for (const last of among(steps)) {
        await furnish()
        run(action, netns, String(last))
        await (await next()).delete()
        assert.deepEqual([all(), links(netns)], [none, ['lo']], `step ${last} of ${steps}`)
      }
    })
  }
})
