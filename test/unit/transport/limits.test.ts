import assert from 'node:assert/strict'
import { limited } from '../../../lib/transport/limit.ts'
import { NLM_F_MULTI } from '../../../lib/wire/header.ts'
import { done, joined, object, outcomes, result, scripted, settled, type Thing, verbs } from './support/scripted.ts'

describe('a wait with limits', () => {
  const never = () => new Promise<never>(() => undefined)

  it('ends with the answer where that comes first', async () => {
    const { signal } = new AbortController()
    assert.equal(await limited(Promise.resolve(1), 'ask', { timeout: 1000, signal }), 1)
    await assert.rejects(limited(Promise.reject(new Error('no')), 'ask', { timeout: 1000 }), /no/)
  })

  it('ends after its time', async () => {
    await assert.rejects(limited(never(), 'ask', { timeout: 1 }), {
      name: 'NetlinkError',
      code: 'ERR_NETLINK_TIMEOUT',
      operation: 'ask',
      message: /no reply within 1 ms/,
    })
  })

  it('ends with the reason of its signal, also where that came before', async () => {
    const controller = new AbortController()
    const waiting = limited(never(), 'ask', { signal: controller.signal })
    controller.abort(new Error('enough'))
    await assert.rejects(waiting, /enough/)
    await assert.rejects(limited(never(), 'ask', { signal: controller.signal }), /enough/)
    await assert.rejects(limited(never(), 'ask', { signal: AbortSignal.abort() }), { name: 'AbortError' })
  })
})

describe('a handle with limits', () => {
  it('rejects requests whose answer does not come in time; what was sent stays sent', async () => {
    const { socket, transport } = scripted({ timeout: 5 })
    const [error] = await outcomes([transport.request(verbs.add, {})])
    assert.equal((error as { code: string }).code, 'ERR_NETLINK_TIMEOUT')
    socket.exchanges[0]?.done(result())
    await transport.close()
  })

  it('rejects lists that do not come in time, unless they were given more', async () => {
    const { socket, transport } = scripted({ timeout: 5 })
    const patient = transport.list(verbs.list, {}, { timeout: 10_000 })
    await assert.rejects(transport.list(verbs.list, {}), { code: 'ERR_NETLINK_TIMEOUT', operation: 'listThings' })
    for (const dump of socket.dumps) dump.give(done(1), true)
    assert.deepEqual(await patient, [])
  })

  it('ends with its signal: what is under way rejects with the reason, what comes later too', async () => {
    const controller = new AbortController()
    const { socket, transport } = scripted({ signal: controller.signal })
    const sent = transport.request(verbs.add, {})
    await settled()
    const laid = transport.request(verbs.add, {})
    const both = outcomes([sent, laid])
    controller.abort(new Error('enough'))
    for (const error of await both) assert.equal((error as Error).message, 'enough')
    await assert.rejects(transport.request(verbs.add, {}), /enough/)
    await assert.rejects(transport.list(verbs.list, {}), /enough/)
    for (const exchange of socket.exchanges) exchange.done(result())
    await transport.close()
    assert.equal(socket.closed, 1)
  })

  it('forgets its signal when it is closed', async () => {
    const controller = new AbortController()
    const { transport } = scripted({ signal: controller.signal })
    await transport.close()
    controller.abort(new Error('enough'))
    await assert.rejects(transport.request(verbs.add, {}), { code: 'ERR_NETLINK_CLOSED' })
  })
})

describe('a read with limits', () => {
  it('rejects with the reason of its signal, and the handle stays usable', async () => {
    const controller = new AbortController()
    const { socket, transport } = scripted()
    const list = transport.list(verbs.list, {}, { signal: controller.signal })
    await settled()
    controller.abort(new Error('enough'))
    await assert.rejects(list, /enough/)
    socket.dumps[0]?.give(object(1, {}, NLM_F_MULTI), false)
    await settled()
    assert.equal(socket.dumps[0]?.closed, 1)
    const next = transport.request(verbs.add, {})
    await settled()
    socket.exchanges[0]?.done(result())
    await next
  })

  it('as a stream ends between two objects, and closes its dump', async () => {
    const controller = new AbortController()
    const { socket, transport } = scripted()
    const stream = transport.stream<Thing>(verbs.list, {}, { signal: controller.signal })
    const first = stream.next()
    await settled()
    socket.dumps[0]?.give(object(1, { number: 1 }, NLM_F_MULTI), false)
    assert.equal((await first).value?.number, 1)
    controller.abort(new Error('enough'))
    await assert.rejects(stream.next(), /enough/)
    socket.dumps[0]?.give(joined(object(1, { number: 2 }), done(1)), true)
    await settled()
    assert.equal(socket.dumps[0]?.closed, 1)
  })
})

describe('closing', () => {
  it('waits for what was asked, and then closes the socket once', async () => {
    const { socket, transport } = scripted()
    const request = transport.request(verbs.add, {})
    const list = transport.list(verbs.list, {})
    const closing = transport.close()
    assert.equal(transport.close(), closing)
    await settled()
    assert.equal(socket.closed, 0)
    socket.exchanges[0]?.done(result())
    socket.dumps[0]?.give(done(1), true)
    await Promise.all([request, list, closing])
    assert.equal(socket.closed, 1)
  })

  it('sends what was laid down in the same tick', async () => {
    const { socket, transport } = scripted()
    const request = transport.request(verbs.add, {})
    const closing = transport.close()
    assert.equal(socket.exchanges.length, 1)
    socket.exchanges[0]?.done(result())
    await Promise.all([request, closing])
  })

  it('makes everything later an error', async () => {
    const { transport } = scripted()
    await transport.close()
    const closed = { name: 'NetlinkError', code: 'ERR_NETLINK_CLOSED' }
    await assert.rejects(transport.request(verbs.add, {}), { ...closed, operation: 'addThing' })
    await assert.rejects(transport.list(verbs.list, {}), { ...closed, operation: 'listThings' })
    await assert.rejects(transport.stream(verbs.list, {}).next(), { ...closed, operation: 'listThings' })
    await assert.rejects(transport.send(transport.batch(), 'never'), closed)
    await assert.rejects(
      transport.task('test', () => Promise.resolve()),
      closed,
    )
  })
})
