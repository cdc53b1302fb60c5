import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { at, chain, commands, handles, marks, rule, table } from './support/marked-rules.ts'
import { flushByNft } from './support/nft-command.ts'

describe('apply places rules', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(async () => {
    flushByNft()
    await nft().apply([table, chain, ...[1, 2, 3].map((mark) => ({ add: { rule: rule(mark) } }))])
  })

  it('in front of and behind others, by index', async () => {
    await nft().apply([{ add: { rule: { ...rule(15), index: 0 } } }, { insert: { rule: { ...rule(29), index: 3 } } }])
    assert.deepEqual(marks(), [1, 15, 2, 29, 3])
  })

  it('by the index of rules of the same transaction', async () => {
    await nft().apply([
      { insert: { rule: rule(10) } },
      { add: { rule: { ...rule(11), index: 0 } } },
      { add: { rule: { ...rule(12), index: 1 } } },
      { insert: { rule: { ...rule(13), index: 2 } } },
    ])
    assert.deepEqual(marks(), [10, 11, 13, 12, 1, 2, 3])
  })

  it('in front of a handle', async () => {
    await nft().apply([{ insert: { rule: { ...rule(25), handle: handles('rule')[2] as number } } }])
    assert.deepEqual(marks(), [1, 2, 25, 3])
  })

  it('in the place of others', async () => {
    await nft().apply([
      { replace: { rule: { ...rule(20), handle: handles('rule')[1] as number } } },
      { replace: { rule: { ...rule(30), index: 2 } } },
    ])
    assert.deepEqual(marks(), [1, 20, 30])
  })

  it('and deletes them, by handle or index', async () => {
    await nft().apply(
      commands([
        { delete: { rule: { ...at, chain: 'c', handle: handles('rule')[0] } } },
        { delete: { rule: { ...at, chain: 'c', index: 1 } } },
      ]),
    )
    assert.deepEqual(marks(), [2])
  })

  it('in a table that the transaction creates again', async () => {
    await nft().apply([
      { delete: { table: { family: 'inet', name: 't' } } },
      table,
      chain,
      { add: { rule: rule(7) } },
      { insert: { rule: { ...rule(6), index: 0 } } },
    ])
    assert.deepEqual(marks(), [6, 7])
  })
})
