import assert from 'node:assert/strict'
import { createNetns } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

describe('an answer', () => {
  const here = eachPlace()

  it('comes though the timers have been replaced, as fake clocks do', async () => {
    const { nl } = here()
    const real = globalThis.setImmediate
    await nl.getLink('lo')
    const answer = nl.getLink('lo')
    globalThis.setImmediate = (() => assert.fail('a fake one is called')) as unknown as typeof setImmediate
    try {
      assert.equal((await answer).name, 'lo')
      assert.equal((await nl.getLink('lo')).name, 'lo')
    } finally {
      globalThis.setImmediate = real
    }
  })

  it('comes for what takes longest, though it was begun while much else waited that is done before it', async () => {
    const { nl } = here()
    const names = Array.from({ length: 20 }, (_, i) => `v${i}`)
    await Promise.all(names.map((name) => nl.createVeth({ name })))
    // The older handle goes first; the kernel needs far longer to delete a link than to make a namespace.
    const spaces = Array.from({ length: 100 }, () => createNetns())
    const deleted = await nl.batch((b) => {
      for (const name of names) b.deleteLink(name)
    })
    assert.deepEqual(
      deleted.map(({ ok }) => ok),
      names.map(() => true),
    )
    for (const netns of await Promise.all(spaces)) await netns.close()
  })
})
