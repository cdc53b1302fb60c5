import assert from 'node:assert/strict'
import { RequestQueue, type Step } from '../../../lib/transport/queue.ts'
import { done, result, scripted, sequences, settled, verbs } from './support/scripted.ts'

describe('the queue of a handle', () => {
  /** A queue, and what has started in it. */
  function queued() {
    const queue = new RequestQueue()
    const started: string[] = []
    const acquire = (step: Step, name: string) => queue.acquire(step, () => void started.push(name))
    return { queue, started, acquire }
  }

  it('lets batches pass one behind the other', () => {
    const { started, acquire } = queued()
    for (const name of ['a', 'b', 'c']) acquire('batch', name)
    assert.deepEqual(started, ['a', 'b', 'c'])
  })

  it('makes a batch wait for the reads in front of it, and reads not for each other', () => {
    const { queue, started, acquire } = queued()
    acquire('read', 'r1')
    acquire('read', 'r2')
    acquire('batch', 'b1')
    acquire('read', 'r3')
    assert.deepEqual(started, ['r1', 'r2'])
    queue.release('read')
    assert.deepEqual(started, ['r1', 'r2'])
    queue.release('read')
    assert.deepEqual(started, ['r1', 'r2', 'b1', 'r3'])
  })

  it('gives a task the handle for itself', () => {
    const { queue, started, acquire } = queued()
    acquire('task', 't1')
    acquire('task', 't2')
    acquire('read', 'r1')
    acquire('batch', 'b1')
    assert.deepEqual(started, ['t1'])
    queue.release('task')
    assert.deepEqual(started, ['t1', 't2'])
    queue.release('task')
    assert.deepEqual(started, ['t1', 't2', 'r1'])
    queue.release('read')
    assert.deepEqual(started, ['t1', 't2', 'r1', 'b1'])
  })

  it('keeps a task waiting while a read is under way', () => {
    const { queue, started, acquire } = queued()
    acquire('read', 'r1')
    acquire('task', 't1')
    acquire('read', 'r2')
    assert.deepEqual(started, ['r1'])
    queue.release('read')
    assert.deepEqual(started, ['r1', 't1'])
  })

  it('is drained when nothing waits and nothing is under way', async () => {
    const { queue, started, acquire } = queued()
    await queue.drained()
    acquire('read', 'r1')
    acquire('batch', 'b1')
    let drained = false
    const waiting = queue.drained().then(() => {
      drained = true
    })
    await settled()
    assert.equal(drained, false)
    queue.release('read')
    await waiting
    assert.deepEqual(started, ['r1', 'b1'])
  })
})

describe('the order of a handle', () => {
  it('shows a list everything that was asked before it', async () => {
    const { socket, transport } = scripted()
    const before = transport.request(verbs.add, { number: 1 })
    const list = transport.list(verbs.list, {})
    assert.equal(socket.exchanges.length, 1)
    assert.deepEqual(sequences(socket.exchanges[0]?.requests as Uint8Array), [1])
    await settled()
    assert.equal(socket.dumps.length, 1)
    socket.exchanges[0]?.done(result())
    socket.dumps[0]?.give(done(1), true)
    await Promise.all([before, list])
  })

  it('sends slow requests by sixteen, so that the kernel has work while the rest is written', async () => {
    const { socket, transport } = scripted()
    const made: Promise<unknown>[] = []
    for (let i = 1; i <= 40; i++) {
      made.push(transport.request(verbs.slow, { number: i }), transport.request(verbs.add, { number: i }))
      assert.equal(socket.exchanges.length, Math.floor(i / 16))
    }
    await settled()
    const sent = socket.exchanges.map(({ requests }) => sequences(requests))
    assert.deepEqual(
      sent.map(({ length }) => length),
      [31, 32, 17],
    )
    assert.deepEqual(
      sent.flat(),
      made.map((_, i) => i + 1),
    )
    for (const exchange of socket.exchanges) exchange.done(result())
    await Promise.all(made)
  })

  it('hides from a list what was asked after it', async () => {
    const { socket, transport } = scripted()
    const list = transport.list(verbs.list, {})
    const after = transport.request(verbs.add, { number: 1 })
    await settled()
    assert.deepEqual([socket.dumps.length, socket.exchanges.length], [1, 0])
    socket.dumps[0]?.give(done(1), true)
    await list
    await settled()
    assert.equal(socket.exchanges.length, 1)
    socket.exchanges[0]?.done(result())
    await after
  })

  it('continues after a list that failed', async () => {
    const { socket, transport } = scripted()
    const list = transport.list(verbs.list, {})
    const refused = assert.rejects(list)
    const after = transport.request(verbs.add, { number: 1 })
    await settled()
    socket.dumps[0]?.give(-5, true)
    await refused
    await settled()
    socket.exchanges[0]?.done(result())
    await after
  })

  it('lets nothing come between the steps of a task', async () => {
    const { socket, transport } = scripted()
    const order: string[] = []
    const task = transport.task('test', async (alone) => {
      await alone.request(verbs.add, { number: 1 })
      order.push('first step')
      await alone.request(verbs.add, { number: 2 })
      order.push('second step')
      return 'whole'
    })
    const after = transport.request(verbs.add, { number: 3 }).then(() => order.push('after'))
    for (let i = 0; i < 3; i++) {
      await settled()
      assert.equal(socket.exchanges.length, i + 1)
      socket.exchanges[i]?.done(result())
    }
    assert.equal(await task, 'whole')
    await after
    assert.deepEqual(order, ['first step', 'second step', 'after'])
  })

  it('continues after a task that failed, however it failed', async () => {
    const { socket, transport } = scripted()
    await assert.rejects(
      transport.task('test', () => Promise.reject(new Error('late'))),
      /late/,
    )
    await assert.rejects(
      transport.task('test', () => {
        throw new Error('at once')
      }),
      /at once/,
    )
    const after = transport.request(verbs.add, {})
    await settled()
    socket.exchanges[0]?.done(result())
    await after
  })
})
