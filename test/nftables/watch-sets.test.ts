import assert from 'node:assert/strict'
import type { NftCommit, NftEvent } from '../../lib/nftables/index.ts'
import { nft as byNft } from '../support/nft.ts'
import { until } from '../support/until.ts'
import { eachMonitored } from './support/monitored.ts'

describe('a watch of nftables knows the sets', () => {
  const { here, nft } = eachMonitored()

  /** The changes of each script, in the words of `nft -j`. */
  async function changes(before: string, ...scripts: readonly string[]): Promise<unknown[][]> {
    const { path } = here()
    byNft(before, path)
    const iterator = nft().watch({ list: true })
    await iterator.next()
    const commits: NftCommit[] = []
    const reading = (async () => {
      for await (const event of iterator as AsyncIterable<NftEvent>) if (event.type === 'commit') commits.push(event)
    })()
    for (const script of scripts) byNft(script, path)
    await until('the commits', () => commits.length === scripts.length)
    await iterator.return?.()
    await reading
    return commits.map((commit) => commit.changes.map(({ op, object }) => ({ [op]: object })))
  }

  const elements = (found: readonly unknown[]) =>
    found.flatMap((change) => {
      const [[op, object]] = Object.entries(change as Record<string, { element?: { elem: unknown } }>) as [
        [string, { element?: { elem: unknown } }],
      ]
      return object.element === undefined ? [] : [[op, object.element.elem]]
    })

  it('of a table that is deleted and created again in one transaction', async () => {
    const [replaced = [], added = [], deleted = []] = await changes(
      'table ip t { set s { type ipv4_addr; elements = { 10.0.0.1 }; }; }',
      'delete table ip t; table ip t { set s { type inet_service; elements = { 80 }; }; }',
      'add element ip t s { 443 }',
      'delete element ip t s { 80 }',
    )
    const sets = replaced.flatMap((change) =>
      Object.entries(change as Record<string, { set?: { type: string } }>).flatMap(([op, { set }]) =>
        set === undefined ? [] : [[op, set.type]],
      ),
    )
    assert.deepEqual(sets, [
      ['delete', 'ipv4_addr'],
      ['add', 'inet_service'],
    ])
    assert.deepEqual(elements(replaced).at(-1), ['add', [80]])
    assert.deepEqual(elements(added), [['add', [443]]])
    assert.deepEqual(elements(deleted), [['delete', [80]]])
  })

  it('of a rule that is replaced in one transaction by one whose set has the same name', async () => {
    const [replaced = []] = await changes(
      'table ip t { chain c { tcp dport { 80, 443 } accept; }; }',
      'flush chain ip t c; add rule ip t c tcp dport { 22, 23 } drop',
    )
    const rules = replaced.flatMap((change) =>
      Object.entries(change as Record<string, { rule?: { expr: unknown } }>).flatMap(([op, { rule }]) =>
        rule === undefined ? [] : [[op, JSON.stringify(rule.expr)]],
      ),
    )
    assert.equal(rules.length, 2)
    const [[first, old], [second, fresh]] = rules as [[string, string], [string, string]]
    assert.deepEqual([first, second], ['delete', 'add'])
    assert.ok(old.includes('[80,443]'), old)
    assert.ok(fresh.includes('[22,23]'), fresh)
  })

  it('whose elements are links, by their names', async () => {
    const [added = []] = await changes('table ip t { set s { type iface_index; }; }', 'add element ip t s { "lo" }')
    assert.deepEqual(elements(added), [['add', ['lo']]])
  })
})
