import assert from 'node:assert/strict'
import { consistent, getGeneration, listElements, nftables } from '../../lib/nftables/kernel.ts'
import type { Transport } from '../../lib/transport/transport.ts'
import { oneHandle } from '../nftables/support/handle.ts'
import { needs } from '../support/needs.ts'
import { openTransport } from '../support/transport.ts'

describe('reading a ruleset that others change', () => {
  needs('nftables')
  const nft = oneHandle()
  let transport: Transport

  before(async () => {
    const { transport: opened, opened: done } = openTransport(nftables)
    await done
    transport = opened
  })
  after(() => transport.close())

  async function change(): Promise<void> {
    await nft().apply([
      { add: { table: { family: 'ip', name: 'busy' } } },
      { delete: { table: { family: 'ip', name: 'busy' } } },
    ])
  }

  it('retries until the ruleset did not change, however often that takes', async () => {
    let reads = 0
    const generation = await consistent(transport, 'list', async () => {
      if (++reads <= 40) await change()
      return await getGeneration(transport, 'list')
    })
    assert.equal(reads, 41)
    assert.equal(generation, await getGeneration(transport, 'list'))
  })

  it('starts again if a table is gone before its sets are read', async () => {
    await change()
    let reads = 0
    const found = await consistent(transport, 'list', async () => {
      reads++
      if (reads > 1) return reads
      await change()
      return await listElements(transport, 'list', { family: 2, table: 'busy', set: 's' })
    })
    assert.equal(found, 2)
    const absent = () => listElements(transport, 'list', { family: 2, table: 'busy', set: 's' })
    await assert.rejects(consistent(transport, 'list', absent), { code: 'ENOENT' })
  })

  it('ends after a time with an error that says why', async () => {
    await assert.rejects(consistent(transport, 'list', change, 100), { code: 'ERR_NETLINK_DUMP_INTERRUPTED' })
  })
})
