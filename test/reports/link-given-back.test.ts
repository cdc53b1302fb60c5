import assert from 'node:assert/strict'
import type { Answer } from '../support/answer.ts'
import { LINKS } from '../support/links.ts'
import { needsHere } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

/** What counts, runs, or was put together for the new link. */
const PASSING = [
  'ifindex',
  'gc_timer',
  'hello_timer',
  'bridge_id',
  'root_id',
  'tso_max_size',
  'permaddr',
  'link',
  'operstate',
]

function lasting(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((one) => !['NO-CARRIER', 'LOWER_UP', 'M-DOWN'].includes(one)).map(lasting)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => !PASSING.includes(key))
  return Object.fromEntries(kept.map(([key, inner]) => [key, lasting(inner)]))
}

describe('a listed link that is deleted and made again', () => {
  const here = eachPlace(`
    ip link add p0 type veth peer name p1
    ip link set p0 up
    ip link set p1 up
  `)
  const shown = () => lasting(here().ip('-j -d link show dev x')[0] as Answer)

  for (const [what, { feature, script }] of Object.entries(LINKS)) {
    it(`is to ip what it was: ${what}`, async function () {
      needsHere(this, feature)
      const { nl, sh } = here()
      sh(script)
      const before = shown()
      const listed = (await nl.listLinks()).find(({ name }) => name === 'x')
      assert.ok(listed?.kind)
      await nl.deleteLink(listed)
      await assert.rejects(nl.getLink(listed), { code: 'ENODEV' })
      await nl.createLink({ ...listed, kind: listed.kind })
      assert.deepEqual(shown(), before)
    })
  }
})

describe('the sources of a macvlan', () => {
  const here = eachPlace('ip link add p0 type veth peer name p1; ip link add m0 link p0 type macvlan mode source')
  const sources = () =>
    [
      ...here()
        .run('ip -d link show m0')
        .matchAll(/02:00:00:00:00:0\d/g),
    ]
      .map(([one]) => one)
      .sort()

  it('are set by macaddrData alone', async function () {
    needsHere(this, 'macvlan')
    const { nl } = here()
    await nl.setLink('m0', { data: { macaddrData: ['02:00:00:00:00:05', '02:00:00:00:00:06'] } })
    assert.deepEqual(sources(), ['02:00:00:00:00:05', '02:00:00:00:00:06'])
    await nl.setLink('m0', { data: { macaddrData: ['02:00:00:00:00:07'] } })
    assert.deepEqual(sources(), ['02:00:00:00:00:07'])
    await nl.setLink('m0', { data: { macaddrMode: 'add', macaddr: '02:00:00:00:00:08' } })
    assert.deepEqual(sources(), ['02:00:00:00:00:07', '02:00:00:00:00:08'])
    await nl.setLink('m0', { data: { macaddrData: [] } })
    assert.deepEqual(sources(), [])
  })

  it('are not changed by an address of which nothing is said', async function () {
    needsHere(this, 'macvlan')
    await assert.rejects(here().nl.setLink('m0', { data: { macaddr: '02:00:00:00:00:08' } }), {
      name: 'TypeError',
      message: "setLink: data.macaddr requires macaddrMode 'add' or 'del'",
    })
  })
})
