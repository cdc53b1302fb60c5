import assert from 'node:assert/strict'
import { createNetns, openNetlink, openNetns } from '../../lib/index.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

describe('a namespace that was closed', () => {
  needs('veth')
  const place = onePlace()

  it('is ERR_NETLINK_CLOSED wherever it is given, and names the option', async () => {
    const { nl } = place()
    const netns = await createNetns()
    await netns.close()
    const calls: [string, string, () => Promise<unknown>][] = [
      ['openNetlink', 'netns', () => openNetlink({ netns })],
      ['openNetns', 'netns', () => openNetns(netns)],
      ['openNftables', 'netns', () => openNftables({ netns })],
      ['createVeth', 'peer.netns', () => nl.createVeth({ name: 'v0', peer: { name: 'v1', netns } })],
      ['createBridge', 'netns', () => nl.createBridge({ name: 'b0', netns })],
      ['setLink', 'netns', () => nl.setLink('lo', { netns })],
    ]
    for (const [operation, attribute, call] of calls) {
      const message = `${operation}: the namespace is closed (ERR_NETLINK_CLOSED, ${attribute})`
      await assert.rejects(call, (error: { message: string; code: string }) => {
        assert.equal(error.code, 'ERR_NETLINK_CLOSED')
        assert.equal(error.message.replace(/^(\w+)[^:]*:/, '$1:'), message)
        return true
      })
    }
  })
})

describe('a handle that was closed', () => {
  const place = onePlace()

  it('names the verb that was called, also one of several steps', async () => {
    const { netns } = place()
    const nl = await openNetlink({ netns })
    await nl.close()
    const nft = await openNftables({ netns })
    await nft.close()
    const calls: [string, () => Promise<unknown>][] = [
      ['list', () => nft.list()],
      ['flushRuleset', () => nft.flushRuleset()],
      ['deleteLinks', () => nl.deleteLinks(['a', 'b', 'c', 'd'])],
      ['flushRoutes', () => nl.flushRoutes({ table: 99 })],
      ['flushAddresses', () => nl.flushAddresses({ link: 'lo' })],
      ['flushNeighbours', () => nl.flushNeighbours({ link: 1 })],
      ['flushRules', () => nl.flushRules({ table: 99 })],
      ['createBridge', () => nl.createBridge({ name: 'b0', master: 'b1', port: { cost: 5 } })],
      ['setLink', () => nl.setLink('lo', { master: 'b1', port: { cost: 5 } })],
    ]
    for (const [operation, call] of calls)
      await assert.rejects(call, { message: `${operation}: the handle is closed (ERR_NETLINK_CLOSED)`, operation })
  })
})

describe('the namespace that a network is given', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('is refused in mode host, which has no other than its own', async () => {
    const network = await testHost().create({ name: 'h0', mode: 'host' })
    await assert.rejects(network.attach(await testHost().container()), {
      name: 'TypeError',
      message: "attach: netns is not allowed in mode 'host', in which containers are in the host's namespace",
    })
  })

  it('has one folder a network, and that of another is refused by the option state', async () => {
    const state = `${testHost().state}/one`
    await testHost().create({ name: 'br0', subnet: '172.18.0.0/16', state })
    await assert.rejects(testHost().create({ name: 'br1', subnet: '172.19.0.0/16', state }), {
      message: "createNetwork: the folder belongs to network 'br0', not to 'br1' (EEXIST, state)",
      code: 'EEXIST',
      attribute: 'state',
    })
  })

  it('is refused by detach where it is nothing that can be attached', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    for (const what of [null, undefined, 5, {}, { nam: 'web' }]) {
      await assert.rejects(network.detach(what as never), {
        name: 'TypeError',
        message: /^detach: expected an endpoint, a namespace or \{ id, interface\? \}, got /,
      })
    }
    for (const absent of ['web', { id: 'nope' }]) await network.detach(absent)
  })

  it('is missed under the name of the call', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    await assert.rejects(network.attach('nope'), { operation: 'attach', code: 'ENOENT', attribute: 'netns' })
    await assert.rejects(testHost().create({ name: 'br1', netns: 'nope' }), {
      operation: 'createNetwork',
      code: 'ENOENT',
    })
  })
})
