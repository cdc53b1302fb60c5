import assert from 'node:assert/strict'
import type { Neighbour, NeighbourFilter } from '../../lib/index.ts'
import { eachPlace, onePlace, TWO_LINKS } from '../support/place.ts'

const lladdr = '02:00:00:00:00:99'

const ENTRIES = `
  ip -batch - <<END
    link add br0 index 30 type bridge
    link set v1 master br0
    neighbour add 10.0.0.2 lladdr ${lladdr} dev v0
    neighbour add 10.0.0.3 lladdr ${lladdr} dev v0 nud stale
    neighbour add 10.0.0.4 lladdr ${lladdr} dev v0 nud noarp
    neighbour add 10.0.1.2 lladdr ${lladdr} dev v1
    neighbour add fd00::2 lladdr ${lladdr} dev v0
    neighbour add fd00:1::2 lladdr ${lladdr} dev v1 nud noarp
END
`

function brief(found: readonly Neighbour[]): string[] {
  return found
    .map(({ dst }) => dst as string)
    .filter((dst) => !dst.startsWith('ff'))
    .sort()
}

describe('lists of neighbours', () => {
  const here = onePlace(TWO_LINKS + ENTRIES)

  /** Our filter, and the words behind `ip neighbour show`. */
  const filters: readonly { filter: NeighbourFilter; ip: string }[] = [
    { filter: {}, ip: '' },
    { filter: { family: 'inet' }, ip: '-4' },
    { filter: { family: 'inet6' }, ip: '-6' },
    { filter: { link: 'v0' }, ip: 'dev v0' },
    { filter: { link: 11 }, ip: 'dev v1' },
    { filter: { master: 'br0' }, ip: 'vrf br0' },
    { filter: { master: 30, family: 'inet' }, ip: '-4 vrf br0' },
    { filter: { state: 'all' }, ip: 'nud all' },
    { filter: { state: 'noarp' }, ip: 'nud noarp' },
    { filter: { state: ['noarp', 'stale'], link: 'v0' }, ip: 'dev v0 nud noarp nud stale' },
    { filter: { state: 'permanent', family: 'inet6' }, ip: '-6 nud permanent' },
    { filter: { state: 'failed' }, ip: 'nud failed' },
  ]
  for (const { filter, ip } of filters) {
    const words = ip.startsWith('-')
      ? `ip -j ${ip.slice(0, 2)} neighbour show ${ip.slice(2)}`
      : `ip -j neighbour show ${ip}`

    it(`with ${JSON.stringify(filter)} have what ${words} has, as streams do`, async () => {
      const theirs = brief(JSON.parse(here().run(words.replace('vrf', 'master'))) as Neighbour[])
      assert.deepEqual(brief(await here().nl.listNeighbours(filter)), theirs)
      const streamed: Neighbour[] = []
      for await (const neighbour of here().nl.streamNeighbours(filter)) streamed.push(neighbour)
      assert.deepEqual(brief(streamed), theirs)
    })
  }

  it('refuse a filter that they do not have, and a link that is not there', async () => {
    await assert.rejects(here().nl.listNeighbours({ dev: 'v0' } as NeighbourFilter), {
      name: 'TypeError',
      message: 'listNeighbours: `dev` is `link` here',
    })
    await assert.rejects(here().nl.listNeighbours({ link: 'gone' }), { code: 'ENODEV', attribute: 'link' })
  })

  it('report ages in hundredths of a second', async () => {
    const [theirs] = here().ip<{ used: number; confirmed: number }>('-j -s neighbour show 10.0.0.3')
    const [ours] = (await here().nl.listNeighbours()).filter(({ dst }) => dst === '10.0.0.3')
    const seconds = (age: number | undefined) => Math.floor((age ?? Number.NaN) / 100)
    assert.ok(Math.abs(seconds(ours?.cacheinfo?.used) - (theirs?.used as number)) <= 1)
    assert.ok(Math.abs(seconds(ours?.cacheinfo?.confirmed) - (theirs?.confirmed as number)) <= 1)
  })
})

describe('changes of neighbours', () => {
  const here = eachPlace(TWO_LINKS)
  const shown = () => here().ip<{ dst: string; lladdr: string; state: string[] }>('-j neighbour show nud all dev v0')

  it('refuse an entry that is there, but replace it', async () => {
    const entry = { link: 'v0', dst: '10.0.0.9', lladdr }
    await here().nl.addNeighbour(entry)
    await assert.rejects(here().nl.addNeighbour(entry), { code: 'EEXIST', operation: 'addNeighbour' })
    await here().nl.replaceNeighbour({ ...entry, lladdr: '02:00:00:00:00:77', state: 'stale' })
    const [found] = shown().filter(({ dst }) => dst === '10.0.0.9')
    assert.deepEqual([found?.lladdr, found?.state], ['02:00:00:00:00:77', ['STALE']])
  })

  it('replace what was not there', async () => {
    await here().nl.replaceNeighbour({ link: 'v0', dst: '10.0.0.9', lladdr })
    assert.ok(shown().some(({ dst }) => dst === '10.0.0.9'))
  })

  it('refuse to delete what is not there', async () => {
    await assert.rejects(here().nl.deleteNeighbour({ link: 'v0', dst: '10.0.0.9' }), {
      code: 'ENOENT',
      operation: 'deleteNeighbour',
    })
  })

  it('travel a thousand at a time', async () => {
    const all = Array.from({ length: 1000 }, (_, i) => ({ link: 'v0', dst: `10.1.${i >> 8}.${i & 255}`, lladdr }))
    await Promise.all(all.map((entry) => here().nl.addNeighbour(entry)))
    assert.equal((await here().nl.listNeighbours({ link: 'v0', state: 'permanent' })).length, 1000)
    await Promise.all(all.map((entry) => here().nl.deleteNeighbour(entry)))
    assert.deepEqual(await here().nl.listNeighbours({ link: 'v0', state: 'permanent' }), [])
  })

  it('say in the kernel’s words what cannot be', async () => {
    const cases = [
      [{ link: 'gone', dst: '10.0.0.9', lladdr }, 'ENODEV', /no link named 'gone'/],
      [{ link: 'v0', dst: '10.0.0.9', lladdr, flagsExt: ['managed'], state: 'permanent' }, 'EINVAL', /permanent/],
    ] as const
    for (const [options, code, message] of cases) {
      await assert.rejects(here().nl.addNeighbour(options), { name: 'NetlinkError', code, message })
    }
  })

  it('find slips before anything is sent', async () => {
    const cases = [
      [{ link: 'v0' }, 'TypeError', 'addNeighbour: dst is missing'],
      [{ dst: '10.0.0.9' }, 'TypeError', 'addNeighbour: link is missing'],
      [{ link: 'v0', family: 'bridge', dst: '10.0.0.9' }, 'TypeError', 'addNeighbour: lladdr is missing'],
      [{ link: 'v0', dst: '10.0.0.9/32' }, 'TypeError', /^addNeighbour: dst must be an IP address/],
      [
        { link: 'v0', dst: 'fd00::9', family: 'inet' },
        'TypeError',
        /^addNeighbour: family must be that of the addresses \(IPv6\), not 'inet'/,
      ],
      [{ link: 'v0', dst: '10.0.0.9', lladdr: 'xx' }, 'TypeError', /^addNeighbour: lladdr must be a hardware address/],
      [
        { link: 'v0', dst: '10.0.0.9', lladdr: '00:11:22:33:44:5g' },
        'TypeError',
        /^addNeighbour: lladdr must be a hardware address/,
      ],
      [
        { link: 'v0', dst: '10.0.0.9', state: 'good' },
        'TypeError',
        /^addNeighbour: state must be one of none, incomplete/,
      ],
      [
        { link: 'v0', dst: '10.0.0.9', lladdr: '02:00' },
        'RangeError',
        /^addNeighbour: lladdr must be 6 bytes long, not 2/,
      ],
      [{ link: 'v0', dst: '10.0.0.9', vni: 2 ** 24 }, 'RangeError', /^addNeighbour: vni must be from 0 to 16777215/],
      [{ link: 'v0', dst: '10.0.0.9', mac: lladdr }, 'TypeError', 'addNeighbour: `mac` is `lladdr` here'],
    ] as const
    for (const [options, name, message] of cases) {
      await assert.rejects(here().nl.addNeighbour(options as never), { name, message })
    }
  })
})
