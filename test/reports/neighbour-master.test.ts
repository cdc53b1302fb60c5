import assert from 'node:assert/strict'
import type { NeighbourOptions } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

describe('master of an entry', () => {
  needs('bridge', 'veth')
  const place = onePlace(
    'ip link add br0 type bridge; ip link add p0 type veth peer name p1; ip link set p0 master br0',
  )
  const lladdr = '02:00:00:00:00:31'

  for (const [what, master] of Object.entries({
    true: true,
    'a name': 'br0',
    'an object': { index: 2 },
    'a number': 2,
  })) {
    for (const verb of ['addNeighbour', 'replaceNeighbour', 'appendNeighbour', 'deleteNeighbour'] as const) {
      it(`is refused where it is ${what} and chooses no table: ${verb}`, async () => {
        const { nl, run } = place()
        const entry = { family: 'bridge', link: 'p0', lladdr, master } as unknown as NeighbourOptions
        const message = `${verb}: \`master\` is \`flags: ['master']\` here`
        await assert.rejects(nl[verb](entry), { name: 'TypeError', message })
        assert.doesNotMatch(run('bridge fdb show dev p0'), /02:00:00:00:00:31/)
      })
    }
  }

  it('is taken as it was listed', async () => {
    const { nl, run } = place()
    run(`bridge fdb add ${lladdr} dev p0 master static`)
    const shown = run('bridge fdb show dev p0')
    const found = (await nl.listNeighbours({ family: 'bridge', link: 'p0' })).find((one) => one.lladdr === lladdr)
    assert.ok(found !== undefined && typeof found.master === 'number')
    await nl.deleteNeighbour(found)
    assert.doesNotMatch(run('bridge fdb show dev p0'), /02:00:00:00:00:31/)
    await nl.addNeighbour(found)
    assert.equal(run('bridge fdb show dev p0'), shown)
  })
})
