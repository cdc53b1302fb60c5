import assert from 'node:assert/strict'
import { isKind, type Link } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { onePlace } from '../support/place.ts'

describe('isKind', () => {
  needs('bridge', 'vxlan')
  const place = onePlace('ip link add br0 type bridge; ip link add vx0 type vxlan id 7 dstport 4789')

  it('selects the links of a kind, whose data the compiler then knows', async () => {
    const links = await place().nl.listLinks()
    const ids = links.flatMap((link) => (isKind(link, 'vxlan') ? [[link.name, link.data.id]] : []))
    assert.deepEqual(ids, [['vx0', 7]])
    assert.deepEqual(
      links.filter((link) => isKind(link, 'bridge')).map(({ name, data }) => [name, data.ageingTime]),
      [['br0', 30000]],
    )
  })

  it('is false for a link without the data of the kind', () => {
    const link = { name: 'x', index: 5, up: true, kind: 'vxlan' } as Link
    assert.equal(isKind(link, 'vxlan'), false)
    assert.equal(isKind({ ...link, data: {} }, 'vxlan'), true)
  })

  it('rejects what is not a link, or not a kind', () => {
    const wrong = isKind as (...args: readonly unknown[]) => boolean
    const link = 'expected a link, as listLinks and getLink return it'
    assert.throws(() => wrong(undefined, 'vxlan'), { name: 'TypeError', message: `isKind: ${link}, got undefined` })
    assert.throws(() => wrong('vx0', 'vxlan'), { name: 'TypeError', message: `isKind: ${link}, got 'vx0'` })
    assert.throws(() => wrong({ index: 5 }, 5), { name: 'TypeError', message: 'isKind: kind must be a string, not 5' })
  })
})
