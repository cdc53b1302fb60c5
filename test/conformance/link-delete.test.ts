import assert from 'node:assert/strict'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

describe('deleting links', () => {
  needs('veth', 'bridge', 'ifb')
  const here = eachPlace(
    'for i in 0 1 2 3 4; do ip link add v$i type veth peer name p$i; ip link add f$i group 7 type ifb; done',
  )
  const names = async () => (await here().nl.listLinks()).map(({ name }) => name).sort()
  const all = ['f0', 'f1', 'f2', 'f3', 'f4', 'lo', 'p0', 'p1', 'p2', 'p3', 'p4', 'v0', 'v1', 'v2', 'v3', 'v4']

  it('deleteLink takes an index, a name, an alternative name', async () => {
    const { nl } = here()
    await nl.addAltname('f2', 'the-third-of-the-ifbs')
    await nl.deleteLink((await nl.getLink('f0')).index)
    await nl.deleteLink('f1')
    await nl.deleteLink('the-third-of-the-ifbs')
    assert.deepEqual(
      await names(),
      all.filter((name) => !['f0', 'f1', 'f2'].includes(name)),
    )
    await assert.rejects(nl.deleteLink('f1'), { code: 'ENODEV', attribute: 'link', message: /no link named 'f1'/ })
    await assert.rejects(nl.deleteLink('lo'), { code: 'EOPNOTSUPP' })
  })

  it('deleteLink ignores further arguments, so that names.map(deleteLink) works', async () => {
    const { nl } = here()
    await Promise.all(['f0', 'f1'].map(nl.deleteLink.bind(nl)))
    assert.deepEqual(
      await names(),
      all.filter((name) => !['f0', 'f1'].includes(name)),
    )
  })

  it('deleteLinks deletes many, and only those', async () => {
    const { nl } = here()
    const { index } = await nl.getLink('f3')
    await nl.deleteLinks(['v0', 'v1', 'v2', 'f0', index])
    assert.deepEqual(await names(), ['f1', 'f2', 'f4', 'lo', 'p3', 'p4', 'v3', 'v4'])
  })

  it('accepts both ends of a pair, and a link that is named twice', async () => {
    const { nl } = here()
    await nl.deleteLinks(['v0', 'p0', 'v1', 'v1', 'p1'])
    await nl.deleteLinks(['v2', 'p2'])
    await nl.deleteLinks(['v3', 'v3', 'v3'])
    assert.deepEqual(await names(), ['f0', 'f1', 'f2', 'f3', 'f4', 'lo', 'p4', 'v4'])
  })

  it('none is deleted when one is not there, or cannot be deleted', async () => {
    const { nl } = here()
    const missing = { code: 'ENODEV', attribute: 'links[1]', message: /no link named 'nobody'/ }
    await assert.rejects(nl.deleteLinks(['f0', 'nobody', 'f1', 'f2']), missing)
    await assert.rejects(nl.deleteLinks(['f0', 'nobody']), missing)
    await assert.rejects(nl.deleteLinks(['f0', 'f1', 'f2', 'lo']), {
      code: 'EOPNOTSUPP',
      attribute: 'links[3]',
      message: /'lo'/,
    })
    assert.deepEqual(await names(), all)
    assert.deepEqual(new Set((await nl.listLinks({ kind: 'ifb' })).map(({ group }) => group)), new Set([7]))
  })

  it('nothing is nothing, one and two are simply deleted', async () => {
    const { nl } = here()
    await nl.deleteLinks([])
    await nl.deleteLinks(['f0'])
    await nl.deleteLinks(['f1', 'f2'])
    assert.deepEqual(
      await names(),
      all.filter((name) => !['f0', 'f1', 'f2'].includes(name)),
    )
  })

  it('nothing else of the handle comes between', async () => {
    const { nl } = here()
    const [, listed] = await Promise.all([
      nl.deleteLinks(['f0', 'f1', 'f2', 'f3']),
      nl.listLinks({ kind: 'ifb' }),
      nl.createIfb({ name: 'f0' }),
    ])
    assert.deepEqual(
      listed.map(({ name, group }) => [name, group]),
      [['f4', 7]],
    )
    assert.deepEqual((await nl.listLinks({ kind: 'ifb' })).map(({ name }) => name).sort(), ['f0', 'f4'])
  })

  it('slips name the link', async () => {
    const { nl } = here()
    await assert.rejects(nl.deleteLinks('f0' as never), /deleteLinks: links must be an array/)
    await assert.rejects(
      nl.deleteLinks(['f0', undefined as never]),
      /deleteLinks: links\[1\] must be the index or the name of a link/,
    )
  })
})
