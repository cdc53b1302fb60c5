import assert from 'node:assert/strict'
import type { Answer } from '../../support/answer.ts'
import { needs, needsHere } from '../../support/needs.ts'
import { onePlace } from '../../support/place.ts'

describe('veths and ip', () => {
  needs('veth')
  const here = onePlace('ip link add br0 type bridge; ip link add br1 type bridge')
  const json = (name: string, netns?: string) =>
    here().ip(`-j -d ${netns ?? ''} link show dev ${name}`)[0] as never as Record<string, unknown>

  it('one message makes both ends, with everything that each can be', async () => {
    const end = { mtu: 1400, txqlen: 77, group: 3, numTxQueues: 3, numRxQueues: 2, gsoMaxSize: 60000 }
    await here().nl.createVeth({
      name: 'a0',
      index: 100,
      up: true,
      master: 'br0',
      address: '02:00:00:00:00:01',
      ...end,
      peer: { name: 'a1', index: 101, address: '02:00:00:00:00:02', noarp: true, ...end },
    })
    const shown = { mtu: 1400, txqlen: 77, group: '3', num_tx_queues: 3, num_rx_queues: 2, gso_max_size: 60000 }
    const [near, far] = [json('a0'), json('a1')]
    for (const [key, value] of Object.entries(shown)) assert.deepEqual([near[key], far[key]], [value, value], key)
    assert.deepEqual([near.ifindex, near.address, near.master], [100, '02:00:00:00:00:01', 'br0'])
    assert.deepEqual([far.ifindex, far.address, far.master], [101, '02:00:00:00:00:02', undefined])
    assert.ok((near.flags as string[]).includes('UP'))
    assert.ok((far.flags as string[]).includes('NOARP') && !(far.flags as string[]).includes('UP'))
  })

  it('what the message cannot say of the peer follows', async () => {
    const made = await here().nl.createVeth({
      name: 'b0',
      up: true,
      peer: { name: 'b1', up: true, master: 'br1', alias: 'far', altnames: ['farther'], port: { isolated: true } },
    })
    const far = json('b1') as never as Answer
    assert.deepEqual([far.master, far.ifalias, far.altnames], ['br1', 'far', ['farther']])
    assert.equal(far.linkinfo?.info_slave_data?.isolated, true)
    assert.equal(made.operstate, 'up')
  })

  it('without names both ends get one', async function () {
    // An older kernel does not report which link it made.
    needsHere(this, 'linux 6.2')
    const made = await here().nl.createVeth({ peer: { up: true } })
    assert.match(made.name, /^veth\d+$/)
    assert.ok((json(made.name).flags as string[]).includes('BROADCAST'))
  })
})
