import assert from 'node:assert/strict'
import { createNetns, type Netlink, openNetlink } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'
import { openFiles } from '../support/threads.ts'
import { until } from '../support/until.ts'

const closed = { name: 'NetlinkError', code: 'ERR_NETLINK_CLOSED' }
const kernelFiles = () => openFiles().filter(({ target }) => /^(net|socket):/.test(target)).length

const routes = (nl: Netlink, count: number) =>
  Array.from({ length: count }, (_, i) => nl.addRoute({ dst: `10.9.${i >> 8}.${i & 255}/32`, oif: 'lo' }))

describe('closing a handle', () => {
  const place = eachPlace('ip link set lo up')

  it('finishes what was asked', async () => {
    const nl = await openNetlink({ netns: place().netns })
    const added = routes(nl, 1000)
    await Promise.all([nl.close(), ...added])
    assert.equal(place().ip('-j route').length, 1000)
  })

  it('refuses what is asked later', async () => {
    const nl = await openNetlink({ netns: place().netns })
    const closing = nl.close()
    await assert.rejects(nl.listLinks(), closed)
    await assert.rejects(nl.setLink('lo', { up: true }), closed)
    await assert.rejects(
      nl.batch((b) => b.setLink('lo', { up: true })),
      closed,
    )
    await assert.rejects(nl.streamLinks()[Symbol.asyncIterator]().next(), closed)
    await closing
  })

  it('may be said twice', async () => {
    const nl = await openNetlink({ netns: place().netns })
    await Promise.all([nl.close(), nl.close()])
    await nl.close()
  })

  it('during a list lets it end', async () => {
    const nl = await openNetlink({ netns: place().netns })
    await Promise.all(routes(nl, 3000))
    const [listed] = await Promise.all([nl.listRoutes({ family: 'inet' }), nl.close()])
    assert.equal(listed.length, 3000)
  })

  it('of many gives every file back', async () => {
    const before = kernelFiles()
    for (let i = 0; i < 50; i++) {
      const netns = await createNetns()
      const nl = await openNetlink({ netns })
      await Promise.all([nl.listLinks(), nl.listRoutes()])
      await nl.close()
      await netns.close()
    }
    await until('files are given back', () => kernelFiles() <= before)
  })

  it('is what `await using` does', async () => {
    const nl = await openNetlink({ netns: place().netns })
    await nl[Symbol.asyncDispose]()
    await assert.rejects(nl.listLinks(), closed)
  })
})

describe('a closed namespace', () => {
  it('is refused by name', async () => {
    const netns = await createNetns()
    await netns.close()
    await netns.close()
    assert.equal(netns.fd, -1)
    assert.throws(() => netns.run(() => 1), closed)
    await assert.rejects(netns.getSysctl('net.ipv4.ip_forward'), closed)
    await assert.rejects(openNetlink({ netns }), { code: 'ERR_NETLINK_CLOSED', attribute: 'netns' })
  })

  it('right after it was named in a request has been opened for it already', async () => {
    const [here, there] = await Promise.all([createNetns(), createNetns()])
    const nl = await openNetlink({ netns: here })
    const made = nl.createVeth({ name: 'v0', peer: { name: 'v1', netns: there } })
    const inside = openNetlink({ netns: there })
    await there.close()
    assert.equal((await made).linkNetnsid, 0)
    const other = await inside
    assert.deepEqual(
      (await other.listLinks({ kind: 'veth' })).map(({ name }) => name),
      ['v1'],
    )
    await Promise.all([nl.close(), other.close(), here.close()])
  })
})

describe('what is forgotten', () => {
  it('is closed when it is collected', async () => {
    const before = kernelFiles()
    await forget()
    await until('files are given back', () => {
      globalThis.gc?.()
      return kernelFiles() <= before
    })
  })
})

/** Handles, namespaces and a stream that was begun, none of them closed. */
async function forget(): Promise<void> {
  for (let i = 0; i < 10; i++) {
    const nl = await openNetlink({ netns: await createNetns() })
    const links = nl.streamLinks()[Symbol.asyncIterator]()
    assert.equal((await links.next()).done, false)
  }
}
