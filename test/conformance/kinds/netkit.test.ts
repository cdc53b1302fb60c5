import assert from 'node:assert/strict'
import { createNetns, openNetlink } from '../../../lib/index.ts'
import { needs } from '../../support/needs.ts'
import { onePlace, TWO_LINKS } from '../../support/place.ts'
import { agree, rowless, tableOf } from '../support/link-case.ts'

describe('netkit pairs', () => {
  needs('netkit')
  agree({
    kind: 'netkit',
    script: TWO_LINKS,
    make: (nl, name, data) => nl.createNetkit({ name, data }),
    ip: () => '',
    ours: ({ data }) => data,
    shown: (json) => json,
    cases: [],
    kept: [
      { row: 'policy', ours: 'blackhole', why: 'newer than iproute2 6.1' },
      { row: 'peerPolicy', ours: 'blackhole', why: 'newer than iproute2 6.1' },
      { row: 'mode', ours: 'l2', why: 'newer than iproute2 6.1' },
      { row: 'scrub', ours: 'none', why: 'newer than iproute2 6.1', since: 'linux 6.13' },
      { row: 'peerScrub', ours: 'none', why: 'newer than iproute2 6.1', since: 'linux 6.13' },
      { row: 'headroom', ours: 64, why: 'newer than iproute2 6.1', since: 'linux 6.14' },
      { row: 'tailroom', ours: 64, why: 'newer than iproute2 6.1', since: 'linux 6.14' },
      { row: 'pairing', ours: 'single', why: 'newer than iproute2 6.1', since: 'linux 7.0' },
    ],
    told: [],
    left: { peer: 'the other end, which is a link of its own, below', primary: 'true of the first end, below' },
  })

  it('no constant of the header lacks a row', () => {
    assert.deepEqual(rowless(tableOf('netkit')), [])
  })
})

for (const kind of ['netkit', 'vxcan'] as const) {
  describe(`both ends of a pair: ${kind}`, () => {
    needs(kind)
    const here = onePlace()

    it('are made by one request, each with its options', async () => {
      const { nl } = here()
      await nl.createLink({ name: 'a0', kind, data: { peer: { name: 'a1', mtu: 72, txqlen: 77 } } } as never)
      const [near, far] = await Promise.all([nl.getLink('a0'), nl.getLink('a1')])
      assert.deepEqual([near.kind, far.kind, near.link, far.link], [kind, kind, far.index, near.index])
      assert.deepEqual([far.mtu, far.txqlen], [72, 77])
      await nl.deleteLink('a0')
    })

    it('may be in two namespaces, and up', async () => {
      const { nl } = here()
      await using other = await createNetns()
      const options = { name: 'b0', up: true, peer: { name: 'b1', netns: other, up: true } }
      await (kind === 'netkit' ? nl.createNetkit(options) : nl.createVxcan(options))
      await using there = await openNetlink({ netns: other })
      assert.equal((await there.getLink('b1')).up, true)
    })
  })
}

describe('the first end of a netkit pair', () => {
  needs('netkit')
  const here = onePlace()

  it('is the primary one, and has the policies of both', async () => {
    const { nl } = here()
    await nl.createNetkit({ name: 'c0', data: { policy: 'blackhole' }, peer: { name: 'c1' } })
    const [near, far] = await Promise.all([nl.getLink('c0'), nl.getLink('c1')])
    assert.deepEqual([near.data?.primary, near.data?.policy, near.data?.peerPolicy], [true, 'blackhole', 'forward'])
    assert.equal(far.data?.primary, false)
    await nl.setLink('c0', { data: { policy: 'forward' } })
    assert.equal((await nl.getLink('c0')).data?.policy, 'forward')
  })
})
