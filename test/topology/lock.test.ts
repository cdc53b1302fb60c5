import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Topology } from '../../lib/index.ts'
import { lockFile } from '../../lib/transport/lockfile.ts'
import { bundled } from '../support/bundled.ts'
import { eachPlace } from '../support/place.ts'
import { dump } from './support/dump.ts'

const FOLDER = '/run/netlink-ts/.topologies'
const PROGRAM = join(import.meta.dirname, 'programs', 'topology-confirm.ts')
const wanted: Topology = { links: { b0: { kind: 'bridge', addresses: ['10.1.0.1/24'] } } }

/** Another process that applies a topology, has said so, and still runs. */
async function applier(path: string, topology: Topology, confirm: number): Promise<ChildProcess> {
  const args = [bundled(PROGRAM), path, JSON.stringify(topology), String(confirm)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

describe('two that apply topologies of one owner', () => {
  const place = eachPlace()
  const owner = { protocol: 77, tag: 'a/b' }
  const held = () => lockFile(join(FOLDER, 'a:b.lock'))

  it('wait for each other, in one process', async () => {
    const { nl } = place()
    const order: string[] = []
    const apply = (name: string, topology: Topology) =>
      nl.applyTopology(topology, { owner, onProgress: () => order.push(name) })
    const bridges = (count: number): Topology => ({
      links: Object.fromEntries(Array.from({ length: count }, (_, i) => [`b${i}`, { kind: 'bridge', up: true }])),
    })
    await Promise.all([apply('one', bridges(3)), apply('two', bridges(1)), apply('three', bridges(2))])
    assert.deepEqual(order, ['one', 'one', 'two', 'three', 'three'])
    assert.deepEqual(await nl.checkTopology(bridges(2), { owner }), [])
  })

  it('wait for the lock of another process; a signal ends the wait, and nothing was done', async () => {
    const { nl } = place()
    await nl.removeTopology({ owner })
    const lock = held()
    assert.equal(typeof lock, 'object')
    try {
      const before = dump(place())
      const signal = AbortSignal.timeout(50)
      for (const call of [
        () => nl.applyTopology(wanted, { owner, signal }),
        () => nl.removeTopology({ owner, signal }),
      ])
        await assert.rejects(call, { name: 'TimeoutError' })
      const keeper = nl.keepTopology(wanted, { owner })
      const waits = keeper.caughtUp()
      await Promise.all([assert.rejects(waits, { message: 'keepTopology: it was closed' }), keeper.close()])
      assert.deepEqual(dump(place()), before)
      const waiting = nl.applyTopology(wanted, { owner })
      // Others do not wait.
      await nl.applyTopology({ links: {} }, { owner: { protocol: 78, tag: 'b' } })
      assert.deepEqual(dump(place()), before)
      if (typeof lock === 'object') lock.close()
      assert.equal((await waiting).plan.steps.length, 2)
    } finally {
      if (typeof lock === 'object') lock.close()
    }
  })

  for (const tag of ['.', '..', '...'])
    it(`may have the tag ${tag}`, async () => {
      await place().nl.applyTopology(wanted, { owner: { protocol: 77, tag } })
      await place().nl.removeTopology({ owner: { protocol: 77, tag } })
    })

  it('have no lock once all is done', async () => {
    await place().nl.applyTopology(wanted, { owner })
    const lock = held()
    assert.equal(typeof lock, 'object')
    if (typeof lock === 'object') lock.close()
  })
})

describe('a process that is killed before it has confirmed', () => {
  const place = eachPlace()
  const owner = { protocol: 77, tag: 'my-app' }

  it('leaves what it applied, and no lock: the next one decides', async () => {
    const { nl, path } = place()
    const before = dump(place())
    const child = await applier(path, wanted, 300_000)
    child.kill('SIGKILL')
    await once(child, 'close')
    assert.deepEqual(await nl.checkTopology(wanted, { owner }), [])
    await nl.removeTopology({ owner })
    assert.deepEqual(dump(place()), before)
  })
})
