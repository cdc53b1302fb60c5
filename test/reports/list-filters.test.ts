import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { openNetlink, type Rule } from '../../lib/index.ts'
import { onePlace, TWO_LINKS } from '../support/place.ts'

const RULES = `${TWO_LINKS}
ip rule add pref 100 from 10.9.0.0/16 blackhole
ip rule add pref 101 from 10.8.0.0/16 lookup 1000 protocol static
`

describe('a list with filters', () => {
  const place = onePlace(RULES)
  const priorities = (rules: readonly Rule[]) => rules.map(({ priority }) => priority)

  it('takes the number of a word for the word', async () => {
    const { nl, ip } = place()
    const main = ip('-4 -j rule show table main').map(({ priority }) => Number(priority))
    for (const table of ['main', 254] as const) {
      assert.deepEqual(priorities(await nl.listRules({ table, family: 'inet' })), main)
    }
    for (const action of ['blackhole', 6] as const) assert.deepEqual(priorities(await nl.listRules({ action })), [100])
    for (const protocol of ['static', 4] as const) assert.deepEqual(priorities(await nl.listRules({ protocol })), [101])
    assert.deepEqual(priorities(await nl.listRules({ table: 1000 })), [101])
  })

  it('takes 4 and 6 for families, as node:net does', async () => {
    const { nl } = place()
    for (const [names, word] of [
      [[4, 2, 'inet'], 'inet'],
      [[6, 10, 'inet6'], 'inet6'],
    ] as const) {
      for (const family of names) {
        const rules = await nl.listRules({ family })
        assert.ok(rules.length > 0)
        assert.deepEqual([...new Set(rules.map((rule) => rule.family))], [word], String(family))
        const addresses = await nl.listAddresses({ family })
        assert.ok(addresses.length > 0)
        assert.deepEqual([...new Set(addresses.map((address) => address.family))], [word], String(family))
        const routes = await nl.listRoutes({ family })
        assert.ok(routes.length > 0)
        assert.deepEqual([...new Set(routes.map((route) => route.family))], [word], String(family))
      }
    }
  })

  it('has no answers of another family where the kernel has none of that one', async () => {
    const { nl } = place()
    for (const family of ['packet', 'bridge', 55] as const) {
      assert.deepEqual(await nl.listRoutes({ family, table: 'all' }), [], String(family))
      assert.deepEqual(await nl.listAddresses({ family }), [], String(family))
      const streamed: unknown[] = []
      for await (const address of nl.streamAddresses({ family })) streamed.push(address)
      assert.deepEqual(streamed, [], String(family))
    }
  })

  it('refuses an unknown filter, or one that is not an object', async () => {
    const { nl } = place()
    const wrong: [unknown, RegExp][] = [
      [{ pref: 5 }, /^listRules: `pref` is `priority` here$/],
      [{ prority: 5 }, /^listRules: unknown filter 'prority'; did you mean 'priority'\?$/],
      [{ action: 'drop' }, /^listRules: action must be one of unspec, to_tbl/],
      ['lo', /^listRules: expected an object with filters \(family, table, .*\), got 'lo'$/],
      [5, /got 5$/],
      [null, /got null$/],
      [[], /got an array$/],
      [new AbortController().signal, /^listRules: expected an object with filters \(.*\), got an AbortSignal$/],
      [new AbortController(), /got an AbortController$/],
    ]
    for (const [filter, message] of wrong) {
      await assert.rejects(nl.listRules(filter as never), { name: 'TypeError', message })
    }
  })
})

describe('the limits of a list', () => {
  const place = onePlace(RULES)

  it('are its second argument, or stand among the filters', async () => {
    const { nl } = place()
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    const isReason = (error: unknown) => error === reason
    await assert.rejects(nl.listRules({}, { signal }), isReason)
    await assert.rejects(nl.listRules({ signal }), isReason)
    await assert.rejects(async () => {
      for await (const _ of nl.streamRules({}, { signal })) assert.fail('an aborted stream gives nothing')
    }, isReason)
    const going = new AbortController().signal
    await assert.rejects(nl.listRules({ signal }, { signal: going }), isReason)
    await assert.rejects(nl.listRules({ signal: going }, { signal }), isReason)
    assert.ok((await nl.listRules({ signal: going }, { timeout: 10_000 })).length > 0)
  })

  it('are refused where they are none', async () => {
    const { nl } = place()
    const wrong: [unknown, RegExp][] = [
      [{ signall: 5 }, /^listRules: unknown option 'signall'; did you mean 'signal'\?$/],
      [5, /^listRules: expected an object with signal or timeout, got 5$/],
      [null, /got null$/],
      [new AbortController().signal, /^listRules: expected an object with signal or timeout, got an AbortSignal$/],
      [new AbortController(), /got an AbortController$/],
      [{ signal: 'now' }, /signal must be an AbortSignal, not 'now'$/],
      [{ timeout: '5' }, /timeout must be a number of milliseconds, not '5'$/],
    ]
    for (const [limits, message] of wrong) {
      await assert.rejects(nl.listRules({}, limits as never), { name: 'TypeError', message })
    }
  })

  it('know no time that a timer cannot count; Infinity is none', async () => {
    const { netns, nl } = place()
    for (const timeout of [1e15, 2 ** 31, -1, Number.NaN]) {
      await assert.rejects(nl.listRules({}, { timeout }), { name: 'RangeError', message: /timeout must be from 0 to/ })
      await assert.rejects(openNetlink({ netns, timeout }), { name: 'RangeError', message: /timeout must be from 0/ })
    }
    await using patient = await openNetlink({ netns, timeout: Number.POSITIVE_INFINITY })
    assert.equal((await patient.getLink('v0', { timeout: Number.POSITIVE_INFINITY })).name, 'v0')
    assert.ok((await patient.listRules({}, { timeout: 2 ** 31 - 1 })).length > 0)
  })

  it('are one listener of a signal, however many wait for it, and none afterwards', async () => {
    const { netns, nl } = place()
    const { signal } = new AbortController()
    const handles = await Promise.all(Array.from({ length: 12 }, () => openNetlink({ netns, signal })))
    const lists = Array.from({ length: 12 }, () => nl.listRules({ signal }))
    assert.equal(getEventListeners(signal, 'abort').length, 1)
    await Promise.all(lists)
    await Promise.all(handles.map((handle) => handle.close()))
    assert.equal(getEventListeners(signal, 'abort').length, 0)
  })

  it('end all who wait for one signal', async () => {
    const { netns } = place()
    const control = new AbortController()
    const reason = new Error('stop')
    const handles = await Promise.all(Array.from({ length: 3 }, () => openNetlink({ netns, signal: control.signal })))
    const asked = handles.map((handle) => handle.listRules())
    control.abort(reason)
    for (const one of asked) await assert.rejects(one, (error) => error === reason)
  })
})
