import assert from 'node:assert/strict'
import type { NftElement, NftSet } from '../../lib/nftables/index.ts'
import { needs } from '../support/needs.ts'
import { oneHandle } from './support/handle.ts'
import { flushByNft, listByNft, runNft, scriptByNft } from './support/nft-command.ts'

const at = { family: 'inet', table: 't' } as const
type Elem = NftElement['elem']

/** The elements of set `s`, as nft lists them. */
function elements(): unknown {
  const sets = listByNft().map((object) => (object.set ?? object.map) as { name: string; elem?: unknown } | undefined)
  return sets.find((set) => set?.name === 's')?.elem
}

const prefix = (addr: string, len: number) => ({ prefix: { addr, len } })
const range = (from: string, to: string) => ({ range: [from, to] as [string, string] })

describe('elements of sets and maps', () => {
  needs('command nft', 'nftables')
  const nft = oneHandle()
  beforeEach(() => flushByNft())

  const make = (set: Partial<NftSet>) =>
    nft().apply([
      { add: { table: { family: 'inet', name: 't' } } },
      { add: { set: { ...at, name: 's', type: 'ipv4_addr', ...set } } },
    ])
  const add = (elem: Elem) => nft().apply([{ add: { element: { ...at, name: 's', elem } } }])
  const remove = (elem: Elem) => nft().apply([{ delete: { element: { ...at, name: 's', elem } } }])

  it('are put in and taken out', async () => {
    await make({})
    await add(['1.1.1.1', '2.2.2.2', '3.3.3.3'])
    await remove(['2.2.2.2'])
    assert.deepEqual(elements(), ['1.1.1.1', '3.3.3.3'])
  })

  it('carry timeouts, comments and counters', async () => {
    await make({ flags: ['timeout'], stmt: [{ counter: null }] })
    const counter = { packets: 5, bytes: 6 }
    await add([{ elem: { val: '1.1.1.1', timeout: 3600, comment: 'one', counter } }])
    const [{ elem }] = elements() as [{ elem: Record<string, unknown> }]
    assert.deepEqual({ ...elem, expires: 0 }, { val: '1.1.1.1', timeout: 3600, expires: 0, comment: 'one', counter })
  })

  it('can be intervals up to the ends of the type', async () => {
    await make({ flags: ['interval'] })
    const all = [prefix('0.0.0.0', 8), range('10.0.0.1', '10.0.0.5'), '11.0.0.0', prefix('240.0.0.0', 4)]
    await add(all)
    assert.deepEqual(elements(), all)
    await remove([range('10.0.0.1', '10.0.0.5'), prefix('240.0.0.0', 4)])
    assert.deepEqual(elements(), [prefix('0.0.0.0', 8), '11.0.0.0'])
  })

  it('can be intervals of concatenations', async () => {
    await make({ type: ['ipv4_addr', 'inet_service'], flags: ['interval'] })
    const elem = [{ concat: [prefix('10.0.0.0', 8), { range: [80, 90] }] }, { concat: ['1.1.1.1', 22] }] as Elem
    await add(elem)
    assert.deepEqual(elements(), elem)
  })

  it('can be names that begin alike', async () => {
    await make({ type: 'ifname', flags: ['interval'] })
    await add(['eth*', 'wlan0'])
    assert.deepEqual(elements(), ['eth*', 'wlan0'])
  })

  it('can be all others', async () => {
    await make({ flags: ['interval'] })
    await add(['1.1.1.1', '*'])
    assert.deepEqual(elements(), ['1.1.1.1', '*'])
  })

  it('may repeat what is there, unless they are created', async () => {
    await make({})
    await add(['1.1.1.1'])
    await add(['1.1.1.1', '2.2.2.2'])
    await assert.rejects(nft().apply([{ create: { element: { ...at, name: 's', elem: ['3.3.3.3', '1.1.1.1'] } } }]), {
      code: 'EEXIST',
      attribute: 'nftables[0].create.element.elem[1]',
    })
    assert.deepEqual(elements(), ['1.1.1.1', '2.2.2.2'])
  })

  describe('of a set that merges its intervals', () => {
    beforeEach(() => make({ flags: ['interval'], 'auto-merge': true }))

    /** What nft makes of the same changes of a set of its own. */
    function byNft(...changes: string[]): unknown {
      flushByNft()
      scriptByNft('add table inet t; add set inet t s { type ipv4_addr; flags interval; auto-merge; }')
      for (const change of changes) scriptByNft(`${change.replace('{', 'element inet t s {')}\n`)
      return elements()
    }

    it('become one where they touch, also with those that are there', async () => {
      await add(['1.1.1.1', '1.1.1.2', prefix('10.0.0.0', 8)])
      await add([range('1.1.1.3', '1.1.1.9'), prefix('11.0.0.0', 8), '10.1.1.1', '20.0.0.1'])
      const ours = elements()
      const changes = [
        'add { 1.1.1.1, 1.1.1.2, 10.0.0.0/8 }',
        'add { 1.1.1.3-1.1.1.9, 11.0.0.0/8, 10.1.1.1, 20.0.0.1 }',
      ]
      assert.deepEqual(ours, byNft(...changes))
    })

    it('are cut where a part is taken out', async () => {
      await add([prefix('10.0.0.0', 8), '1.1.1.1'])
      await remove(['10.1.1.1', range('10.255.0.0', '10.255.255.255')])
      const rests = [range('10.0.0.0', '10.1.1.0'), range('10.1.1.2', '10.254.255.255')]
      assert.deepEqual(elements(), ['1.1.1.1', ...rests])
    })

    it('follow each other within one transaction', async () => {
      const change = (elem: Elem) => ({ element: { ...at, name: 's', elem } })
      await nft().apply([
        { add: change([prefix('10.0.0.0', 8)]) },
        { delete: change([prefix('10.0.0.0', 9)]) },
        { add: change([prefix('10.0.0.0', 10)]) },
        { flush: { set: { ...at, name: 's' } } },
        { add: change(['1.1.1.1']) },
        { add: change(['1.1.1.2']) },
      ])
      assert.deepEqual(elements(), [range('1.1.1.1', '1.1.1.2')])
    })

    it('are refused where they are not there', async () => {
      await add([prefix('10.0.0.0', 8)])
      for (const elem of [['11.0.0.0'], [range('10.255.0.0', '11.0.0.0')]] as Elem[]) {
        await assert.rejects(remove(elem), { code: 'ENOENT', attribute: 'nftables[0].delete.element.elem' })
      }
      assert.deepEqual(elements(), [prefix('10.0.0.0', 8)])
    })
  })

  it('of maps have data, verdicts or objects', async () => {
    const maps = {
      mark: [['1.1.1.1', 5]],
      verdict: [['1.1.1.1', { jump: { target: 'c' } }]],
      counter: [['1.1.1.1', 'n']],
    }
    for (const [map, elem] of Object.entries(maps)) {
      flushByNft()
      await nft().apply([
        { add: { table: { family: 'inet', name: 't' } } },
        { add: { chain: { ...at, name: 'c' } } },
        { add: { counter: { ...at, name: 'n' } } },
        { add: { map: { ...at, name: 's', type: 'ipv4_addr', map } } },
      ])
      await add(elem as Elem)
      assert.deepEqual(elements(), elem, map)
      await remove(['1.1.1.1'])
      assert.equal(elements(), undefined)
    }
  })

  it('of a map may jump to chains that come later', async () => {
    await nft().apply([
      { add: { table: { family: 'inet', name: 't' } } },
      { add: { map: { ...at, name: 's', type: 'mark', map: 'verdict', elem: [[1, { jump: { target: 'c' } }]] } } },
      { add: { element: { ...at, name: 's', elem: [[2, { goto: { target: 'd' } }]] } } },
      { add: { chain: { ...at, name: 'c' } } },
      { add: { chain: { ...at, name: 'd' } } },
    ])
    assert.deepEqual(elements(), [
      [1, { jump: { target: 'c' } }],
      [2, { goto: { target: 'd' } }],
    ])
  })

  it('take the types that a set of nft was made like', async () => {
    scriptByNft('table inet t { \n set s { typeof ip length . meta mark; } \n}')
    await add([{ concat: [1500, 7] }])
    assert.match(runNft(['list', 'ruleset']).output, /elements = \{ 1500 \. 0x00000007 \}/)
  })

  it('come in great numbers', async () => {
    await make({ type: ['ipv4_addr', 'inet_service'] })
    const many = Array.from({ length: 100_000 }, (_, i) => ({
      concat: [`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`, i % 65536],
    }))
    await nft().addElements({ ...at, set: 's' }, many)
    assert.equal((elements() as unknown[]).length, many.length)
    await nft().deleteElements({ ...at, set: 's' }, many.slice(1))
    assert.deepEqual(elements(), many.slice(0, 1))
  })

  it('are refused in bulk with the place of the wrong one', async () => {
    await make({})
    const bulk = nft().addElements({ ...at, set: 's' }, ['1.1.1.1', '1.1.1.257'])
    await assert.rejects(bulk, {
      name: 'TypeError',
      message: "addElements: elements[1] must be a valid IPv4 address, not '1.1.1.257'",
    })
    await assert.rejects(nft().addElements({ ...at, set: 'none' }, ['1.1.1.1']), {
      code: 'ENOENT',
      operation: 'addElements',
      attribute: 'set',
    })
    const missing = { name: 'TypeError', message: 'deleteElements: elements is missing' }
    await assert.rejects(nft().deleteElements({ ...at, set: 's' }, undefined as never), missing)
    const { table: _, ...tableless } = { ...at, set: 's' }
    await assert.rejects(nft().addElements(tableless as never, ['1.1.1.1']), {
      message: 'addElements: table is missing',
    })
    await nft().addElements({ ...at, set: 's' }, ['1.1.1.1'])
    await assert.rejects(nft().deleteElements({ ...at, set: 's' }, ['1.1.1.1', '1.1.1.2']), {
      code: 'ENOENT',
      attribute: 'elements[1]',
    })
  })
})
