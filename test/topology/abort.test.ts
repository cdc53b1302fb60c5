import assert from 'node:assert/strict'
import type { PlanStep, RollbackReport, Topology } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'
import { dump } from './support/dump.ts'

const owner = { protocol: 77, tag: 'my-app' }
const wanted: Topology = {
  links: { b0: { kind: 'bridge', up: true, addresses: ['10.1.0.1/24'] } },
  routes: [{ dst: '10.9.0.0/16', gateway: '10.1.0.9' }],
}

type Aborted = Error & { done?: readonly PlanStep[]; rollback?: RollbackReport }

/** The signal is aborted after so many phases. */
function abortAfter(phases: number, reason: unknown = new Error('enough')) {
  const controller = new AbortController()
  let count = 0
  const onProgress = () => {
    if (++count === phases) controller.abort(reason)
  }
  return { signal: controller.signal, onProgress }
}

describe('an applyTopology that is aborted', () => {
  const place = eachPlace('ip link set lo up')

  for (const phases of [1, 2, 3])
    it(`after ${phases} phases is undone; the error has what was done, and that it was undone`, async () => {
      const { nl } = place()
      const before = dump(place())
      await assert.rejects(nl.applyTopology(wanted, { owner, ...abortAfter(phases) }), (thrown: Aborted) => {
        assert.equal(thrown.message, 'enough')
        assert.equal(thrown.done?.length, phases)
        assert.deepEqual(thrown.rollback, { complete: true, left: [] })
        return true
      })
      assert.deepEqual(dump(place()), before)
    })

  it("with onError 'stop' leaves exactly the steps that the error names; the next apply does the others", async () => {
    const { nl, ip } = place()
    const all = (await nl.planTopology(wanted, { owner })).steps
    await assert.rejects(nl.applyTopology(wanted, { owner, onError: 'stop', ...abortAfter(2) }), (thrown: Aborted) => {
      assert.deepEqual(thrown.done, all.slice(0, 2))
      assert.equal(thrown.rollback, undefined)
      return true
    })
    const [link] = ip<{ addr_info: unknown[]; flags: string[] }>('-j address show b0')
    assert.deepEqual([link?.addr_info.length, link?.flags.includes('UP')], [1, false])
    const { plan } = await nl.applyTopology(wanted, { owner })
    assert.deepEqual(
      plan.steps.map(({ verb }) => verb),
      ['setLink', 'addRoute'],
    )
  })

  it('before anything was sent rejects with the reason alone, of whatever type', async () => {
    const { nl } = place()
    const before = dump(place())
    const aborted = AbortSignal.abort('text')
    await assert.rejects(nl.applyTopology(wanted, { owner, signal: aborted }), (thrown) => thrown === 'text')
    await assert.rejects(nl.applyTopology(wanted, { owner, ...abortAfter(1, Object.freeze(new Error('frozen'))) }), {
      message: 'frozen',
    })
    assert.deepEqual(dump(place()), before)
  })

  it('of removeTopology leaves what the next one removes', async () => {
    const { nl } = place()
    const before = dump(place())
    await nl.applyTopology(wanted, { owner })
    const controller = new AbortController()
    const removal = nl.removeTopology({ owner, signal: controller.signal })
    controller.abort()
    await assert.rejects(removal, { name: 'AbortError' })
    await nl.removeTopology({ owner })
    assert.deepEqual(dump(place()), before)
  })
})
