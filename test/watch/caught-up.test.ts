import assert from 'node:assert/strict'
import type { Route } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

describe('caughtUp', () => {
  const here = eachPlace('ip link set lo up')

  it('resolves although events come while the answer to a request is awaited', async function () {
    this.timeout(20_000)
    const { nl } = here()
    await using watch = nl.watch({ links: true, addresses: true })
    await watch.caughtUp()
    for (let i = 0; i < 4000; i++) {
      const set = nl.setLink('lo', { mtu: 1500 + i })
      const caught = watch.caughtUp()
      await set
      await caught
      await watch.caughtUp()
      assert.equal(watch.links.get(1)?.mtu, 1500 + i)
    }
  })

  it('contains what was done before the call, although an earlier call is about to resolve', async () => {
    const { nl, sh } = here()
    await using watch = nl.watch({ links: true })
    await watch.caughtUp()
    for (let i = 0; i < 5; i++) {
      const first = watch.caughtUp()
      for (let turn = 0; turn < 10; turn++) await undefined
      // Meanwhile the first one reads, but this thread learns of it only later.
      sh(`sleep 0.02; ip link set lo mtu ${2000 + i}`)
      await watch.caughtUp()
      assert.equal(watch.links.get(1)?.mtu, 2000 + i)
      await first
    }
  })

  it('contains the state of routes after a change of the carrier whose event was lost', async () => {
    const { nl, sh } = here()
    sh('ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up; ip addr add 10.1.0.1/24 dev v0')
    await using watch = nl.watch({ links: true, routes: { table: 'all' }, buffer: 4096 })
    const states = (routes: readonly Route[]) => routes.map(({ dst, oif, flags }) => `${dst} ${oif} ${flags}`).sort()
    const settled = async (isDown: boolean) => {
      const isThere = () =>
        watch.routes.some(({ dst, flags }) => dst === '10.1.0.0/24' && flags?.includes('linkdown') === isDown)
      for (let i = 0; i < 100 && !isThere(); i++) {
        sh('sleep 0.03')
        await watch.caughtUp()
      }
      assert.deepEqual(states(watch.routes), states(await nl.listRoutes({ table: 'all' })))
      assert.ok(isThere())
    }
    await settled(false)
    for (let i = 0; i < 3; i++) {
      // One thread does nothing else, so that most of this is lost.
      sh(`ip link set v1 down; sleep 0.1; for i in $(seq 100); do echo link set lo mtu 3$i; done | ip -batch -`)
      await settled(true)
      sh('ip link set v1 up')
      await settled(false)
    }
  })
})
