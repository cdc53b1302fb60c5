import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerCode } from '../support/program.ts'
import { openFiles, ownThreads, threads } from '../support/threads.ts'
import { until } from '../support/until.ts'

function start(task: 'finish' | 'continue' | 'exit' | 'watch'): Worker {
  return new Worker(workerCode('worker'), { eval: true, workerData: task })
}

const namespaces = () => new Set(threads().map(({ netns }) => netns))
const sockets = () => openFiles().filter(({ target }) => /^(net|socket):/.test(target)).length

describe('a worker thread', function () {
  this.timeout('60s')

  before('what a runtime keeps of its first worker is there', async () => {
    const worker = start('finish')
    await once(worker, 'message')
    await worker.terminate()
    await until('threads of the worker are gone', () => ownThreads().length === 0)
  })

  it('has the library to itself, and leaves nothing behind', async () => {
    const before = { threads: ownThreads().length, sockets: sockets() }
    const workers = [start('finish'), start('finish')]
    const answers = await Promise.all(workers.map((worker) => once(worker, 'message')))
    assert.deepEqual(answers, [[200], [200]])
    await Promise.all(workers.map((worker) => worker.terminate()))
    await until('threads of the workers are gone', () => ownThreads().length <= before.threads)
    await until('sockets of the workers are gone', () => sockets() <= before.sockets)
  })

  for (const [pending, task, times] of [
    ['work', 'continue', 20],
    ['a watch that waits', 'watch', 10],
  ] as const) {
    it(`is terminated with ${pending} pending, again and again`, async () => {
      const before = { threads: ownThreads().length, sockets: sockets() }
      for (let i = 0; i < times; i++) {
        const worker = start(task)
        await once(worker, 'message')
        await worker.terminate()
      }
      await until('threads of the workers are gone', () => ownThreads().length <= before.threads)
      await until('sockets of the workers are gone', () => sockets() <= before.sockets)
      assert.equal(namespaces().size, 1)
    })
  }

  it('may call process.exit with work pending', async () => {
    const before = { threads: ownThreads().length, sockets: sockets() }
    const [status] = await once(start('exit'), 'exit')
    assert.equal(status, 6)
    await until('threads of the worker are gone', () => ownThreads().length <= before.threads)
    await until('sockets of the worker are gone', () => sockets() <= before.sockets)
  })
})
