import assert from 'node:assert/strict'
import { createNetns } from '../../lib/index.ts'
import { canonical } from '../../lib/nftables/canonical.ts'
import { symbols } from '../../lib/nftables/datatype/symbols.ts'
import { type NftObject, type NftTable, openNftables } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { corpus, type Entry, isThere, type Ruleset, readCorpus } from './support/corpus.ts'

const links = symbols({ lo: 1 })
const at = { family: 'inet', table: 't' } as const
const TABLE = { table: { family: 'inet', name: 't' } } as const
const CHAIN = { chain: { ...at, name: 'c' } } as const
const tcp = (right: unknown) => ({
  match: { op: '==', left: { payload: { protocol: 'tcp', field: 'dport' } }, right },
})
const rule = (...expr: unknown[]) => ({ rule: { ...at, chain: 'c', expr } }) as NftObject
const set = (more: object) => ({ set: { ...at, name: 's', type: 'ipv4_addr', ...more } }) as NftObject

/** The form of a list of objects. */
function formOf(objects: readonly NftObject[]): NftObject[] {
  const tables = objects.flatMap((object) => ('table' in object ? [object.table as NftTable] : []))
  return canonical(tables, objects, links)
}

/** Two ways to write the same. */
const SAME: readonly (readonly [what: string, one: NftObject[], other: NftObject[]])[] = [
  ['ranges and services by name', [rule(tcp('http'))], [rule(tcp(80))]],
  ['elements of unnamed sets', [rule(tcp({ set: [22, 80] }))], [rule(tcp({ set: [80, 22] }))]],
  ['values of counters', [rule({ counter: null })], [rule({ counter: { packets: 5, bytes: 7 } })]],
  ['elements of sets', [set({ elem: ['10.0.0.1', '10.0.0.2'] })], [set({ elem: ['10.0.0.2', '10.0.0.1'] })]],
  [
    'elements that expire',
    [set({ flags: ['timeout'] })],
    [set({ flags: ['timeout'], elem: [{ elem: { val: '10.0.0.1', timeout: 9 } }] })],
  ],
  ['elements that rules may add', [set({ flags: ['dynamic'] })], [set({ flags: ['dynamic'], elem: ['10.0.0.1'] })]],
  ['handles', [rule({ accept: null })], [{ rule: { ...at, chain: 'c', handle: 7, expr: [{ accept: null }] } }]],
]

describe('the form in which tables are compared', () => {
  needs('command nft', 'nftables')

  for (const [what, one, other] of SAME) {
    it(`is the same for other ${what}`, () => {
      assert.deepEqual(formOf([TABLE, CHAIN, ...one]), formOf([TABLE, CHAIN, ...other]))
    })
  }

  it('differs for rules that differ in a value, a statement or their order', () => {
    const rules = [[rule(tcp(80))], [rule(tcp(81))], [rule(tcp(80), { accept: null })]]
    rules.push([rule(tcp(80)), rule(tcp(81))], [rule(tcp(81)), rule(tcp(80))])
    const texts = new Set(rules.map((some) => JSON.stringify(formOf([TABLE, CHAIN, ...some]))))
    assert.equal(texts.size, rules.length)
  })

  it('asks the kernel nothing: what is not in the list is an error', () => {
    assert.throws(() => formOf([TABLE, { element: { family: 'ip', table: 'u', name: 's', elem: ['10.0.0.1'] } }]), {
      message: 'belongs to a table that is not in the list',
      path: 'nftables[1]',
    })
  })

  if (!isThere) it.skip(`is not compared with the kernel's: there is no ${corpus}`)
  else
    it('is that of the list of the kernel', async function () {
      this.timeout(60_000)
      const rulesets = readCorpus<Ruleset>('rulesets.jsonl').map(({ id, json }) => ({ id, json }))
      const rules = readCorpus<Entry>('rules.jsonl').filter((_, i) => i % 25 === 0)
      await using netns = await createNetns()
      await using nft = await openNftables({ netns })
      for (const { id, json } of [...rulesets, ...rules.flatMap(wholeOf)]) {
        await nft.flushRuleset()
        await nft.apply(json)
        const { nftables } = await nft.list()
        assert.deepEqual(formOf(nftables), formOf(json), id)
      }
    })
})

/** A rule with its surroundings; not those that expire while they are read. */
function wholeOf({ id, family, table, chain, sets, json }: Entry): Ruleset[] {
  const { device, ...rest } = chain
  const objects = [
    { table: { family, name: table } },
    { chain: { family, table, ...rest, ...(device === undefined ? {} : { dev: device }) } },
    ...sets.map((one) => one.json),
    { rule: { family, table, chain: chain.name, expr: json } },
  ] as NftObject[]
  return [{ id, json: objects }]
}
