import assert from 'node:assert/strict'
import type { Neighbour, NeighbourFilter } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'

const lladdr = '02:00:00:00:00:02'

/** One entry of each state that stays as it is, of both families; an entry of state `none` is what a refused addition leaves. */
const ENTRIES = `
  ip neighbour add 10.0.0.2 lladdr ${lladdr} dev v0 nud permanent
  ip neighbour add 10.0.0.3 lladdr ${lladdr} dev v0 nud stale
  ip neighbour add 10.0.0.4 lladdr ${lladdr} dev v0 nud noarp
  ip neighbour add 10.0.1.5 lladdr ${lladdr} dev v1 nud stale
  ip neighbour add 10.0.0.6 lladdr ${lladdr} dev v0 nud noarp extern_learn
  ip neighbour add fd00::2 lladdr ${lladdr} dev v0 nud permanent
  ip neighbour add fd00::3 lladdr ${lladdr} dev v0 nud stale router
  ip neighbour add proxy 10.0.0.7 dev v0
  ip neighbour add 10.0.0.77 dev v0 nud permanent 2>/dev/null || true
`

/** Unless a test is about them, the groups that the kernel joins are left out. */
const ours = ({ dst }: { dst?: string }) => dst?.startsWith('ff') !== true

describe('a list of neighbours', () => {
  const here = eachPlace(TWO_LINKS + ENTRIES)
  const listed = async (filter: NeighbourFilter = {}) => dsts(await here().nl.listNeighbours(filter))
  const shown = (words: string) => dsts(here().ip<{ dst: string }>(`-j neighbour show ${words}`))
  const dsts = (found: readonly { dst?: string }[]) =>
    found
      .filter(ours)
      .map(({ dst }) => dst)
      .sort()

  it('leaves out what was never resolved, as ip neighbour does', async () => {
    assert.deepEqual(await listed(), shown(''))
    assert.deepEqual(await listed({ state: 'all' }), shown('nud all'))
    assert.ok((await listed({ state: 'all' })).includes('10.0.0.77'))
    assert.deepEqual(await listed({ state: 'none' }), ['10.0.0.77'])
    assert.deepEqual(await listed({ proxy: true }), shown('proxy'))
  })

  it('is filtered by the number of a state as by its word', async () => {
    for (const [word, number] of [
      ['permanent', 0x80],
      ['stale', 0x04],
      ['noarp', 0x40],
      ['none', 0],
    ] as const) {
      const expected = await listed({ state: word })
      assert.ok(expected.length > 0, word)
      assert.deepEqual(await listed({ state: number }), expected)
      assert.deepEqual(await listed({ state: [number] }), expected)
    }
    assert.deepEqual(await listed({ state: 0x84 }), await listed({ state: ['permanent', 'stale'] }))
    assert.deepEqual(await listed({ state: ['permanent', 'none'] }), ['10.0.0.2', '10.0.0.77', 'fd00::2'])
  })

  it('is refused by a state that is none', async () => {
    for (const state of ['good', null, -1, 1.5, ['stale', 'good']]) {
      await assert.rejects(here().nl.listNeighbours({ state: state as never }), {
        name: 'TypeError',
        message: /^listNeighbours: state must/,
      })
    }
  })

  it('has but the family that was asked for, and none of one that has no neighbours', async () => {
    assert.deepEqual(
      await listed({ family: 4 }),
      shown('').filter((dst) => !dst?.includes(':')),
    )
    assert.deepEqual(await listed({ family: 6 }), await listed({ family: 'inet6' }))
    for (const family of ['mpls', 'packet', 55] as const) assert.deepEqual(await listed({ family, state: 'all' }), [])
  })

  it('is stopped by a second argument', async () => {
    const gone = AbortSignal.abort(new Error('no longer'))
    await assert.rejects(here().nl.listNeighbours({}, { signal: gone }), /no longer/)
    const streamed: Neighbour[] = []
    for await (const one of here().nl.streamNeighbours({ link: 'v1' }, { timeout: 5000 })) streamed.push(one)
    assert.deepEqual(dsts(streamed), ['10.0.1.5'])
  })
})

describe('flushing neighbours', () => {
  const here = eachPlace(TWO_LINKS + ENTRIES)
  const left = (words = '') =>
    here()
      .ip<{ dst: string }>(`-j neighbour show nud all ${words}`)
      .filter(ours)
      .map(({ dst }) => dst)
      .sort()

  it('takes what ip neighbour flush takes, and says how many went', async () => {
    assert.equal(await here().nl.flushNeighbours({ link: 'v0' }), 2)
    const after = left()
    assert.deepEqual(after, ['10.0.0.2', '10.0.0.4', '10.0.0.6', '10.0.0.77', '10.0.1.5', 'fd00::2'])
    assert.equal(await here().nl.flushNeighbours({ link: 'v0' }), 0)
  })

  it('is narrowed by family, state and proxy', async () => {
    const { nl, ip } = here()
    assert.equal(await nl.flushNeighbours({ family: 'inet6' }), 1)
    assert.equal(await nl.flushNeighbours({ family: 4, state: 'permanent' }), 1)
    assert.deepEqual(left(), ['10.0.0.3', '10.0.0.4', '10.0.0.6', '10.0.0.77', '10.0.1.5', 'fd00::2'])
    assert.equal(await nl.flushNeighbours({ proxy: true }), 1)
    assert.deepEqual(ip('-j neighbour show proxy'), [])
    assert.equal(await nl.flushNeighbours({ link: 'v0', family: 'inet', state: 'all' }), 4)
    assert.deepEqual(left(), ['10.0.1.5', 'fd00::2'])
  })

  it('takes learned entries of a bridge, and leaves those that were set by hand', async () => {
    const { nl, sh, run } = here()
    sh(`
      ip link add br0 type bridge
      ip link set v0 master br0
      ip link set br0 up
      bridge fdb add 02:00:00:00:00:11 dev v0 master dynamic
      bridge fdb add 02:00:00:00:00:12 dev v0 master static
    `)
    assert.equal(await nl.flushNeighbours({ family: 'bridge', master: 'br0' }), 1)
    const table = run('bridge fdb show br br0')
    assert.doesNotMatch(table, /00:11/)
    assert.match(table, /00:12/)
    assert.equal(await nl.flushNeighbours({ family: 'bridge', master: 'br0', state: 'noarp' }), 1)
    assert.doesNotMatch(run('bridge fdb show br br0'), /00:12/)
  })

  it('needs a filter', async () => {
    const before = left()
    for (const filter of [{}, undefined, null, 5, { link: undefined, state: undefined }, { timeout: 5000 }]) {
      await assert.rejects(here().nl.flushNeighbours(filter as never), {
        name: 'TypeError',
        message: /^flushNeighbours: /,
      })
    }
    await assert.rejects(here().nl.flushNeighbours({ link: 'nobody' }), { code: 'ENODEV', attribute: 'link' })
    await assert.rejects(here().nl.flushNeighbours({ dev: 'v0' } as never), /`dev` is `link` here/)
    assert.deepEqual(left(), before)
  })
})

describe('an address of a bridge that knows VLANs', () => {
  needs('vlan filtering')
  const here = eachPlace(`
    ip link add br0 type bridge vlan_filtering 1
    ip link add v0 type veth peer name v1
    ip link set v0 master br0 up
    bridge vlan add dev v0 vid 5
  `)
  const lladdr = '02:00:00:00:00:99'
  const shown = () =>
    here()
      .run('bridge fdb show br br0')
      .split('\n')
      .filter((line) => line.startsWith(lladdr))
      .sort()
  const entries = async () => {
    const all = await here().nl.listNeighbours({ family: 'bridge', master: 'br0' })
    return all.filter((one) => one.lladdr === lladdr).sort((one, other) => (one.vlan ?? 0) - (other.vlan ?? 0))
  }
  const entry = { family: 'bridge', link: 'v0', lladdr, flags: ['master'], state: 'noarp' } as const

  it('stands there once without a VLAN and once for each of its port, and goes with all of them, as with bridge', async () => {
    const { nl, run } = here()
    await nl.addNeighbour(entry)
    const ours = shown()
    assert.deepEqual(
      (await entries()).map(({ vlan }) => vlan),
      [undefined, 1, 5],
    )
    await nl.deleteNeighbour(entry)
    assert.deepEqual(shown(), [])
    run(`bridge fdb add ${lladdr} dev v0 master static`)
    assert.deepEqual(shown(), ours)
    run(`bridge fdb del ${lladdr} dev v0 master`)
    assert.deepEqual(shown(), [])
  })

  it('is deleted and added by VLAN as it was listed', async () => {
    const { nl } = here()
    await nl.addNeighbour(entry)
    const before = shown()
    const [plain, ...others] = await entries()
    assert.ok(plain)
    for (const one of others) {
      await nl.deleteNeighbour(one)
      assert.equal(shown().length, 2)
      await nl.addNeighbour(one)
      assert.deepEqual(shown(), before)
    }
    await nl.deleteNeighbour(plain)
    await nl.addNeighbour(plain)
    assert.deepEqual(shown(), before)
  })

  it('is counted once for each VLAN where it is flushed', async () => {
    const { nl } = here()
    await nl.addNeighbour(entry)
    assert.equal(await nl.flushNeighbours({ family: 'bridge', link: 'v0', state: 'noarp' }), 3)
    assert.deepEqual(shown(), [])
  })
})
