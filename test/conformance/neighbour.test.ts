import assert from 'node:assert/strict'
import type { Neighbour } from '../../lib/index.ts'
import { eachPlace, onePlace, type Place, TWO_LINKS } from '../support/place.ts'
import { neighbourCases } from './support/neighbour-cases.ts'

const DST = ['10.0.0.9', 'fd00::9']

/** The entries that a case created, without the values that change on their own. */
async function listed(place: Place): Promise<Neighbour[]> {
  const all = await place.nl.listNeighbours({ link: 'v0', state: 'all' })
  return all.filter(({ dst }) => DST.includes(dst as string)).map(({ cacheinfo: _, probes: __, ...rest }) => rest)
}

function shown(place: Place): string[] {
  const lines = place.run('ip -d neighbour show dev v0 nud all').split('\n')
  return lines.filter((line) => DST.includes(line.split(' ')[0] as string)).map((line) => line.trim())
}

/** The entry that is there, and how it is printed. */
async function only(place: Place): Promise<{ neighbour: Neighbour; words: string }> {
  const [neighbour, ...others] = await listed(place)
  const [words, ...more] = shown(place)
  assert.deepEqual([others, more], [[], []])
  assert.ok(neighbour !== undefined && words !== undefined, 'there is no entry')
  return { neighbour, words }
}

/** Those members of `whole` that `part` has. */
function members(whole: object, part: object): object {
  return Object.fromEntries(Object.keys(part).map((key) => [key, (whole as Record<string, unknown>)[key]]))
}

describe('neighbours and ip', () => {
  for (const { what, ours, ip, listed: expected = ours } of neighbourCases) {
    describe(`about ${what}`, () => {
      const here = onePlace(TWO_LINKS)

      afterEach(async () => {
        for (const left of await listed(here())) await here().nl.deleteNeighbour(left)
      })

      it('agree on what we add', async () => {
        await here().nl.addNeighbour(ours)
        const { neighbour } = await only(here())
        assert.deepEqual(members(neighbour, expected), expected)
      })

      it('have the same from us and from ip', async () => {
        await here().nl.addNeighbour(ours)
        const made = await only(here())
        await here().nl.deleteNeighbour(made.neighbour)
        assert.deepEqual(await listed(here()), [])
        here().run(`ip neighbour add ${ip}`)
        assert.deepEqual(await only(here()), made)
      })

      it('have the same again after it was listed, deleted and added', async () => {
        here().run(`ip neighbour add ${ip}`)
        const found = await only(here())
        await here().nl.deleteNeighbour(found.neighbour)
        assert.deepEqual(await listed(here()), [])
        await here().nl.addNeighbour(found.neighbour)
        assert.deepEqual(
          members((await only(here())).neighbour, { dst: 0, lladdr: 0, flags: 0, flagsExt: 0 }),
          members(found.neighbour, { dst: 0, lladdr: 0, flags: 0, flagsExt: 0 }),
        )
      })
    })
  }
})

describe('entries that this host answers for', () => {
  const here = eachPlace(TWO_LINKS)
  const proxies = () =>
    here()
      .ip<{ dst: string; dev: string }>('-j neighbour show proxy')
      .map(({ dst, dev }) => `${dst} ${dev}`)

  it('are listed apart from the others, as ip does', async () => {
    await here().nl.addNeighbour({ link: 'v0', dst: '10.0.0.9', flags: ['proxy'] })
    await here().nl.addNeighbour({ link: 'v1', dst: 'fd00:1::9', flags: ['proxy'] })
    assert.deepEqual(proxies().sort(), ['10.0.0.9 v0', 'fd00:1::9 v1'])
    const found = await here().nl.listNeighbours({ proxy: true })
    assert.deepEqual(found.map(({ dst, link }) => `${dst} ${link}`).sort(), ['10.0.0.9 10', 'fd00:1::9 11'])
    assert.deepEqual(await here().nl.listNeighbours(), [])
  })

  it('can be given back', async () => {
    await here().nl.addNeighbour({ link: 'v0', dst: '10.0.0.9', flags: ['proxy'] })
    const [found] = await here().nl.listNeighbours({ proxy: true })
    await here().nl.deleteNeighbour(found as Neighbour & { link: number })
    assert.deepEqual(proxies(), [])
    await here().nl.addNeighbour(found as Neighbour & { link: number })
    assert.deepEqual(await here().nl.listNeighbours({ proxy: true }), [found])
  })
})
