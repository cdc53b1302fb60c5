import assert from 'node:assert/strict'
import { createNetns, deleteNetns, openNetlink } from '../../lib/index.ts'
import { ip } from '../support/ip.ts'
import { name } from '../support/unique.ts'
import { until } from '../support/until.ts'

describe('a namespace whose name is deleted', () => {
  it('lives on in the handle that was opened by the name, and ends with it', async () => {
    const ns = name('ns')
    const cable = name('v')
    ip(`netns add ${ns}`)
    ip(`link add ${cable} type veth peer name eth0 netns ${ns}`)
    const nl = await openNetlink({ netns: ns })
    ip(`netns delete ${ns}`)
    await nl.setLink('lo', { up: true })
    await Promise.all(Array.from({ length: 100 }, (_, i) => nl.addRoute({ dst: `10.9.0.${i}/32`, oif: 'lo' })))
    assert.equal((await nl.listRoutes({ family: 'inet' })).length, 100)
    assert.deepEqual((await nl.listLinks()).map((link) => link.name).sort(), ['eth0', 'lo'])
    await assert.rejects(openNetlink({ netns: ns }), { code: 'ENOENT', attribute: 'netns' })
    await nl.close()
    const there = () => ip<{ ifname: string }>('-j link show').some(({ ifname }) => ifname === cable)
    await until(`the end of ${cable}`, () => !there())
  })

  it('by us, while requests are under way, does not end them', async () => {
    const netns = await createNetns(name('ns'))
    const nl = await openNetlink({ netns })
    await nl.setLink('lo', { up: true })
    const added = Array.from({ length: 5000 }, (_, i) =>
      nl.addRoute({ dst: `10.9.${i >> 8}.${i & 255}/32`, oif: 'lo' }),
    )
    await Promise.all([deleteNetns(String(netns.name)), ...added])
    await netns.close()
    assert.equal((await nl.listRoutes({ family: 'inet' })).length, 5000)
    await nl.close()
  })

  it('may get its name again, for another one', async () => {
    const ns = name('ns')
    const first = await createNetns(ns)
    const nl = await openNetlink({ netns: ns })
    await deleteNetns(ns)
    const second = await createNetns(ns)
    assert.notEqual(second.inode, first.inode)
    await nl.setLink('lo', { up: true })
    const other = await openNetlink({ netns: ns })
    assert.deepEqual([(await nl.getLink('lo')).up, (await other.getLink('lo')).up], [true, false])
    for (const handle of [nl, other]) await handle.close()
    await first.close()
    await second.delete()
  })
})
