import assert from 'node:assert/strict'
import { closeSync, openSync } from 'node:fs'
import { createNetns, openNetlink, openNetns } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'
import { openFiles } from '../support/threads.ts'
import { name as uniqueName } from '../support/unique.ts'
import { until } from '../support/until.ts'

/** How many descriptors of this process are of this namespace. */
function descriptorsOf(inode: number): number {
  return openFiles().filter(({ target }) => target === `net:[${inode}]`).length
}

describe('the descriptor of a namespace', () => {
  needs('veth')
  const place = eachPlace()

  it('is shared by the handles that were opened by its object', async () => {
    const netns = await createNetns()
    const handles = await Promise.all(Array.from({ length: 5 }, () => openNetlink({ netns })))
    await Promise.all(handles.map((nl) => nl.listLinks()))
    assert.equal(descriptorsOf(netns.inode), 1)
    const { inode } = netns
    await Promise.all(handles.map((nl) => nl.close()))
    await netns.close()
    await until('it is closed', () => descriptorsOf(inode) === 0)
  })

  it('stays open for a handle when its object is closed, and for requests on their way', async () => {
    const netns = await createNetns()
    const { inode } = netns
    const nl = await openNetlink({ netns })
    const made = place().nl.createVeth({ name: 'a', peer: { name: 'b', netns } })
    await netns.close()
    assert.equal(netns.fd, -1)
    await made
    assert.deepEqual((await nl.listLinks()).map(({ name }) => name).sort(), ['b', 'lo'])
    await assert.rejects(openNetlink({ netns }), { code: 'ERR_NETLINK_CLOSED' })
    await assert.rejects(place().nl.createVeth({ name: 'c', peer: { netns } }), { code: 'ERR_NETLINK_CLOSED' })
    await nl.close()
    await until('it is closed', () => descriptorsOf(inode) === 0)
  })

  it('is one of its own where a namespace is opened once more', async () => {
    const netns = await createNetns()
    const again = await openNetns(netns)
    assert.notEqual(again.fd, netns.fd)
    assert.equal(again.inode, netns.inode)
    await netns.close()
    assert.equal(
      again.run(() => 1),
      1,
    )
    await again.close()
  })

  it('is meant at the moment of the call, though its number is used again in the same tick', async () => {
    const names = Array.from({ length: 4 }, () => uniqueName('fd'))
    const all = await Promise.all(names.map((name) => createNetns(name)))
    try {
      const numbers = new Set<number>()
      const made = names.map((name, i) => {
        const fd = openSync(`/run/netns/${name}`, 'r')
        numbers.add(fd)
        const link = place().nl.createVeth({ name: `a${i}`, peer: { name: `b${i}`, netns: { fd } } })
        closeSync(fd)
        return link
      })
      await Promise.all(made)
      assert.ok(numbers.size < names.length)
      for (const [i, netns] of all.entries()) {
        const nl = await openNetlink({ netns })
        assert.deepEqual((await nl.listLinks()).map(({ name }) => name).sort(), [`b${i}`, 'lo'])
        await nl.close()
      }
    } finally {
      await Promise.all(all.map((netns) => netns.delete()))
    }
  })
})
