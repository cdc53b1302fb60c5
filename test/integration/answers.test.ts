import assert from 'node:assert/strict'
import { openNetlink } from '../../lib/index.ts'
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

  it('comes for the request that takes longest, though all others were done before it', async () => {
    const { nl, netns } = here()
    const names = Array.from({ length: 50 }, (_, i) => `v${i}`)
    await Promise.all(names.map((name) => nl.createVeth({ name })))
    const quick = await Promise.all(Array.from({ length: 100 }, () => openNetlink({ netns })))
    const links = await Promise.all([nl.deleteLinks(names), ...quick.map((handle) => handle.getLink('lo'))])
    assert.equal(links.length, 101)
    await Promise.all(quick.map((handle) => handle.close()))
  })
})
