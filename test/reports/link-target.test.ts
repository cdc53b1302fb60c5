import assert from 'node:assert/strict'
import type { LinkRef } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

/** What a search that found nothing, or a slip, leaves in the place of a link. */
const NONE: readonly unknown[] = [
  undefined,
  null,
  0,
  -1,
  1.5,
  Number.NaN,
  2 ** 31,
  '',
  {},
  { index: 0 },
  { index: '1' },
  [],
]

describe('a link that is none', () => {
  needs('veth', 'bridge', 'vxlan')
  const here = eachPlace(`
    ip link add v0 type veth peer name v1
    ip link add br0 type bridge
    ip link set v0 master br0 up
  `)

  const state = () =>
    here()
      .run('ip -o link show')
      .replaceAll(/state \S+|qlen \d+/g, '')

  for (const [verb, call] of Object.entries({
    setLink: (link: LinkRef) => here().nl.setLink(link, { group: 0, up: false, mtu: 1300 }),
    'setLink by the name in its change': (link: LinkRef) => here().nl.setLink(link, { name: 'v0', mtu: 1280 }),
    'setLink with data': (link: LinkRef) => here().nl.setLink(link, { group: 0, data: { ageing: 1 } }),
    deleteLink: (link: LinkRef) => here().nl.deleteLink(link),
    deleteLinks: (link: LinkRef) => here().nl.deleteLinks(['v0', 'br0', 'v1', link]),
    getLink: (link: LinkRef) => here().nl.getLink(link),
    addAltname: (link: LinkRef) => here().nl.addAltname(link, 'other'),
    deleteAltname: (link: LinkRef) => here().nl.deleteAltname(link, 'other'),
    addNeighbour: (link: LinkRef) => here().nl.addNeighbour({ link, dst: '10.0.0.1', flags: ['proxy'] }),
    deleteNeighbour: (link: LinkRef) => here().nl.deleteNeighbour({ link, dst: '10.0.0.1', flags: ['proxy'] }),
    'addNeighbour of a bridge': (link: LinkRef) =>
      here().nl.addNeighbour({ link, family: 'bridge', lladdr: '02:00:00:00:00:01' }),
  })) {
    it(`is refused, and nothing changes: ${verb}`, async () => {
      const before = state()
      for (const link of NONE) {
        await assert.rejects(call(link as LinkRef), {
          name: 'TypeError',
          message: /link(s\[3\])? (must be|is missing)/,
        })
      }
      assert.equal(state(), before)
    })
  }

  it('is refused in a batch as well, and nothing of the batch is sent', async () => {
    const before = state()
    const batch = here().nl.batch((b) => {
      b.setLink('v0', { mtu: 1280 })
      b.setLink(undefined as never, { group: 0, mtu: 1300 })
    })
    await assert.rejects(batch, { name: 'TypeError', message: /^batch: call 2 \(setLink\): link must be/ })
    assert.equal(state(), before)
  })

  it('is rejected as master, backup port and lower link of a VXLAN: null means none', async () => {
    const { nl, ip } = here()
    for (const link of [0, -1, Number.NaN, '', {}]) {
      await assert.rejects(nl.setLink('v0', { master: link as never }), { message: /^setLink: master must be/ })
      await assert.rejects(nl.setLink('v0', { port: { backupPort: link as never } }), {
        message: /port\.backupPort must/,
      })
      await assert.rejects(nl.createVxlan({ name: 'x0', data: { id: 5, port: 4789, link: link as never } }), {
        message: /^createVxlan: data\.link must be/,
      })
    }
    assert.equal(ip('-j link show v0')[0]?.master, 'br0')
    await nl.setLink('v0', { master: null })
    assert.equal(ip('-j link show v0')[0]?.master, undefined)
  })

  it('is rejected as a filter', async () => {
    const { nl } = here()
    for (const link of [null, 0, -1, Number.NaN, '', {}]) {
      await assert.rejects(nl.listNeighbours({ link: link as never }), { message: /^listNeighbours: link must be/ })
      await assert.rejects(nl.flushNeighbours({ link: link as never }), { message: /^flushNeighbours: link must be/ })
    }
    await assert.rejects(nl.listLinks({ master: 0 }), { message: /^listLinks: master must be null for none/ })
  })
})

describe('errors of changes of a link', () => {
  needs('veth')
  const here = eachPlace('ip link add v0 type veth peer name v1')

  it('name the option, and the link by the name that the caller gave', async () => {
    const { nl } = here()
    const link = await nl.getLink('v0')
    await assert.rejects(nl.setLink('v0', { name: 'x'.repeat(16) }), {
      name: 'RangeError',
      message: 'setLink: name must be at most 15 bytes long, not 16',
    })
    await assert.rejects(nl.setLink('v0', { name: '' }), {
      name: 'TypeError',
      message: /^setLink: name must be an interface name/,
    })
    await assert.rejects(nl.setLink('v0', { name: 'v1' }), { code: 'EEXIST', message: /^setLink v0: / })
    const tooGreat = { address: '02:00:00:00:00:09', mtu: 70000 }
    await assert.rejects(nl.setLink('v0', tooGreat), { code: 'EINVAL', message: /^setLink v0: mtu greater than/ })
    await assert.rejects(nl.setLink(link.index, tooGreat), {
      message: new RegExp(`^setLink ${link.index}: mtu greater`),
    })
    await assert.rejects(nl.setLink(link, tooGreat), { message: new RegExp(`^setLink ${link.index}: mtu greater`) })
    await assert.rejects(nl.setLink('nobody', { name: 'v2' }), {
      code: 'ENODEV',
      attribute: 'link',
      message: "setLink: no link named 'nobody' (ENODEV, link)",
    })
    await assert.rejects(nl.setLink('v0', { master: 'nobody', name: 'v2' }), { code: 'ENODEV', attribute: 'master' })
  })

  it('name the link that was to be deleted, or to have one more name', async () => {
    const { nl } = here()
    await nl.addAltname('v0', ['other', 'a/b', 'one-that-is-longer-than-fifteen'])
    const { index } = await nl.getLink('lo')
    await assert.rejects(nl.addAltname('v0', 'other'), { code: 'EEXIST', message: /^addAltname v0: / })
    await assert.rejects(nl.deleteLink('lo'), { code: 'EOPNOTSUPP', message: /^deleteLink lo: / })
    await assert.rejects(nl.deleteLink(index), { code: 'EOPNOTSUPP', message: /^deleteLink 1: / })
    for (const name of ['a/b', 'one-that-is-longer-than-fifteen']) {
      await assert.rejects(nl.addAltname(name, 'other'), { message: new RegExp(`^addAltname ${name}: `) })
    }
  })
})

describe('a master and the settings of the port', () => {
  needs('veth', 'bridge')
  const here = eachPlace(`
    ip link add v0 type veth peer name v1
    ip link add br0 type bridge
    ip link set v0 master br0
    ip link add br1 type bridge
  `)

  it('are both refused where one is: nothing changes', async () => {
    const { nl } = here()
    await assert.rejects(nl.setLink('v0', { master: 'nobody', port: { cost: 7 } }), {
      code: 'ENODEV',
      attribute: 'master',
    })
    await assert.rejects(nl.setLink('v0', { master: 'br1', port: { cost: 70000 } }), {
      name: 'RangeError',
      message: /^setLink: port\.cost must be from 1 to 65535/,
    })
    const { master, port } = await nl.getLink('v0')
    assert.deepEqual([master, port?.cost], [(await nl.getLink('br0')).index, 2])
  })
})
