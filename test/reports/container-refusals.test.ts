import assert from 'node:assert/strict'
import { openNftables } from '../../lib/nftables/index.ts'
import { eachTestHost } from '../container/support/test-host.ts'
import { needs } from '../support/needs.ts'

/** The stack of what a call rejects with, as deep as it is by default. */
async function stackOf(call: () => Promise<unknown>): Promise<string> {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 10
  try {
    return String(((await call().catch((thrown: Error) => thrown)) as Error).stack)
  } finally {
    Error.stackTraceLimit = limit
  }
}

describe('what a network refuses', () => {
  needs('bridge', 'veth', 'nftables', 'command nft')
  const testHost = eachTestHost()

  it('has the function that asked in its stack, however many of ours lie between', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    const netns = await testHost().container()
    await network.attach(netns, { address: '172.18.0.9' })
    const nft = await openNftables({ netns: testHost().host.netns })
    const stacks = {
      interface: await stackOf(async function mine() {
        await network.attach(netns)
      }),
      address: await stackOf(async function mine() {
        await network.attach(await testHost().container(), { address: '172.18.0.9' })
      }),
      port: await stackOf(async function mine() {
        await network.attach(await testHost().container(), {
          ports: [{ host: 80, container: 80, address: '203.0.113.77' }],
        })
      }),
      network: await stackOf(async function mine() {
        await testHost().create({ name: 'br0', subnet: '172.19.0.0/16' })
      }),
      list: await stackOf(async function mine() {
        await nft.list({ family: 'inet', table: 'nope' })
      }),
    }
    await nft.close()
    for (const [what, stack] of Object.entries(stacks)) assert.match(stack, /\bmine\b/, what)
  })

  it('is not begun for a caller who waits no longer', async () => {
    const network = await testHost().create({ name: 'br0', subnet: '172.18.0.0/16' })
    const netns = await testHost().container()
    const signal = AbortSignal.abort(new Error('enough'))
    await assert.rejects(network.attach(netns, { signal }), /^Error: enough$/)
    assert.deepEqual(await network.endpoints(), [])
    await network.attach(netns)
    await assert.rejects(network.detach(netns, { signal }), /^Error: enough$/)
    assert.equal((await network.endpoints()).length, 1)
  })
})
