import assert from 'node:assert/strict'
import { type NftObject, type NftRule, openNftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, listByNft, runNft } from './support/nft-command.ts'

const at = { family: 'inet', table: 't' } as const
const setUp: NftObject[] = [
  { table: { family: 'inet', name: 't' } },
  { chain: { ...at, name: 'c' } },
  { set: { ...at, name: 's', type: 'ipv4_addr' } },
  { set: { ...at, name: 'm', type: 'ipv4_addr', flags: 'interval', 'auto-merge': true } },
]
const saddr = { payload: { protocol: 'ip', field: 'saddr' } } as const

/** A rule that asks for what the kernel has: it refers to a set. */
const rule = (comment: string): NftRule => ({
  ...at,
  chain: 'c',
  comment,
  expr: [{ match: { op: '==', left: saddr, right: '@s' } }],
})

const comments = (): string[] =>
  listByNft().flatMap((object) => (object.rule ? [(object.rule as { comment: string }).comment] : []))

describe('apply, beside others', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  const other = oneHandle()
  beforeEach(async () => {
    flushByNft()
    await nft().apply(setUp)
  })

  it('begins again where the ruleset was changed between question and answer', async () => {
    const numbers = Array.from({ length: 40 }, (_, number) => number)
    await Promise.all(
      numbers.flatMap((number) => [
        nft().apply([{ add: { rule: rule(`a${number}`) } }]),
        other()
          .apply([{ insert: { rule: { ...rule(`b${number}`), index: 0 } } }])
          .catch((error: Error) => {
            // There is no rule number 0 before the first one.
            assert.match(error.message, /the chain has 0 rules/)
            return other().apply([{ insert: { rule: rule(`b${number}`) } }])
          }),
      ]),
    )
    const found = comments()
    const of = (letter: string) => found.filter((comment) => comment.startsWith(letter)).length
    assert.deepEqual([of('a'), of('b')], [40, 40])
  })

  it('merges intervals with those that others have put in meanwhile', async () => {
    const numbers = Array.from({ length: 64 }, (_, number) => number)
    await Promise.all(
      numbers.map((number) => (number % 2 ? nft : other)().addElements({ ...at, set: 'm' }, [`10.0.0.${number}`])),
    )
    assert.match(runNft(['list', 'set', 'inet', 't', 'm']).output, /elements = \{ 10\.0\.0\.0\/26 \}/)
  })

  it('takes many rules at a time', async () => {
    const many = Array.from({ length: 20_000 }, (_, number) => ({ add: { rule: rule(`${number}`) } }))
    await nft().apply(many)
    assert.deepEqual(
      comments(),
      many.map((_, number) => `${number}`),
    )
  })

  it('ends with its handle', async () => {
    const gone = await openNftables()
    const last = gone.apply([{ add: { rule: rule('last') } }])
    await gone.close()
    await last
    await assert.rejects(gone.apply([{ add: { rule: rule('late') } }]), { code: 'ERR_NETLINK_CLOSED' })
    await assert.rejects(gone.list(), { code: 'ERR_NETLINK_CLOSED' })
    assert.deepEqual(comments(), ['last'])
  })

  it('ends with a signal', async () => {
    const controller = new AbortController()
    const bound = await openNftables({ signal: controller.signal })
    controller.abort(new Error('enough'))
    await assert.rejects(bound.apply(setUp), /enough|closed/)
    await bound.close()
  })

  it('refuses options of the handle that are none', async () => {
    await assert.rejects(openNftables({ netnz: 'x' } as object), /^TypeError: openNftables: unknown option 'netnz'/)
    await assert.rejects(openNftables({ netns: '/nowhere' }), { name: 'NetlinkError', code: 'ENOENT' })
  })
})
