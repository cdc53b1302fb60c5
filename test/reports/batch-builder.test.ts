import assert from 'node:assert/strict'
import type { Netlink } from '../../lib/index.ts'
import type { Changes } from '../../lib/netlink/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace } from '../support/place.ts'

const THREE = 'ip link add a0 type bridge; ip link add b0 type bridge; ip link add c0 type bridge'

describe('the builder of a batch', () => {
  needs('bridge')
  const place = eachPlace(THREE)
  const links = () => (place().ip('-j link show') as { ifname?: unknown }[]).map(({ ifname }) => ifname)
  const late = { name: 'TypeError', message: /^batch: \w+ was called after the batch had ended; it is not sent$/ }

  it('is over when an asynchronous function was refused, and nothing of that is ever sent', async () => {
    const { nl } = place()
    let afterwards: Promise<unknown> | undefined
    const build = async (b: Changes) => {
      b.deleteLink('a0')
      await null
      b.deleteLink('b0')
      b.createBridge({ name: 'late' })
    }
    const batch = nl.batch((b) => {
      afterwards = build(b)
      return afterwards as never
    })
    await assert.rejects(batch, { name: 'TypeError', message: /must be synchronous, but it returned a promise/ })
    await assert.rejects(afterwards as Promise<unknown>, late)
    await nl.setLink('c0', { up: true })
    assert.deepEqual(links(), ['lo', 'a0', 'b0', 'c0'])
    await nl.listRoutes()
  })

  it('is over when any thenable was returned', async () => {
    const { nl } = place()
    // biome-ignore lint/suspicious/noThenProperty: that is the point
    const thenable = { then: () => assert.fail('what was not asked for is not begun') }
    await assert.rejects(
      nl.batch((b) => {
        b.deleteLink('a0')
        return thenable as never
      }),
      { name: 'TypeError', message: /must be synchronous/ },
    )
    await nl.setLink('c0', { up: true })
    assert.deepEqual(links(), ['lo', 'a0', 'b0', 'c0'])
  })

  it('is over when it was kept, and disturbs no other request', async () => {
    const { nl } = place()
    let kept: Changes | undefined
    await nl.batch((b) => {
      kept = b
      b.setLink('c0', { up: false })
    })
    assert.throws(() => kept?.deleteLink('c0'), late)
    const listing = nl.listRoutes()
    assert.throws(() => kept?.deleteLink('c0'), late)
    await listing
    const [asking, refused] = [nl.setLink('c0', { mtu: 1400 }), () => kept?.createBridge({ name: 'late' })]
    assert.throws(refused, late)
    await asking
    assert.deepEqual(links(), ['lo', 'a0', 'b0', 'c0'])
  })

  it('is over after an error, and in a then', async () => {
    const { nl } = place()
    let kept: Changes | undefined
    const failure = new Error('mine')
    const batch = nl.batch((b) => {
      kept = b
      b.deleteLink('a0')
      throw failure
    })
    assert.throws(() => kept?.deleteLink('b0'), late)
    await assert.rejects(batch, (error) => error === failure)
    let then: Promise<void> | undefined
    await nl.batch((b) => {
      then = Promise.resolve().then(() => b.deleteLink('b0'))
    })
    await assert.rejects(then as Promise<void>, late)
    await nl.setLink('c0', { up: true })
    assert.deepEqual(links(), ['lo', 'a0', 'b0', 'c0'])
  })

  it('is that of its own batch inside another one', async () => {
    const { nl } = place()
    let inner: Promise<unknown> | undefined
    let kept: Changes | undefined
    const outer = await nl.batch((b) => {
      inner = nl.batch((c) => {
        kept = c
        b.deleteLink('a0')
        c.deleteLink('b0')
      })
      assert.throws(() => kept?.deleteLink('c0'), late)
      b.createBridge({ name: 'd0' })
    })
    assert.deepEqual(outer, [{ ok: true }, { ok: true }])
    assert.deepEqual(await inner, [{ ok: true }])
    assert.deepEqual(links(), ['lo', 'c0', 'd0'])
  })

  it('sends nothing after invalid input, even where the function catches it', async () => {
    const { nl } = place()
    const batch = nl.batch((b) => {
      b.deleteLink('a0')
      try {
        b.deleteLink({} as never)
      } catch {
        b.deleteLink('b0')
      }
    })
    await assert.rejects(batch, { name: 'TypeError', message: /^batch: call 2 \(deleteLink\): link must be/ })
    await nl.setLink('c0', { up: true })
    assert.deepEqual(links(), ['lo', 'a0', 'b0', 'c0'])
  })

  it('names the call whose input is invalid, in the message and in the stack', async () => {
    const { nl } = place()
    const routes = ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/33', '10.4.0.0/16']
    const batch = nl.batch((b) => {
      for (const dst of routes) b.addRoute({ dst, oif: 'a0' })
    })
    const message = 'batch: call 3 (addRoute): dst must have a prefix length from 0 to 32, not 33'
    await assert.rejects(batch, (error: Error) => {
      assert.deepEqual([error.name, error.message], ['RangeError', message])
      assert.equal(error.stack?.split('\n')[0], `RangeError: ${message}`)
      assert.match(error.stack ?? '', /batch-builder\.test\.ts/)
      return true
    })
    await assert.rejects(
      nl.batch((b) => {
        b.deleteLink('a0')
        b.addRule('x' as never)
      }),
      { message: "batch: call 2 (addRule): expected an options object, got 'x'" },
    )
  })

  it('must be given to a function, with options that are known', async () => {
    const { nl } = place()
    for (const build of [undefined, null, 5, {}, 'x']) {
      await assert.rejects(nl.batch(build as never), {
        name: 'TypeError',
        message: /^batch: expected a function, got /,
      })
    }
    const wrong: [unknown, RegExp][] = [
      [null, /^batch: expected an object with onError, got null$/],
      [{ onError: 5 }, /^batch: onError must be 'continue', 'stop' or 'rollback', not 5$/],
      [{ strict: true }, /^batch: strict requires onError: 'rollback'$/],
      [{ onError: 'stop', irreversible: 'last' }, /^batch: irreversible requires onError: 'rollback'$/],
      [{ onError: 'rollback', strict: 1 }, /^batch: strict must be true or false, not 1$/],
      [{ onError: 'rollback', irreversible: true }, /^batch: irreversible must be 'last', not true$/],
      [{ onError: 'rollback', stric: true }, /^batch: unknown option 'stric'; did you mean 'strict'\?$/],
    ]
    for (const [options, message] of wrong) {
      await assert.rejects(
        nl.batch(() => undefined, options as never),
        { name: 'TypeError', message },
      )
    }
  })
})

describe('a getter among the options', () => {
  needs('bridge')
  const place = eachPlace(THREE)

  const asks: [string, (nl: Netlink) => Promise<unknown>][] = [
    ['deleteLink', (nl) => nl.deleteLink('a0')],
    ['listRoutes', (nl) => nl.listRoutes()],
    ['batch', (nl) => nl.batch((b) => b.deleteLink('a0'))],
    ['close', (nl) => nl.close()],
  ]
  for (const [operation, ask] of asks) {
    it(`cannot put another request into the middle of its own: ${operation}`, async () => {
      const { nl, ip } = place()
      let asked: Promise<unknown> | undefined
      const setting = nl.setLink('c0', { up: true })
      await nl.addRule({
        priority: 5,
        get table() {
          asked = ask(nl)
          asked.catch(() => undefined)
          return 100
        },
      })
      await setting
      const message = `${operation}: must not be called while the options of another request are read`
      await assert.rejects(async () => asked, { name: 'TypeError', message })
      assert.equal(ip('-j rule show pref 5')[0]?.table, '100')
      assert.equal((await nl.listLinks()).length, 4)
    })
  }
})
