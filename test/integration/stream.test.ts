import assert from 'node:assert/strict'
import { openNetlink, type Route } from '../../lib/index.ts'
import { onePlace } from '../support/place.ts'
import { openFiles } from '../support/threads.ts'
import { until } from '../support/until.ts'

const COUNT = 60_000

describe('a stream of many routes', () => {
  const here = onePlace('ip link set lo up')
  const sockets = () => openFiles().filter(({ target }) => target.startsWith('socket:')).length
  const stream = () => here().nl.streamRoutes({ family: 'inet' })

  before(async () => {
    await here().nl.batch((b) => {
      for (let i = 0; i < COUNT; i++) b.addRoute({ dst: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32`, oif: 'lo' })
    })
  })

  it('gives its socket back when it is left, however that is', async () => {
    for await (const _ of stream()) break
    const before = sockets()
    for (let i = 0; i < 10; i++) {
      for await (const _ of stream()) break
      const thrown = new Error('in the loop')
      const loop = async () => {
        for await (const _ of stream()) throw thrown
      }
      await assert.rejects(loop(), thrown)
      const iterator = stream()[Symbol.asyncIterator]()
      await iterator.next()
      await iterator.return?.()
      assert.deepEqual(await iterator.next(), { value: undefined, done: true })
    }
    await until('the end of the sockets', () => sockets() <= before)
  })

  it('may be asked for many at once, and answers in order', async () => {
    const listed = (await here().nl.listRoutes({ family: 'inet' })).map(({ dst }) => dst)
    const iterator = stream()[Symbol.asyncIterator]()
    const results = await Promise.all(Array.from({ length: COUNT + 3 }, () => iterator.next()))
    assert.deepEqual(
      results.slice(0, COUNT).map(({ value }) => (value as Route).dst),
      listed,
    )
    assert.deepEqual(
      results.slice(COUNT),
      Array.from({ length: 3 }, () => ({ value: undefined, done: true })),
    )
  })

  it('can run concurrently with others, and with lists and changes', async () => {
    const { nl } = here()
    const [one, two] = [stream()[Symbol.asyncIterator](), stream()[Symbol.asyncIterator]()]
    let seen = 0
    for (let i = 0; i < COUNT; i++) {
      const [first, second] = await Promise.all([one.next(), two.next()])
      assert.equal((first.value as Route).dst, (second.value as Route).dst)
      seen++
      if (i % 20_000 === 0) assert.equal((await nl.listLinks()).length, 1)
      if (i % 20_000 === 0) await nl.setLink('lo', { mtu: 60_000 + (i >> 10) })
    }
    assert.equal(seen, COUNT)
    assert.deepEqual([(await one.next()).done, (await two.next()).done], [true, true])
  })

  it('that was begun before its handle was closed comes to its end', async () => {
    const nl = await openNetlink({ netns: here().netns })
    const iterator = nl.streamRoutes({ family: 'inet' })[Symbol.asyncIterator]()
    assert.equal((await iterator.next()).done, false)
    await nl.close()
    let seen = 1
    while ((await iterator.next()).done !== true) seen++
    assert.equal(seen, COUNT)
  })

  it('that is begun after its handle was closed is refused', async () => {
    const nl = await openNetlink({ netns: here().netns })
    const late = nl.streamRoutes({ family: 'inet' })[Symbol.asyncIterator]()
    await nl.close()
    await assert.rejects(late.next(), { code: 'ERR_NETLINK_CLOSED', operation: 'streamRoutes' })
  })

  it('that is not read sends nothing to the kernel', async () => {
    const before = sockets()
    const iterators = Array.from({ length: 20 }, () => stream()[Symbol.asyncIterator]())
    assert.equal(sockets(), before)
    for (const iterator of iterators) await iterator.return?.()
  })

  it('reports invalid options, and errors of the kernel, when it is read', async () => {
    const wrong = here().nl.streamRoutes({ gateway: '10.0.0.1' } as never)
    await assert.rejects(wrong[Symbol.asyncIterator]().next(), {
      name: 'TypeError',
      message: /unknown filter 'gateway'/,
    })
    const nobody = here().nl.streamRoutes({ oif: 'nobody' })
    await assert.rejects(nobody[Symbol.asyncIterator]().next(), {
      code: 'ENODEV',
      operation: 'streamRoutes',
      attribute: 'oif',
    })
  })
})
