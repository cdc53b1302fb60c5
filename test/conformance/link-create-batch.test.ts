import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

describe('making links in a batch', () => {
  needs('veth', 'bridge')
  const here = eachPlace('ip link add br0 type bridge')

  it('each is one operation, however many messages it takes', async () => {
    const { nl } = here()
    const results = await nl.batch((b) => {
      b.createVeth({ name: 'a0', master: 'br0', port: { isolated: true }, peer: { name: 'a1', up: true } })
      b.createBridge({ name: 'br0', alias: 'taken' })
      b.setLink('a0', { up: true })
      b.addAltname('a0', ['x', 'y'])
      b.deleteLink('nobody')
    })
    assert.deepEqual(
      results.map((result) => (result.ok ? 'ok' : result.error?.code)),
      ['ok', 'EEXIST', 'ok', 'ok', 'ENODEV'],
    )
    const [a0, a1] = [await nl.getLink('x'), await nl.getLink('a1')]
    assert.deepEqual([a0.up, a0.port?.isolated, a1.up], [true, true, true])
  })

  it('what cannot be sent at once is a slip', async () => {
    const { nl } = here()
    await assert.rejects(
      nl.batch((b) => void b.createVeth({ name: 'a0', peer: { up: true } })),
      /^TypeError: batch: call 1 \(createVeth\): peer\.name is missing; peer\.up requires it/,
    )
    await assert.rejects(
      nl.batch((b) => void b.createBridge({ alias: 'x' })),
      /^TypeError: batch: call 1 \(createBridge\): name is missing; alias requires it/,
    )
    await assert.rejects(
      nl.batch((b) => void b.setLink('br0', { data: { priority: 1 } })),
      /^TypeError: batch: call 1 \(setLink\): kind is missing/,
    )
    await nl.batch((b) => void b.setLink('br0', { kind: 'bridge', data: { priority: 7 } }))
    assert.equal((await nl.getLink('br0')).data?.priority, 7)
  })
})
