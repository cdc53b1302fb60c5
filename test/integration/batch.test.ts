import assert from 'node:assert/strict'
import { type BatchResult, NetlinkError } from '../../lib/index.ts'
import { eachPlace } from '../support/place.ts'

const route = (n: number) => ({ dst: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}/32`, oif: 'lo' })

/** `ok`, the code of the error, or `skipped`. */
const verdict = (result: BatchResult) => (result.ok ? 'ok' : result.skipped === true ? 'skipped' : result.error.code)

describe('a batch', () => {
  const place = eachPlace('ip link set lo up')
  const count = () => place().ip('-j route').length

  it('goes on after a failure, and tells what came of each operation', async () => {
    const results = await place().nl.batch((b) => {
      b.addRoute(route(1))
      b.addRoute(route(1))
      b.addRoute({ ...route(2), oif: 'nope' })
      b.addRoute(route(3))
    })
    assert.deepEqual(results.map(verdict), ['ok', 'EEXIST', 'ENODEV', 'ok'])
    assert.ok(results[1]?.ok === false && results[1].error instanceof NetlinkError)
    assert.equal(count(), 2)
  })

  it('stops at a failure when it is told to, and skips the rest', async () => {
    const results = await place().nl.batch(
      (b) => {
        b.addRoute(route(1))
        b.addRoute(route(1))
        b.addRoute(route(2))
        b.addRoute(route(3))
      },
      { onError: 'stop' },
    )
    assert.deepEqual(results.map(verdict), ['ok', 'EEXIST', 'skipped', 'skipped'])
    assert.equal(count(), 1)
  })

  it('that stops does so at a name that does not resolve', async () => {
    const results = await place().nl.batch(
      (b) => {
        b.addAddress({ link: 'lo', address: '10.0.0.1/32' })
        b.addAddress({ link: 'nope', address: '10.0.0.2/32' })
        b.addAddress({ link: 'lo', address: '10.0.0.3/32' })
      },
      { onError: 'stop' },
    )
    assert.deepEqual(results.map(verdict), ['ok', 'ENODEV', 'skipped'])
  })

  it('counts an operation of several messages once', async () => {
    const results = await place().nl.batch((b) => {
      b.createVeth({ name: 'v0', up: true, peer: { name: 'v1', up: true } })
      b.addAddress({ link: 'v0', address: '10.0.0.1/24' })
    })
    assert.deepEqual(results.map(verdict), ['ok', 'ok'])
    const [link] = place().ip<{ operstate: string }>('-j link show dev v1')
    assert.equal(link?.operstate, 'UP')
  })

  it('with a slip sends nothing at all', async () => {
    const { nl } = place()
    const slip = nl.batch((b) => {
      b.addRoute(route(1))
      b.addRoute({ dst: '10.0.0.0/40', oif: 'lo' })
    })
    await assert.rejects(slip, {
      name: 'RangeError',
      message: 'addRoute: dst must have a prefix length from 0 to 32, not 40',
    })
    assert.equal(count(), 0)
  })

  it('whose function throws sends nothing, and throws that', async () => {
    const { nl } = place()
    const thrown = nl.batch((b) => {
      b.addRoute(route(1))
      throw new Error('mine')
    })
    await assert.rejects(thrown, { message: 'mine' })
    assert.equal(count(), 0)
  })

  it('refuses what it cannot do', async () => {
    const { nl } = place()
    const late = async (): Promise<void> => undefined
    // biome-ignore lint/nursery/noMisusedPromises: this is what is refused
    await assert.rejects(nl.batch(late), { name: 'TypeError', message: /must be synchronous/ })
    const rollback = { onError: 'rollback' } as unknown as { onError: 'stop' }
    await assert.rejects(
      nl.batch(() => undefined, rollback),
      { name: 'TypeError', message: /onError 'rollback'/ },
    )
    const unknown = { onerror: 'stop' } as unknown as { onError: 'stop' }
    await assert.rejects(
      nl.batch(() => undefined, unknown),
      { name: 'TypeError', message: /onerror is not an option/ },
    )
  })

  it('of nothing answers nothing', async () => {
    assert.deepEqual(await place().nl.batch(() => undefined), [])
  })

  it('comes after what was asked before it, and before what is asked later', async () => {
    const { nl } = place()
    const [, results, , routes] = await Promise.all([
      nl.addRoute(route(1)),
      nl.batch((b) => {
        b.deleteRoute({ dst: '10.0.0.1/32' })
        b.addRoute(route(2))
      }),
      nl.deleteRoute({ dst: '10.0.0.2/32' }),
      nl.listRoutes({ family: 'inet' }),
    ])
    assert.deepEqual(results.map(verdict), ['ok', 'ok'])
    assert.deepEqual(routes, [])
  })

  for (const onError of ['continue', 'stop'] as const) {
    it(`may be larger than any buffer (${onError})`, async () => {
      const total = 30_000
      const results = await place().nl.batch(
        (b) => {
          for (let i = 0; i < total; i++) b.addRoute(route(i === total - 2 ? 0 : i))
        },
        { onError },
      )
      const last = onError === 'stop' ? 'skipped' : 'ok'
      assert.deepEqual(results.slice(-3).map(verdict), ['ok', 'EEXIST', last])
      assert.equal(results.filter(({ ok }) => ok).length, onError === 'stop' ? total - 2 : total - 1)
      assert.equal(count(), onError === 'stop' ? total - 2 : total - 1)
    })
  }
})
