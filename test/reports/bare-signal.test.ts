import assert from 'node:assert/strict'
import { createNetwork } from '../../lib/container/index.ts'
import { openNetlink } from '../../lib/index.ts'
import { openNftables } from '../../lib/nftables/index.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

const BARE = [
  [new AbortController().signal, 'an AbortSignal'],
  [new AbortController(), 'an AbortController'],
] as const

/** It has no own property, so it would go unnoticed. */
async function refused(call: (bare: never) => Promise<unknown>, verb: string): Promise<void> {
  for (const [bare, got] of BARE) {
    await assert.rejects(async () => call(bare as never), {
      name: 'TypeError',
      message: new RegExp(`^${verb}: expected an object .*, got ${got}$`),
    })
  }
}

describe('a signal in the place of options', () => {
  const place = onePlace('ip link set lo up')

  it('is refused by every list, first or second', async () => {
    const { nl } = place()
    for (const verb of ['listLinks', 'listAddresses', 'listRoutes', 'listRules', 'listNeighbours'] as const) {
      await refused((bare) => nl[verb](bare), verb)
      await refused((bare) => nl[verb]({}, bare), verb)
    }
  })

  it('is refused by a stream, a flush, a single reading and a batch', async () => {
    const { nl } = place()
    await refused((bare) => nl.streamRules({}, bare)[Symbol.asyncIterator]().next(), 'streamRules')
    await refused((bare) => nl.flushRoutes({ table: 99 }, bare), 'flushRoutes')
    await refused((bare) => nl.getLink('lo', bare), 'getLink')
    await refused((bare) => nl.lookupRoute({ dst: '127.0.0.1' }, bare), 'lookupRoute')
    await refused((bare) => nl.batch(() => undefined, bare), 'batch')
  })

  it('is refused where a handle is opened', async () => {
    await refused((bare) => openNetlink(bare), 'openNetlink')
    await refused((bare) => openNftables(bare), 'openNftables')
  })

  it('is refused by the calls of nftables', async () => {
    await using nft = await openNftables({ netns: place().netns })
    await refused((bare) => nft.apply([], bare), 'apply')
    await refused((bare) => nft.list(bare), 'list')
  })
})

describe('a signal in the place of the options of a network', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('is refused by every call, and nothing is done', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    const netns = await testHost().container()
    const before = testHost().kernel()
    await refused((bare) => createNetwork(bare), 'createNetwork')
    await refused((bare) => network.attach(netns, bare), 'attach')
    await refused((bare) => network.detach(netns, bare), 'detach')
    await refused((bare) => network.collect(bare), 'collect')
    await refused((bare) => network.repair(bare), 'repair')
    await refused((bare) => network.delete(bare), 'delete')
    assert.equal(testHost().kernel(), before)
  })
})
