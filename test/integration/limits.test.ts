import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { createNetns, openNetlink } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

const timedOut = { name: 'NetlinkError', code: 'ERR_NETLINK_TIMEOUT' }
const reason = { name: 'Error', message: 'enough' }

describe('limits', () => {
  const place = eachPlace('ip link set lo up')
  const many = (count: number) =>
    place().nl.batch((b) => {
      for (let i = 0; i < count; i++) b.addRoute({ dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, oif: 'lo' })
    })

  it('a signal that was given already ends a read before it is asked', async () => {
    const { nl } = place()
    const signal = AbortSignal.abort(new Error('enough'))
    await assert.rejects(nl.listLinks({ signal }), reason)
    await assert.rejects(nl.getLink('lo', { signal }), reason)
    await assert.rejects(nl.lookupRoute({ dst: '127.0.0.1', signal }), reason)
    await assert.rejects(nl.streamRoutes({ signal })[Symbol.asyncIterator]().next(), reason)
    assert.equal((await nl.listLinks()).length, 1)
  })

  it('a signal ends a list and a stream under way; the handle lives on', async () => {
    const { nl } = place()
    await many(20_000)
    const list = new AbortController()
    const listed = nl.listRoutes({ family: 'inet', signal: list.signal })
    list.abort(new Error('enough'))
    await assert.rejects(listed, reason)

    const stream = new AbortController()
    const streamed = async () => {
      for await (const _ of nl.streamRoutes({ family: 'inet', signal: stream.signal }))
        stream.abort(new Error('enough'))
    }
    await assert.rejects(streamed(), reason)
    assert.equal((await nl.listRoutes({ family: 'inet' })).length, 20_000)
  })

  it('a timeout of nothing is over before any answer', async () => {
    const { nl } = place()
    await many(50_000)
    await assert.rejects(nl.listRoutes({ family: 'inet', timeout: 0 }), timedOut)
  })

  it('a generous timeout changes nothing', async () => {
    const nl = await openNetlink({ netns: place().netns, timeout: 60_000 })
    assert.equal((await nl.listLinks({ timeout: 60_000 })).length, 1)
    assert.equal((await nl.getLink('lo')).name, 'lo')
    await nl.close()
  })

  it('the signal of a handle ends it, and everything under way', async () => {
    const controller = new AbortController()
    const nl = await openNetlink({ netns: place().netns, signal: controller.signal })
    const asked = [nl.listLinks(), nl.setLink('lo', { up: true }), nl.getLink('lo')]
    controller.abort(new Error('enough'))
    for (const result of await Promise.allSettled(asked)) {
      assert.equal(result.status === 'rejected' && result.reason.message, 'enough')
    }
    await assert.rejects(nl.getLink('lo'), reason)
    await nl.close()
  })

  it('the signal of a handle that was given already opens none', async () => {
    const netns = await createNetns()
    await assert.rejects(openNetlink({ netns, signal: AbortSignal.abort(new Error('enough')) }), reason)
    await netns.close()
  })

  it('a timeout of the handle bounds the wait for changes; what was sent is done all the same', async () => {
    const nl = await openNetlink({ netns: place().netns, timeout: 1 })
    const added = Array.from({ length: 20_000 }, (_, i) =>
      nl.addRoute({ dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, oif: 'lo' }),
    )
    const codes = (await Promise.allSettled(added)).map((one) => (one.status === 'rejected' ? one.reason.code : 'ok'))
    assert.ok(codes.includes('ERR_NETLINK_TIMEOUT'))
    assert.deepEqual(
      codes.filter((code) => code !== 'ERR_NETLINK_TIMEOUT' && code !== 'ok'),
      [],
    )
    await nl.close()
    assert.equal((await place().nl.listRoutes({ family: 'inet' })).length, 20_000)
  })

  it('a signal that comes too late changes nothing, and is let go of', async () => {
    const { nl } = place()
    const controller = new AbortController()
    const { signal } = controller
    for (let i = 0; i < 20; i++) {
      assert.equal((await nl.listLinks({ signal })).length, 1)
      await nl.getLink('lo', { signal })
      await assert.rejects(nl.getLink('nobody', { signal }), { code: 'ENODEV' })
      for await (const _ of nl.streamLinks({ signal })) break
    }
    assert.deepEqual(getEventListeners(signal, 'abort'), [])
    controller.abort(new Error('enough'))
    assert.equal((await nl.listLinks()).length, 1)
  })

  it('the signal of a handle is let go of when the handle is closed', async () => {
    const controller = new AbortController()
    const nl = await openNetlink({ netns: place().netns, signal: controller.signal })
    await nl.listLinks()
    await nl.close()
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), [])
    controller.abort(new Error('enough'))
    await assert.rejects(nl.listLinks(), { code: 'ERR_NETLINK_CLOSED' })
  })

  it('the signal of a handle ends its streams', async () => {
    await many(100_000)
    const controller = new AbortController()
    const nl = await openNetlink({ netns: place().netns, signal: controller.signal })
    const streamed = async () => {
      for await (const _ of nl.streamRoutes({ family: 'inet' })) controller.abort(new Error('enough'))
    }
    await assert.rejects(streamed(), reason)
    await nl.close()
  })

  it('the signal of a handle ends a batch', async () => {
    const controller = new AbortController()
    const nl = await openNetlink({ netns: place().netns, signal: controller.signal })
    const batch = nl.batch((b) => {
      for (let i = 0; i < 50_000; i++) b.addRoute({ dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, oif: 'lo' })
    })
    controller.abort(new Error('enough'))
    await assert.rejects(batch, reason)
    await nl.close()
  })

  it('slips in limits are slips', async () => {
    const { nl } = place()
    await assert.rejects(nl.listLinks({ timeout: -1 }), { name: 'RangeError', message: /timeout/ })
    await assert.rejects(nl.listLinks({ signal: {} as AbortSignal }), { name: 'TypeError', message: /signal/ })
  })
})
