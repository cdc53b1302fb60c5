import assert from 'node:assert/strict'
import { Children } from '../../lib/watch/children.ts'
import type { Source } from '../../lib/watch/source.ts'

/** Sources of which the first few fail. */
function failing(failures: number) {
  const ended: unknown[] = []
  let created = 0
  const children = new Children({
    create: (_netns, onEnd) => {
      const fails = created++ < failures
      const start = async () => {
        if (!fails) return
        const error = new Error('on purpose')
        onEnd(error)
        throw error
      }
      return { start, stop: () => undefined, empty: () => undefined } as unknown as Source
    },
    known: (nsid) => ({ nsid, name: 'a' }),
    removed: () => undefined,
    fail: (reason) => ended.push(reason),
  })
  return { children, ended, created: () => created }
}

describe('the sources of other namespaces', () => {
  it('are complete when one whose list failed was listed', async () => {
    const { children, ended, created } = failing(3)
    children.place(1, 'a')
    children.start()
    await children.every((source) => source.start())
    assert.equal(created(), 4)
    assert.equal(children.started.length, 1)
    assert.deepEqual(ended, [])
  })

  it('end the watch after five failures in a row', async () => {
    const { children, ended, created } = failing(9)
    children.place(1, 'a')
    children.start()
    await children.every((source) => source.start())
    assert.equal(created(), 5)
    assert.equal(ended.length, 1)
  })

  it('do not end it by failures of which each is followed by a list', async () => {
    const { children, ended } = failing(0)
    children.place(1, 'a')
    for (let i = 0; i < 7; i++) {
      children.start()
      await children.every((source) => source.start())
      await new Promise((resolve) => setImmediate(resolve))
      children.failed(1, new Error('on purpose'))
      await children.every((source) => source.start())
    }
    assert.deepEqual(ended, [])
  })
})
