import assert from 'node:assert/strict'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { among, killing } from './support/killing.ts'

describe('a process killed at any step, in mode macvlan', () => {
  needs('macvlan', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()
  const { create, run, next, all, links } = killing(testHost, 'macvlan')

  beforeEach(() => {
    testHost().host.sh('ip link add up0 type veth peer name far0; ip link set far0 up; ip link set up0 up')
  })

  it('of attach leaves nothing, or a container that is attached', async function () {
    this.timeout(240_000)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    const steps = run('attach', netns)
    assert.ok(steps >= 4, String(steps))
    await network.detach(netns)
    for (const last of among(steps)) {
      run('attach', netns, String(last))
      const again = await next()
      if ((await again.endpoints()).length > 0) await again.detach(netns)
      assert.deepEqual([all(), links(netns)], [bare, ['lo']], `step ${last} of ${steps}`)
    }
    await network.attach(netns)
  })

  it('of detach leaves the container attached, or nothing', async function () {
    this.timeout(240_000)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    await network.attach(netns)
    const attached = all()
    const steps = run('detach', netns)
    assert.ok(steps >= 2, String(steps))
    for (const last of among(steps)) {
      await network.attach(netns, { address: '172.18.0.2', address6: 'fd00:18::2' })
      run('detach', netns, String(last))
      const gone = (await (await next()).endpoints()).length === 0
      assert.equal(all(), gone ? bare : attached, `step ${last} of ${steps}`)
      assert.deepEqual(links(netns), gone ? ['lo'] : ['lo', 'eth0'], `step ${last} of ${steps}`)
      await network.detach(netns)
      assert.deepEqual([all(), links(netns)], [bare, ['lo']])
    }
  })

  it('of createEndpoint leaves nothing, or an endpoint', async function () {
    this.timeout(240_000)
    const network = await create()
    const bare = all()
    const netns = await testHost().container()
    const steps = run('createEndpoint', netns)
    assert.ok(steps >= 3, String(steps))
    await network.detach({ id: 'c' })
    for (const last of among(steps)) {
      run('createEndpoint', netns, String(last))
      await (await next()).detach({ id: 'c' })
      assert.equal(all(), bare, `step ${last} of ${steps}`)
    }
  })

  for (const action of ['create', 'delete'] as const) {
    it(`of ${action === 'create' ? 'createNetwork' : 'delete'} leaves one that the next deletes with its containers`, async function () {
      this.timeout(240_000)
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
