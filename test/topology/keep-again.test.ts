import assert from 'node:assert/strict'
import { deleteRoute, type Topology } from '../../lib/index.ts'
import { openTransports } from '../../lib/netns/transports.ts'
import { rtnetlink } from '../../lib/protocol/rtnetlink.ts'
import { keepTopology } from '../../lib/topology/keep.ts'
import { Reports } from '../../lib/topology/reports.ts'
import type { Wanted } from '../../lib/topology/wanted.ts'
import { on } from '../../lib/verb/verb.ts'
import { eachPlace } from '../support/place.ts'
import { name as unique } from '../support/unique.ts'
import { until } from '../support/until.ts'

const owner = { protocol: 77, tag: 'my-app' }
const wanted: Topology = { routes: [{ dst: '10.9.0.0/16', oif: 'lo' }] }

describe('keepTopology, when others interfere', () => {
  const here = eachPlace('ip link set lo up')

  it('has caught up only when it has corrected what another program undoes meanwhile', async () => {
    const { transports, opened } = openTransports(rtnetlink, here().netns, {}, 'openNetlink')
    await opened
    let isUndone = false
    const undo = async () => {
      if (isUndone) await on(transports, deleteRoute)({ dst: '10.9.0.0/16' }).catch(() => undefined)
    }
    // Every list finds that the route was deleted just before.
    const handle = new Proxy(transports, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target)
        if (typeof value !== 'function') return value
        const call = (...args: unknown[]) => value.apply(target, args)
        return key === 'list' || key === 'messages' ? (...args: unknown[]) => undo().then(() => call(...args)) : call
      },
    })
    let drifts = 0
    await using keeper = on(handle, keepTopology)(wanted, { owner, settle: 1, onDrift: () => drifts++ })
    await keeper.caughtUp()
    isUndone = true
    let isCaught = false
    const caught = keeper.caughtUp().then(() => {
      isCaught = true
    })
    await until('the corrections', () => drifts >= 3)
    assert.equal(isCaught, false)
    isUndone = false
    await caught
    assert.equal(here().ip('-j route show 10.9.0.0/16').length, 1)
    await keeper.close()
    await transports.close()
  })

  it('takes a namespace for another one when its name was created again, even if it has the same id', async () => {
    const { sh } = here()
    const { transports, opened } = openTransports(rtnetlink, here().netns, {}, 'openNetlink')
    await opened
    const name = unique('k')
    let changes = 0
    const spaces = new Map([[name, { lists: new Map() }]])
    const reports = new Reports(transports, { spaces } as unknown as Wanted, () => changes++)
    try {
      await reports.open()
      sh(`ip netns add ${name}; ip netns set ${name} 71`)
      await until('the name', () => changes > 0)
      assert.equal(await reports.identify(), true)
      assert.equal(await reports.identify(), false)
      changes = 0
      sh(`ip netns add ${name}2; ip netns del ${name}2`)
      // The kernel gives the id free a moment after the namespace.
      sh(`ip netns del ${name}; ip netns add ${name}; until ip netns set ${name} 71 2>/dev/null; do sleep 0.01; done`)
      await until('the name', () => changes > 0)
      assert.equal(await reports.identify(), true)
    } finally {
      reports.close(new Error('the test is over'))
      sh(`ip netns del ${name}`)
      await transports.close()
    }
  })
})
